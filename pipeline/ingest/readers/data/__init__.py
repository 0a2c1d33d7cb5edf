"""Data that holds prose: records of flaws, notebooks, dumps of documents."""
