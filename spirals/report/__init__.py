"""One page for those who decide: what was compared, what came of it, how sure that is, and what it costs."""
