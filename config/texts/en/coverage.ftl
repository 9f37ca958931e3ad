### What the bot cannot see, and what became of a chat or a platform that it watches.
### Rules: as in adults.ftl. The clause about links is read by the sender too, as in pupils.ftl.

# For: anyone. A clause for the end of "It could not be checked: …".
reason-link = it leads to a place where I do not look

# For: adults. The platform gave a chat a new id. $chat: the class chat's title. $time: when.
adults-chat-moved =
    { $chat } was moved by the platform on { DATETIME($time, dateStyle: "medium", timeStyle: "short") }. The bot guards it as before, and the alerts come here as before.
    Please check with /status there that it can still delete messages. What was posted before the move can only be removed by an admin now.

# For: adults. The bot was cut off from a whole platform. $since, $until: from when to when.
adults-outage =
    Perhaps not checked in any chat of this platform: what was posted from { DATETIME($since, dateStyle: "medium", timeStyle: "short") } to { DATETIME($until, dateStyle: "medium", timeStyle: "short") }. The bot was cut off.
    Please ask the class teachers whether anything happened in that time. Do not ask pupils to show anything.

# For: adults. Somebody else receives the bot's messages too. $time: since when.
adults-second-receiver =
    PROBLEM: since { DATETIME($time, dateStyle: "medium", timeStyle: "short") } another program takes away what the bot should see. Pictures may pass unseen in every chat of this platform.
    Please tell whoever runs the bot now: stop the second copy. If there is none, someone else has the bot's token, and it must be renewed today.

# For: adults. The bot sees less of a chat than before. What to do follows. $chat: the class chat's
# title. $time: since when.
adults-sees-less = PROBLEM: since { DATETIME($time, dateStyle: "medium", timeStyle: "short") } the bot sees or can do less in { $chat } than before. Someone changed its rights or those of a part of the chat.

# For: adults. The platform hides what messages hold. $time: since when.
adults-hidden-content =
    PROBLEM: since { DATETIME($time, dateStyle: "medium", timeStyle: "short") } the bot gets messages without what they hold. Pictures may pass unseen in every chat of this platform.
    Please tell whoever runs the bot now. The doctor command on the bot's own machine says what to do.

## How much was looked at: the answer to /coverage.

# For: adults. $chat: the class chat's title.
coverage-head = What became of the pictures, films, files and links in { $chat }:

# For: adults. $items: how many came in. $clean, $bad: how many turned out to be so. $asked: how many
# a person was asked about. $unchecked: how many could not be checked.
coverage-this-week = This week { $items } came in. Clean: { $clean }. Bad: { $bad }. Left to an adult: { $asked }. Not checked: { $unchecked }.

# For: adults. $items: how many came in. $clean, $bad: how many turned out to be so. $asked: how many
# a person was asked about. $unchecked: how many could not be checked.
coverage-last-week = Last week { $items } came in. Clean: { $clean }. Bad: { $bad }. Left to an adult: { $asked }. Not checked: { $unchecked }.

# For: adults. A line below a week. $items: how many. $why: one of the reason texts.
coverage-reason = • { $items } not checked: { $why }
