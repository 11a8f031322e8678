"""The dates of a round: found, explained where there are none, moved with the least change."""
