"""What the manual's pictures show: a committee's window and a street's, each with its sample."""
