"""The domain: schools, rounds, dialogues, agenda, summaries, and the rules they must keep."""
