"""What agents read: llms.txt, Markdown twins, the JSON API and the citations of JSON-LD."""
