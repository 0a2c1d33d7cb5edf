"""Pictures: those of authors made light, and the previews of briefs drawn."""
