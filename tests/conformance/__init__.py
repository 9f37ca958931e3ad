"""Scenarios that every adapter must play, on an emulator of its platform and the whole app."""
