"""Questions to a solver: rules as formulas, a case that shows what is asked, and proofs that there is none."""
