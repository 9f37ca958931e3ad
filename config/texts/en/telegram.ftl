### Telegram: what is looked at in a group, and how an adult puts it right.
### Rules: as in adults.ftl. Words in quotes are the names that Telegram's own app shows.

## Lines of the check-list; each is followed by its fix where something is missing.

# For: adults. A line of the check-list.
check-telegram-present = Be in the chat

# For: adults. A line of the check-list.
check-telegram-sees-all = See every message

# For: adults. A line of the check-list.
check-telegram-supergroup = Work in a supergroup

# For: adults. A line of the check-list.
check-telegram-restrict = Mute and remove members when an adult asks

# For: adults. A line of the check-list.
check-telegram-protected = Work where nobody can save or forward pictures

# For: adults. A line of the check-list.
check-telegram-ephemeral = Tell one member something inside the group

# For: adults. A line of the check-list.
check-telegram-bots = See what other bots post

## How to put it right; also in alerts about a removal that failed.

# For: adults.
fix-telegram-delete = How to fix it: open the group's settings, then "Administrators". Choose the bot and switch on "Delete messages". Then send /status there.

# For: adults. A removal came too late for Telegram.
fix-telegram-too-old = Telegram lets bots delete messages for 48 hours only, and this one is older. An admin of the chat has to delete it by hand.

# For: adults. A removal concerns a message from before the group got a new id.
fix-telegram-moved = Telegram made a supergroup of this group and numbers the messages anew, so the bot cannot reach the old ones. An admin of the chat has to delete it by hand.

# For: adults.
fix-telegram-not-in-chat = How to fix it: the bot is not in the chat, or the chat is gone. Ask an admin of the chat to add the bot again, as an admin with the right "Delete messages".

# For: adults.
fix-telegram-restrict = How to fix it: open the group's settings, then "Administrators". Choose the bot and switch on "Ban users". Then send /status there.

# For: adults.
fix-telegram-supergroup = How to fix it: Telegram allows this in supergroups only. Open the group's settings, then "Chat history for new members", and choose "Visible". Telegram then makes a supergroup of it.

# For: adults. Somebody asked for a mute, a removal or a ban of an admin.
fix-telegram-target-is-admin = Telegram lets a bot do nothing about an admin. The owner of the group has to take the admin's rights away first.

# For: adults.
fix-telegram-write = How to fix it: the bot may not write in this chat. Make it an admin there, or allow "Send messages" in the group's permissions.

# For: adults.
fix-telegram-token = How to fix it: Telegram does not accept the bot's token any more. Whoever runs the bot has to get a new one from BotFather and start the bot again.

# For: adults.
fix-telegram-privacy = How to fix it: make the bot an admin of the group. Telegram shows a bot that is no admin only a part of the messages.

# For: adults.
fix-telegram-protected = Advice: open the group's settings, then "Group type", and switch on "Restrict saving content". Then nobody can save or forward pictures, and no unknown bot can be called into the chat.

# For: adults.
fix-telegram-ephemeral = Good to know: here the bot cannot write to one member inside the group. A sender is told in a private chat if they pressed Start there, else by a line with a button. A newer Bot API server can do more.

# For: adults. Telegram does not tell a bot whether this is switched on.
fix-telegram-bots = Advice: other bots are admins of this chat, and the bot sees what they post only with "Bot-to-Bot Communication Mode". Ask whoever runs the bot to switch it on in BotFather, or to make sure that it is on.
