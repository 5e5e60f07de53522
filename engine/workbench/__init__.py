"""The workbench: cases decided, explained, changed, lettered and recorded in a browser on one's own machine (docs/workbench.md)."""
