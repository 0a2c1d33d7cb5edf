"""Documents as news: when each came, what it tells, which are looked at tonight."""
