"""dialog: Word documents for a county's yearly development dialogues, made from YAML."""
