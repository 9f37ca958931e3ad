### Answers to chat commands, and the labels of buttons.
### Command words and their values are English in every language: they are what people type.

# For: anyone. Button under the line in the class chat.
button-why = Why?

# For: adults. Button under an alert: an adult takes the case.
button-ack = I am on it

# For: adults. Button under an alert: the bot was wrong.
button-mistake = It was a mistake

# For: adults. Button under the announcement of a weaker policy.
button-keep = Keep as it is

# For: adults. $number: case number.
ack-done = { $number }: noted that you take care of it.

# For: adults. Another adult was faster. $number: case number. $state: state of the case.
ack-already =
    { $state ->
        [open] { $number } is still open.
        [acknowledged] Someone already takes care of { $number }.
        [false_alarm] { $number } was already marked as a mistake.
       *[closed] { $number } is already closed.
    }

# For: anyone. The person may not press this button.
press-not-allowed = This button is for the adults in charge. Nothing was changed.

# For: anyone. The button belongs to something that is over.
press-too-old = This button is too old to use. Nothing was changed.

# For: adults. $chat: the class chat's title. $mode, $preset, $opaque, $links, $digest, $language:
# values in force. $alerts: none or set.
policy-show =
    { $alerts ->
        [none]
            Policy of { $chat }:
            mode: { $mode }
            preset: { $preset }
            opaque (cannot be checked): { $opaque }
            links (where they lead is not checked): { $links }
            digest (weak signs are told together): { $digest }
            language: { $language }
            alerts: to nobody yet. Send /alerts to change that.
       *[set]
            Policy of { $chat }:
            mode: { $mode }
            preset: { $preset }
            opaque (cannot be checked): { $opaque }
            links (where they lead is not checked): { $links }
            digest (weak signs are told together): { $digest }
            language: { $language }
            alerts: to the adults' chat
    }

# For: adults. $what: the change.
policy-changed-now = Changed now: { $what }.

# For: adults. A weakening waits. $what: the change. $time: when it takes effect.
policy-changed-later =
    This makes the protection weaker: { $what }.
    It takes effect on { DATETIME($time, dateStyle: "medium", timeStyle: "short") }. The adults who get the alerts are told and can stop it.

# For: adults.
policy-unchanged = It is already so. Nothing was changed.

# For: adults. A weakening that no adult could be told of. $what: the change.
policy-not-announced =
    Nothing changes. This would make the protection weaker: { $what }.
    No adult who gets the alerts could be told of it. Send /alerts to see who gets them.

# For: adults. After "Keep as it is".
policy-kept = Kept as it is. The change was cancelled.

# For: adults. "Keep as it is" came too late.
policy-too-late = Too late: the change is in force or was cancelled before. Send /policy in the class chat to see what is in force.

# For: adults. A line under policy-show. $reason: word for a reason, as it is typed. $why: one of the
# reason texts. $value: what happens for this reason alone.
policy-reason = opaque { $reason } ({ $why }): { $value }

# For: adults. A line under policy-show. $what: the change. $time: when it takes effect.
policy-upcoming = Announced for { DATETIME($time, dateStyle: "medium", timeStyle: "short") }: { $what }.

# For: adults. A change, in a sentence after a colon. $value: the new value.
what-mode = mode → { $value }

# For: adults. $value: the new value.
what-preset = preset → { $value }

# For: adults. $value: the new value.
what-opaque = opaque (cannot be checked) → { $value }

# For: adults. $reason: word for a reason, as it is typed. $why: one of the reason texts. $value: the
# new value.
what-reason = opaque { $reason } ({ $why }) → { $value }

# For: adults. $value: the new value.
what-links = links (where they lead is not checked) → { $value }

# For: adults. $value: the new value.
what-digest = digest (weak signs are told together) → { $value }

# For: adults. $value: the new value.
what-language = language → { $value }

# For: adults. $value: title of the adults' chat.
what-alerts = alerts go to → { $value }

# For: adults.
what-alerts-off = alerts go to → nobody

# For: adults. $where: title of the adults' chat.
alerts-show = Alerts go to: { $where }.

# For: adults. What to do is in alerts-code, which follows.
alerts-none = No adult gets alerts from this chat yet. Please change that now.

# For: adults. $code: one-time code. $minutes: how long it works.
alerts-code =
    { $minutes ->
        [one] To name the adults' chat: make a chat with adults only, add the bot, and send this there within { $minutes } minute:
       *[other] To name the adults' chat: make a chat with adults only, add the bot, and send this there within { $minutes } minutes:
    }
    /alerts { $code }

# For: anyone. The code is unknown, used or too old; which one is not said.
alerts-bad-code = That code does not work. Send /alerts in the class chat to get a new one.

# For: anyone. The code was sent in a class chat, or by somebody who is no admin there; it is used up.
alerts-not-here = Alerts cannot come here. Send /alerts in the class chat to get a new code. An admin of the adults' chat has to send it there.

# For: adults. The place can be read by people who are no adults in charge.
alerts-not-closed = Alerts cannot come here: not only invited people can read this. Close the place to everyone, let in the adults in charge and the bot, and try again.

# For: adults.
alerts-test-sent = A test was sent to the adults' chat. Please look whether it arrived.

# For: adults.
alerts-test-failed = The test did not arrive. Is the bot still in the adults' chat, and may it write there?

# For: adults. $chat: the class chat's title.
status-head = Status of { $chat }:

# For: adults. $mode: shadow, alert or remove.
status-mode =
    { $mode ->
        [shadow] Mode shadow: the bot looks and counts. It removes nothing and tells nobody.
        [alert] Mode alert: the bot tells the adults. It removes nothing.
       *[remove] Mode remove: the bot removes matches and tells the adults.
    }

# For: adults.
status-can-delete = The bot can delete messages here.

# For: adults.
status-cannot-delete = PROBLEM: the bot cannot delete messages here.

# For: adults.
status-no-alerts = PROBLEM: no adult gets alerts. Send /alerts to change that.

# For: adults.
status-alerts-ok = Alerts go to the adults' chat.

# For: adults.
status-alerts-open = PROBLEM: not only invited people can read the alerts. Close that place to everyone but the adults in charge and the bot.

# For: adults. $undecided: items that wait for a verdict. $removals: removals under way.
# $undelivered: alerts that did not arrive.
status-backlog =
    { $undecided ->
        [0] Nothing waits to be checked.
        [one] { $undecided } item waits to be checked.
       *[other] { $undecided } items wait to be checked.
    } { $removals ->
        [0] No removal is under way.
        [one] { $removals } removal is under way.
       *[other] { $removals } removals are under way.
    } { $undelivered ->
        [0] All alerts arrived.
        [one] PROBLEM: { $undelivered } alert did not arrive.
       *[other] PROBLEM: { $undelivered } alerts did not arrive.
    }

# For: adults. An estimate, not a promise. $pictures: harmless pictures in a week. $count: how many.
status-false-alerts =
    { $count ->
        [one] Expected in a class of 30 with { $pictures } harmless pictures a week: about { $count } is left to you to decide.
       *[other] Expected in a class of 30 with { $pictures } harmless pictures a week: about { $count } are left to you to decide.
    }

# For: adults. An estimate, not a promise. $pictures: harmless pictures in a week. $count: how many.
status-false-removals =
    { $count ->
        [one] Expected in a class of 30 with { $pictures } harmless pictures a week: about { $count } is taken down by mistake.
       *[other] Expected in a class of 30 with { $pictures } harmless pictures a week: about { $count } are taken down by mistake.
    }

# For: adults.
status-blind-videos = Not checked: files that are too big or locked, kinds that the bot cannot open, such as SVG, HTML or RAR, and what is left of a long film or a large archive. They count as "cannot be checked".

# For: adults.
status-blind-links = Counted and not followed: links. What stands behind one is not seen.

# For: adults.
status-blind-edits = Not seen here: a picture that is put into a message later, by an edit.

# For: adults.
status-blind-history = Not seen here: what was posted while the bot was off.

# For: adults.
status-blind-before = Not seen here: what was posted before the bot came.

# For: adults.
status-blind-encryption = Not seen here: encrypted messages.

# For: adults. $number: case number. $chat: the class chat's title. $time: when it was posted.
# $state: open, acknowledged, false_alarm or closed. $outcome: allow, opaque, review or remove.
case-show =
    Case { $number } in { $chat }, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    { $state ->
        [open] State: open. Nobody has taken it on yet.
        [acknowledged] State: an adult takes care of it.
        [false_alarm] State: marked as a mistake by an adult.
       *[closed] State: closed.
    }
    { $outcome ->
        [allow] The bot found nothing in it.
        [opaque] The bot could not check it.
        [review] The bot asked for a person's view.
       *[remove] The bot decided to remove it.
    }

# For: adults. A line under case-show. $seconds: how long it could be seen, a number.
case-removed =
    { $seconds ->
        [one] Removed { $seconds } second after it was posted.
       *[other] Removed { $seconds } seconds after it was posted.
    }

# For: adults. A line under case-show.
case-not-removed = Not removed, as far as the bot knows.

# For: adults. A line under case-show. $sha256: first 16 hex digits of the file's SHA-256.
case-hash = The file's SHA-256 begins with { $sha256 }. Keep it: it can prove later that a file is this one.

# For: adults. $number: case number. $chat: the class chat's title. $time: when it was posted.
# $state: open, acknowledged, false_alarm or closed.
case-list-line =
    { $state ->
        [open] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · nobody is on it yet
        [acknowledged] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · an adult takes care of it
        [false_alarm] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · was a mistake
       *[closed] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · closed
    }

# For: adults. Also said when the case belongs to other adults. $number: case number as typed.
case-unknown = There is no case { $number } here.

# For: adults. $number: case number.
falsealarm-done = { $number } is marked as a mistake. The sender is told in private where that is possible.

# For: anyone. $usage: how the command is written.
command-misspelt =
    I did not understand that. Try it like this:
    { $usage }

# For: anyone. The person may not give this command.
command-not-allowed = This command is for the adults in charge. Nothing was changed.

# For: adults. A command about a chat was given elsewhere.
command-where = Please send this command in the class chat itself.

# For: adults. A line under policy-show, above the buttons of the panel.
settings-how =
    mode: shadow only counts, alert tells the adults, remove takes pictures down too.
    preset: how soon the bot acts, from lenient to strict.
    opaque and links: what happens to something that cannot be checked.
    A button changes one value. What makes the protection weaker starts later: the adults are told first and can stop it.

# For: anyone. The language's own name, beside others in one list.
language-name = English

# For: adults. $value: code of the language in force. $what: all languages with their codes.
language-show =
    Language of this chat: { $value }.
    The bot speaks { $what }.
    To change it, press a button or send /language with a code.

# For: adults. A line under language-show and under a change of the language. $what: the languages in
# which only the texts for pupils are translated. $language: in which adults read theirs then.
language-adults = { $what }: only what pupils read is translated. Adults read their texts in { $language } there.

## What a platform lists beside each command. A few words, no full stop.

# For: anyone.
menu-help = What I do and who helps

# For: anyone.
menu-about = What I check

# For: anyone.
menu-privacy = What I keep

# For: anyone.
menu-report = Tell an adult about a message

# For: adults.
menu-status = Does it work here?

# For: adults.
menu-coverage = How much was looked at

# For: adults.
menu-dryreport = What I did, or would have done

# For: adults.
menu-settings = See and change the settings

# For: adults.
menu-setup = Set it up step by step

# For: adults.
menu-case = See the open cases, or one

# For: adults.
menu-falsealarm = Mark a case as a mistake

# For: adults.
menu-policy = See what is in force

# For: adults.
menu-mode = How much the bot does

# For: adults.
menu-alerts = Who gets the alerts

# For: adults.
menu-language = Change the language

# For: adults.
menu-selftest = Try the whole chain with a test card
