"""Mutated inputs of every kind, drawn from a seed, each run in this process under limits and judged by more than its exit code."""
