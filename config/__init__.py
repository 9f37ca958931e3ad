"""What an operator may edit: settings, presets, texts, helplines and how logs are written."""
