"""How a newsroom begins and is brought up to date: what is its own, and what comes with dateline."""
