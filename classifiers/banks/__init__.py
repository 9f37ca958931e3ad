"""The hash banks in memory. `index.py` answers; `held.py` keeps what is compared."""
