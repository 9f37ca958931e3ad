### What the adults read: alerts, escalations and announcements. An alert is made of these lines.
### Rules: words only, no sender, no picture, no score. Say what happened, then what to do.

# For: adults. First line of an alert. $number: case number. $chat: the class chat's title.
# $time: when it was posted.
alert-head = Case { $number } in { $chat }, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.

# For: adults. Second line when the item was the test card.
alert-test = This is a test: someone posted the test card. No pupil is concerned and there is nothing to do.

# For: adults. $seconds: how long it could be seen, a number with or without a fraction.
alert-what-removed =
    { $seconds ->
        [one] What: an item was removed { $seconds } second after it was posted.
       *[other] What: an item was removed { $seconds } seconds after it was posted.
    }

# For: adults. The message had been deleted before the bot came to it.
alert-what-gone = What: an item was posted. It was already gone when the bot came to remove it.

# For: adults.
alert-what-trying = What: the bot is still trying to remove an item. It may be visible until then. If it fails, you are told.

# For: adults.
alert-what-failed = What: an item was NOT removed. It is still visible in the chat.

# For: adults. Nothing was to be removed: the mode only alerts, or a person has to decide.
alert-what-left = What: an item was left in the chat. Either this chat only alerts, or a person has to decide.

# For: adults. After the removal the message was looked for.
alert-verified = Checked after the removal: the message is gone.

# For: adults. The platform cannot be asked.
alert-not-verified = Not checked after the removal: this platform cannot tell whether a message is gone.

# For: adults. $bank: name of the list of known pictures.
alert-why-bank = Why: it matches a picture on the list "{ $bank }".

# For: adults. It looks like something that the bot removed before and that no person has confirmed.
alert-why-removed-before = Why: it looks like a picture that was removed before. The bot may have been wrong then, and may be wrong now.

# For: adults. It looks like something that a person reported by a message or a code, unconfirmed.
alert-why-reported-before = Why: it looks like a picture that somebody reported. Nobody has confirmed that report yet.

# For: adults. $bank: name of the list. The likeness is too weak or the list too new to act alone.
alert-why-like = Why: it looks like a picture on the list "{ $bank }", but the list alone is not enough to be sure.

# For: adults. $band: high, medium or low.
alert-why-model =
    { $band ->
        [high] Why: likely an intimate picture. This is a program's guess and can be wrong.
        [medium] Why: possibly an intimate picture. This is a program's guess and can be wrong.
       *[low] Why: possibly an intimate picture, but the sign is weak. This is a program's guess and is often wrong.
    }

# For: adults. The hourly quota stopped the classifier.
alert-why-breaker = Why: possibly an intimate picture. The bot removed unusually many in one hour, so it may be mistaken and asks a person instead.

# For: adults. $why: one of the reason texts.
alert-why-opaque = Why: it could not be checked: { $why }. This says nothing about what it shows.

# For: adults.
alert-why-report = Why: someone in the chat reported it. Who did is not shown.

# For: adults. After an alert about a likely match.
alert-steps =
    Please now:
    1. Tell your safeguarding lead today. Call the police if there is a threat or a demand for money.
    2. Do not ask anyone to send, show or describe the picture. Do not look for it.
    3. Do not blame anyone in the chat. Do not delete the chat.
    4. Check on the pupil who may be in the picture. Ask what they want to happen.

# For: adults. After an alert about something that could not be checked.
alert-steps-opaque = Please now: ask the class teacher whether this file was expected. Do not open it, and do not ask anyone to send or show it. If in doubt, tell your safeguarding lead.

# For: adults. Last line of an alert.
alert-no-copy = The bot keeps no copy and has shown it to nobody.

# For: adults. First line of one alert about several cases. $count: how many. $chat: the class chat's
# title.
digest-head =
    { $count ->
        [one] { $count } item in { $chat } may be an intimate picture, but the sign is weak. It was left in the chat.
       *[other] { $count } items in { $chat } may be intimate pictures, but the signs are weak. They were left in the chat.
    }

# For: adults. A line below digest-head. $number: case number. $time: when it was posted.
digest-line = • /case { $number } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") }

# For: adults. After the lines of one alert about several cases.
digest-steps =
    Why: one program guesses so and no other agrees. It is often wrong, so these are told together.
    Please now: take up each one today. Press its number, or send its command, to see what to do.
    Do not ask anyone to send, show or describe a picture.

# For: adults. A picture on a list matched very often within an hour. $number: one such case. $chat: the
# class chat's title. $bank: the names of the lists.
alert-flood =
    Case { $number } in { $chat }: a picture on the list "{ $bank }" was posted very often within an hour.
    It may be one that everybody has. Or it is a harmful one that spreads.
    From now on the bot removes it only if it also sees something in it. If not, it asks you each time.
    Please now: find out which it is, and do not ask anyone to show it. If it is harmful, tell the person who runs the bot. They can confirm it on the list, and then it is removed at once again.

# For: adults. $number: case number. $chat: the class chat's title.
escalation-head = Case { $number } in { $chat } needs a person now: the bot could not remove the message.

# For: adults. What to do after escalation-head. $time: when it was posted.
escalation-do = Please ask an admin of that chat to delete the message of { DATETIME($time, dateStyle: "medium", timeStyle: "short") } now. Do not open, save or pass on what it holds.

# For: adults. How to give the missing right, in the sandbox chat.
fix-sandbox-delete = How to fix it: give the bot the right to delete messages in this sandbox chat. Then send /status there.

# For: adults. How to give the missing right where the platform does not say which.
fix-unknown = How to fix it: make the bot an admin of the chat with the right to delete messages. Then send /status there.

# For: adults. Protection is going to be weakened. $chat: the class chat's title. $what: the change.
# $time: when it takes effect.
adults-policy-weaker =
    In { $chat } someone asked for a change: { $what }.
    This makes the protection weaker. It takes effect on { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    Press "Keep as it is" to stop it.

# For: adults. Protection was strengthened. $chat: the class chat's title. $what: the change.
adults-policy-stronger = In { $chat } the protection is stronger now: { $what }.

# For: adults. A change that is neither stronger nor weaker. $chat: the class chat's title.
# $what: the change.
adults-policy-changed = In { $chat } a setting was changed: { $what }.

# For: adults. The answer to /alerts test, in the adults' chat.
adults-alerts-test = This is a test. Alerts arrive here.

# For: adults. First message in the adults' chat. $chat: the class chat's title.
adults-bound =
    Alerts of { $chat } come here from now on.
    They hold words only, never a picture. Please let only adults into this chat.

# For: adults. The bot was taken out of a chat. $chat: the class chat's title. $time: when.
adults-bot-removed =
    The bot was removed from { $chat } on { DATETIME($time, dateStyle: "medium", timeStyle: "short") }. That chat is not protected any more.
    Please find out who removed it and why. An admin of the chat can add it again.

# For: adults. The bot lost the right to remove messages. $chat: the class chat's title.
# $time: when.
adults-cannot-delete =
    PROBLEM: since { DATETIME($time, dateStyle: "medium", timeStyle: "short") } the bot cannot remove messages in { $chat }, and may not see all of them.
    Ask an admin of that chat to give the right back.

# For: adults. Messages may have been missed. $chat: the class chat's title. $since, $until: from
# when to when.
adults-gap =
    Not checked in { $chat }: what was posted from { DATETIME($since, dateStyle: "medium", timeStyle: "short") } to { DATETIME($until, dateStyle: "medium", timeStyle: "short") }. The bot could not see it.
    Please ask the class teacher whether anything happened in that time. Do not ask pupils to show anything.

## Why something could not be checked: a clause for the end of "It could not be checked: ….".
## The sender reads it too, so it keeps to the rules for pupils.

# For: anyone.
reason-empty = the file is empty

# For: anyone.
reason-not-a-picture = the file is not a picture

# For: anyone.
reason-unsupported = I cannot read this kind of file

# For: anyone.
reason-too-big = the file is too big

# For: anyone.
reason-too-many-pixels = the picture is too wide or too tall

# For: anyone.
reason-too-much = there is more in it than I can look at

# For: anyone.
reason-encrypted = it is locked with a password

# For: anyone.
reason-truncated = a part of the file is missing

# For: anyone.
reason-undecodable = the file is broken

# For: anyone.
reason-unfetchable = I could not load the file

# For: anyone.
reason-gone = it was gone before I could look

# For: anyone.
reason-timed-out = it took too long

# For: anyone.
reason-model-failed = a part of me did not work

# For: anyone.
reason-not-judged = I did not get a clear answer

# For: anyone.
reason-crashed = I had to stop in the middle

# For: anyone.
reason-unreadable = the platform sent something that I cannot read

# For: adults. A line of the check-list.
check-delete = Delete messages
