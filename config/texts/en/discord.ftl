### Discord: what is looked at on a server, and how an adult puts it right.
### Rules: as in adults.ftl. Words in quotes are the names that Discord's own app shows.

## Lines of the check-list; each is followed by its fix where something is missing.

# For: adults. A line of the check-list.
check-discord-present = Be on the server

# For: adults. A line of the check-list.
check-discord-content = See what messages hold

# For: adults. A line of the check-list.
check-discord-channels = See every channel that everybody sees, and read its history

# For: adults. A line of the check-list.
check-discord-private = See the channels that only some members see

# For: adults. A line of the check-list.
check-discord-members = Hear of new members and of changed pictures of members

# For: adults. A line of the check-list.
check-discord-restrain = Mute and remove members when an adult asks

# For: adults. A line of the check-list.
check-discord-pause = Pause pictures on the whole server

# For: adults. A line of the check-list.
check-discord-role = Stand above the roles of the members

# For: adults. A line of the check-list.
check-discord-filter = Work beside Discord's own picture filter

# For: adults. A line of the check-list.
check-discord-apps = Work where members cannot post through foreign apps

# For: adults. A line of the check-list.
check-discord-administrator = Have no more rights than needed

## How to put it right; also in alerts about a removal that failed.

# For: adults.
fix-discord-not-here = How to fix it: the bot is not on the server, or the channel is gone. Ask an admin of the server to add the bot again with the link that it prints when it starts.

# For: adults.
fix-discord-delete = How to fix it: open "Server Settings", then "Roles". Choose the bot's role and switch on "Manage Messages". If it is on, look for a channel in whose "Permissions" it is off. Then send /guard status there.

# For: adults. Whoever runs the bot has to do it.
fix-discord-content = How to fix it: Discord hides from the bot what messages hold. Whoever runs the bot has to open the bot's page in Discord's developer portal, then "Bot", switch on "Message Content Intent" and start the bot again.

# For: adults.
fix-discord-channels = How to fix it: there is a channel that everybody sees and the bot does not, or where it cannot read the history. Open the channel's settings, then "Permissions", add the bot's role, and allow "View Channel" and "Read Message History".

# For: adults.
fix-discord-private = Good to know: there are channels that only some members see, and the bot is not among them. What is posted there is not checked. To change that, add the bot's role in the channel's "Permissions" and allow "View Channel", "Read Message History" and "Manage Messages".

# For: adults. Whoever runs the bot has to do it.
fix-discord-members = Advice: whoever runs the bot should switch on "Server Members Intent" on the bot's page in Discord's developer portal. Without it the pictures of new members are not checked.

# For: adults.
fix-discord-restrain = How to fix it: open "Server Settings", then "Roles". Choose the bot's role and switch on "Timeout Members", "Kick Members" and "Ban Members". Then send /guard status there.

# For: adults. Advice on the check-list.
fix-discord-pause = How to fix it, if you want outbreaks to be paused: open "Server Settings", then "Roles". Choose the bot's role and switch on "Manage Roles", "Attach Files", "Embed Links" and "Use External Stickers". The bot changes channels with it, never a member. Then send /guard status there.

# For: adults. Advice on the check-list.
fix-discord-role = Advice: open "Server Settings", then "Roles", and drag the bot's role above the roles of all pupils. Discord lets a bot mute or remove only members who stand below it.

# For: adults. Somebody asked for a mute, a removal or a ban of a member who stands above the bot.
fix-discord-target-above = How to fix it: this member has a role that stands above the bot's role, or next to it. Open "Server Settings", then "Roles", drag the bot's role above all roles of this member, and press the button again.

# For: adults. Somebody asked for a mute of an administrator.
fix-discord-target-is-admin = Discord lets nobody mute an administrator. The owner of the server has to take the right "Administrator" away from this member first.

# For: adults. Somebody asked for a mute, a removal or a ban of the owner.
fix-discord-target-is-owner = This member owns the server, and Discord lets nobody mute or remove an owner. Only the owner can hand the server over to somebody else.

# For: adults.
fix-discord-filter = Advice: open "Server Settings", then "Safety Setup", and let Discord filter pictures from all members. It looks for other things than the bot, and both together find more.

# For: adults.
fix-discord-apps = Advice: open "Server Settings", then "Roles", "everyone", and switch off "Use External Apps". Then no member can post pictures on this server through an app that nobody here invited.

# For: adults.
fix-discord-administrator = Advice: the bot's role has the right "Administrator". It does not need it. Switch it off under "Server Settings", then "Roles"; the link that the bot prints asks for the rights that it needs.

# For: adults.
fix-discord-write = How to fix it: the bot may not write in this channel. Open the channel's settings, then "Permissions", and allow the bot's role "View Channel" and "Send Messages".

# For: adults.
fix-discord-token = How to fix it: Discord does not accept the bot's token any more. Whoever runs the bot has to reset it in Discord's developer portal and start the bot with the new one.
