"""hjemmel: the law as data.

    text ──language──▶ model ──inference, law──▶ decision ──trail──▶ reader

`loading` reads the rule folders and cases into the model and checks them; `law.compiled` turns a law version into signed
clauses; an engine of `inference` chains them; `law.deciding` chooses the governing version per topic and decides;
`trail` shows the reader every step. The core imports no files, no YAML, no clock; "today" does not exist in it.
"""
