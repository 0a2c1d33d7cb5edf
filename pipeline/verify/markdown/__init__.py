"""Any cited Markdown file, verified in its own lines and columns."""
