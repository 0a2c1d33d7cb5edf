"""What pages share, whoever makes or reads them: metadata, front matter, context, links."""
