"""Language models, one file for each kind of API."""
