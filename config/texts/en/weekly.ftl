### What adults read by the week: what the bot did or would have done, and that it lives.
### Rules: as in adults.ftl. Numbers only: no name, no score, no link to a message.

# For: adults. First line of /dryreport. $chat: the class chat's title. $count: over how many days.
# $items: how many were looked at.
dryreport-looked =
    { $count ->
        [one] { $chat }, the last { $count } day: { $items } pictures, films, files and links were looked at.
       *[other] { $chat }, the last { $count } days: { $items } pictures, films, files and links were looked at.
    }

# For: adults. All that an admin reads who is no adult here. $items: how many were removed.
dryreport-gone = Removed: { $items }.

# For: adults. $mode: what the bot does in this chat now.
dryreport-mode =
    { $mode ->
        [shadow] The mode is "shadow": the bot only counts. It removes nothing and tells nobody.
        [alert] The mode is "alert": the bot tells you, and removes nothing.
       *[remove] The mode is "remove": the bot removes and tells you.
    }

# For: adults. $listed: removed because of a list. $judged: because of models.
dryreport-removed = Removed: { $listed } because of a list, { $judged } because of the models.

# For: adults. $listed: because of a list. $judged: because of models.
dryreport-would-remove = Would have been removed: { $listed } because of a list, { $judged } because of the models.

# For: adults. Behind one of the two lines above. $items: how many more.
dryreport-album = And { $items } that stood in one post with them.

# For: adults. $items: how many were to be removed and are still there, or were gone unseen.
dryreport-failed = Were to be removed, but the bot did not remove them: { $items }. /case lists what is open.

# For: adults. $items: how many a person was asked about.
dryreport-asked = You were asked about: { $items }.

# For: adults. $items: how many a person would have been asked about.
dryreport-would-ask = You would have been asked about: { $items }.

# For: adults. $items: how many could not be looked at.
dryreport-unchecked = Could not be looked at: { $items }. /coverage says why.

# For: adults. $items: how many test cards came.
dryreport-tests = Test cards, which are not counted above: { $items }.

# For: adults. Last lines of /dryreport.
dryreport-unknown =
    The bot does not know which of these were right: nobody looks at the pictures. If one was wrong, write /falsealarm with the number of its case.
    To change what the bot does here: /mode shadow, /mode alert or /mode remove.

# For: adults. In the weekly word. $listed: because of a list. $judged: because of models.
# $asked: how many a person was or would have been asked about. $unchecked: how many could not be
# looked at.
dryreport-week-shadow = Would have been removed: { $listed } by a list, { $judged } by the models. Would have been asked about: { $asked }. Could not be looked at: { $unchecked }.

# For: adults. In the weekly word. $listed: because of a list. $judged: because of models.
# $asked: how many a person was or would have been asked about. $unchecked: how many could not be
# looked at.
dryreport-week-alert = Would have been removed: { $listed } by a list, { $judged } by the models. You were asked about: { $asked }. Could not be looked at: { $unchecked }.

# For: adults. In the weekly word. $listed: because of a list. $judged: because of models.
# $asked: how many a person was or would have been asked about. $unchecked: how many could not be
# looked at.
dryreport-week-remove = Removed: { $listed } by a list, { $judged } by the models. You were asked about: { $asked }. Could not be looked at: { $unchecked }.

# For: adults. First line of the weekly word; below it stand lines about each class chat.
adults-weekly-head = Your week with Upstander:

# For: adults. Below the lines of a class chat; below it stands what is missing.
adults-weekly-rights-missing = PROBLEM: something is missing there, and the chat may not be protected:

# For: adults. Below the lines of a class chat.
adults-weekly-rights-unknown = Whether the bot has the rights there that it needs is not known now. /status asks again.

# For: adults. Last line of the weekly word.
adults-weekly-alive = This message is also the sign that the bot lives. If it does not come on a Monday, ask whoever runs the bot whether it works.

# For: adults. The bot did not recognise its own test card.
adults-self-check-failed =
    PROBLEM: the bot did not recognise its own test card. Pictures may pass unseen in every chat.
    Please tell whoever runs the bot now: restart it, then run the doctor command on its machine. Until this is put right, ask a teacher to look after the chats.

# For: adults. In the weekly word.
adults-weekly-check-found = The bot checked itself: it recognised its test card.

# For: adults. In the weekly word.
adults-weekly-check-wrong = PROBLEM: the bot did not recognise its own test card. Please tell whoever runs it now.

# For: adults. In the weekly word.
adults-weekly-check-unknown = The bot has not checked itself yet. /selftest tries the whole chain.

# For: adults. Rights were found missing. $chat: the class chat's title. Below it stands what is missing.
adults-rights-missing = PROBLEM: in { $chat } the bot lacks something that it needs to protect the chat:
