### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

# For: pupils. The line in the class chat when media are paused. $until: until when.
group-outbreak =
    Pictures are paused in this chat until { DATETIME($until, timeStyle: "short") }. You can still write.
    Did someone send you something that hurts another person? Don't pass it on. Don't open it again. Keep your phone as it is and tell an adult you trust.

# For: pupils. The line in the class chat when some kinds of media are paused. $until: until when.
group-paused = Some things cannot be posted in this chat until { DATETIME($until, timeStyle: "short") }. You can still write. It is not about you.

# For: anyone.
menu-lock = Pause pictures or other media here

# For: anyone.
menu-unlock = Allow media again

# For: anyone.
menu-panic = Pause everything but words, at once

# For: adults. $chat: the class chat's title. $until: until when. $what: what is paused.
pause-begins = In { $chat } this is being paused until { DATETIME($until, dateStyle: "medium", timeStyle: "short") }: { $what }. The chat is told as soon as it holds. /unlock ends it before.

# For: adults. $chat: the class chat's title. $until: until when. $what: what is paused.
locks-show = Paused in { $chat } until { DATETIME($until, dateStyle: "medium", timeStyle: "short") }: { $what }.

# For: adults. $chat: the class chat's title.
locks-none = Nothing is paused in { $chat }.

# For: adults. $chat: the class chat's title.
unlock-done = The pause in { $chat } is being ended. What was allowed before is allowed again, unless somebody has changed it by hand.

# For: adults. $chat: the class chat's title. $until: until when.
unlock-adults-only = An admin cannot end this pause: an adult in charge or an outbreak began it. Adults who get the alerts of { $chat } can. It ends by itself on { DATETIME($until, dateStyle: "medium", timeStyle: "short") }.

# For: adults. $chat: the class chat's title.
pause-cannot = Nothing was paused: I cannot do that in { $chat }. Send /status there to see whether a right is missing.

# For: adults. $chat: the class chat's title.
pause-kinds-cannot = Nothing was paused: in { $chat } only everything can be paused together. Send /lock all.

# For: adults. A picture spreads. $number: case number. $chat: the class chat's title. $chats: in
# how many chats it was posted. $posts: in how many messages.
adults-outbreak =
    OUTBREAK, { $number }: the same picture was removed several times, also in { $chat }. Chats: { $chats }. Messages: { $posts }.
    Pictures are being paused there for a while. /unlock ends that. Further copies are removed and belong to this case, without an alert of their own.
    Please do not look for copies, and do not ask pupils to show or delete anything.

# For: adults. The pause could not be begun. What helps may follow. $chat: the class chat's title.
adults-pause-failed = PROBLEM: media could not be paused in { $chat }. What is posted there is checked as before. An admin of the chat can pause media by hand.

# For: adults. The pause could not be ended. What helps may follow. $chat: the class chat's title.
adults-pause-stuck = PROBLEM: the pause of media in { $chat } is over, and the bot cannot allow them again. It keeps trying. An admin of the chat can do it by hand.

# For: adults. A pause is under way that the button would disturb. $number: case number. $until:
# until when.
restrain-paused = { $number }: nothing was changed. Media are paused in this chat until { DATETIME($until, dateStyle: "medium", timeStyle: "short") }. /lock all 24h makes that longer, /unlock ends it.

# For: adults. A line of the check-list.
check-pause = Pause pictures for the whole chat

# For: adults.
fix-sandbox-pause = How to fix it: let the bot pause media in this sandbox chat.
