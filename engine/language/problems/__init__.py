"""What can be wrong in the texts of rules and cases: one class for each kind, in the module of what finds it."""
