"""The words of the rule language: types, units, comparisons and operations, each one row of a closed table, and what they mean."""
