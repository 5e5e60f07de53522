"""What is wrong in rule files beyond reading them: lints, findings of the solver, mending, and the forms and pages of diagnostics."""
