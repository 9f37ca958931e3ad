"""One folder for each chat platform, and `web`; they do not know each other."""
