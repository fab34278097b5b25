"""XPath as XLSForms use it: text to tree (`tokens.py`, `parser.py`), tree to an expression of ours (`translate.py`)."""
