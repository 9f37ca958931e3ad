"""Discord: servers with channels, through discord.py's client."""
