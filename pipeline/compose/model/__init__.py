"""The way of every model writer: plan, parts, quotes cut from replies, bounded repair."""
