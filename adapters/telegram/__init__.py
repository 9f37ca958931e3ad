"""Telegram groups as one platform of the core, through python-telegram-bot's client."""
