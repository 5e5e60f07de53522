"""Whole registers: files of many cases in, the decision on every row out, and a reason for each row that has none."""
