"""Decisions that are kept: sealed records and the append-only log."""
