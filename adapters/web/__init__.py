"""The web server: health, readiness and metrics; adapters and the console add their own pages."""
