"""The records of one committee: what they are, their rules, and how they are kept. Knows no screen and no paper."""
