"""Model to decision: the compiled clauses, the conditions on typed values, the chaining engines and the decision."""
