"""What enters the library: quality, boilerplate, duplicates, and who a document is."""
