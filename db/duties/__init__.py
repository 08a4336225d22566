"""What premises owe by law or plan, how often, and whether they did it (part A4): evacuation drills and self-checks."""
