"""Ways to reach an adult outside the chats. Each implements `bot.chase_ports.Pager`."""
