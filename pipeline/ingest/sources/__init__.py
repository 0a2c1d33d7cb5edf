"""Where documents come from: folders listed, remote sources fetched, OPML imported."""
