"""The newsroom on disk: desk, configuration, library of documents, records of days, log of runs."""
