"""The criteria library on the screen: beside the hazard form, and in a window of its own."""
