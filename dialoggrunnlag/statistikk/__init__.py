"""A statistics file as it was downloaded → its figures with their places; knows no rounds."""
