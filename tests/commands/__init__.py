"""The commands as users give them: real processes in a place of their own."""
