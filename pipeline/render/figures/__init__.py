"""The pages and charts of figures."""
