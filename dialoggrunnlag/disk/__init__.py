"""Files written whole or not at all, hand edits, encodings, looking for changes."""
