"""Who is asking, and what they may do. Start with `roles.py`; views use `access.py` and `browser.py`."""
