"""Questions to a decision: what is missing, what to ask next, and what would change it."""
