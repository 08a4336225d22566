"""Who told: sealed to a key of its own, compared by marks, opened with a reason, erased in time (docs/adr/0007)."""
