"""What stands over a section: its source's title, in quotation marks, or what its document states."""
