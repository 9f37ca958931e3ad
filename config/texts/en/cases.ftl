### The work of adults on cases: who is on it, notes, referrals, holds, and taking a ruling back.
### Rules: nobody is named, an adult neither. Say what was noted, and what the bot does not do.

# For: adults. Button under an alert: what to do next.
button-advice = Need help?

# For: adults. Button under the answer to a ruling, for a day.
button-take-back = Take it back

# For: adults. The answer to button-advice. $number: case number.
advice-steps =
    { $number }, step by step:
    1. Do not look for copies. Do not ask pupils to show, send or delete anything.
    2. First look after the pupil who may be in the picture. Say that it is not their fault. Ask what they want to happen.
    3. Tell your safeguarding lead today. Call the police if there is a threat, if someone asks for money, or if an adult is involved.
    4. Leave phones as they are until the police or your lead says what to do.
    5. Write down who told you what, and when: /note { $number }. Note who else was told: /refer { $number }.
    6. Close the case when the pupil is safe: /close { $number }.

# For: adults. $number: case number.
close-done = { $number } is closed now. With /reopen { $number } somebody can take it up again at any time.

# For: adults. $number: case number.
reopen-done = { $number } is open again, and noted that you take care of it. If it was marked as a mistake, the picture is not allowed any more.

# For: adults. $number: case number.
hold-done = { $number } is on hold now: nothing of it is deleted by the clock, also after it is closed.

# For: adults. $number: case number.
hold-already = { $number } was already on hold.

# For: adults. $number: case number.
release-done = { $number } is not on hold any more. What is old enough is deleted by the clock from now on.

# For: adults. $number: case number.
release-already = { $number } is not on hold.

# For: adults. $number: case number. $agency: who was told.
refer-done =
    { $agency ->
        [police] { $number }: noted that the police were told.
        [services] { $number }: noted that child protection was told.
        [platform] { $number }: noted that the platform was told.
        [hotline] { $number }: noted that a hotline was told.
       *[other] { $number }: noted that somebody else was told.
    } The bot itself tells nobody. This does not close the case.

# For: adults. $number: case number.
refer-already = { $number }: that was already noted.

# For: adults. $number: case number.
refer-mistake = { $number } is marked as a mistake. Send /reopen { $number } first if it was none.

# For: adults. $number: case number.
note-done = { $number }: your note is stored. It cannot be changed. Only adults in charge can read it here.

# For: adults. The note was written in the class chat.
note-elsewhere = Please write notes in the adults' chat. In the class chat pupils may have read it before I took it away.

# For: adults. $number: case number.
case-notes-head = Notes on { $number }:

# For: adults. $number: case number.
case-notes-none = There are no notes on { $number } yet.

# For: adults. Above the newest notes. $count: how many older ones there are. $number: case number.
case-notes-earlier =
    { $count ->
        [one] { $count } earlier note: /note { $number }
       *[other] { $count } earlier notes: /note { $number }
    }

# For: adults. One note. $by: you or other. $time: when. $words: what an adult wrote, without links.
case-note =
    { $by ->
        [you] Note by you, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }: { $words }
       *[other] Note by another adult, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }: { $words }
    }

# For: adults. A line under case-show. $by: you or other. $time: when.
case-taken =
    { $by ->
        [you] Taken on by you, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] Taken on by another adult, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

# For: adults. A line under case-show. $by: you or other. $time: when.
case-ended =
    { $by ->
        [you] Ended by you, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] Ended by another adult, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

# For: adults. A line under case-show. $by: you or other. $time: when.
case-held =
    { $by ->
        [you] Put on hold by you, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] Put on hold by another adult, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

# For: adults. A line under case-show. $agency: who was told. $by: you or other. $time: when.
case-referred =
    { $agency ->
        [police] The police were told
        [services] Child protection was told
        [platform] The platform was told
        [hotline] A hotline was told
       *[other] Somebody else was told
    }, { $by ->
        [you] noted by you, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] noted by another adult, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

# For: adults. First line of a list. $list: open, mine, held or all. $count: how many in all.
cases-head =
    { $list ->
        [open] Open cases: { $count }
        [mine] Cases that you take care of: { $count }
        [held] Cases on hold: { $count }
       *[all] All cases: { $count }
    }

# For: adults. $list: open, mine, held or all.
cases-none =
    { $list ->
        [open] No case is open.
        [mine] You take care of no case now.
        [held] No case is on hold.
       *[all] There is no case.
    }

# For: adults. A page behind the last one of a list was asked for.
cases-past-end = The list is not that long.

# For: adults. At the end of a line of a list.
cases-held = on hold

# For: adults. Last line of a list. $usage: the command that shows more.
cases-more = More: { $usage }

# For: adults. $number: case number. $ruling: what was taken back.
undo-done =
    { $ruling ->
        [acknowledge] { $number }: taken back that somebody takes care of it.
        [false_alarm] { $number }: taken back that it was a mistake.
        [close] { $number }: taken back that it was closed.
        [reopen] { $number }: taken back that it was opened again.
        [refer] { $number }: taken back that somebody else was told.
        [hold] { $number }: taken back that it was put on hold.
       *[release] { $number }: taken back that the hold was ended.
    }

# For: adults. After undo-done. $state: open, acknowledged, false_alarm or closed.
undo-state =
    { $state ->
        [open] It is open as before. Nobody has taken it on.
        [acknowledged] As before, an adult takes care of it.
        [false_alarm] As before, it is marked as a mistake.
       *[closed] It is closed as before.
    }

# For: adults. After undo-state, where it was marked as a mistake.
undo-allowed = The picture is not allowed in the chat any more.

# For: adults. After undo-state. $count: how many hashes.
undo-restored =
    { $count ->
        [one] { $count } hash is back and is matched again.
       *[other] { $count } hashes are back and are matched again.
    }

# For: adults. After undo-state. $count: how many hashes. $number: case number.
undo-lost =
    { $count ->
        [one] { $count } hash could not be brought back. Send /blockhash { $number } to block the picture.
       *[other] { $count } hashes could not be brought back. Send /blockhash { $number } to block the picture.
    }

# For: adults. After undo-state. The apology had not been sent.
undo-apology-stopped = The sender is not told that it was a mistake.

# For: adults. After undo-state. The apology was sent, or may have been.
undo-apology-stays = The sender may have read that it was a mistake. That cannot be taken back.

# For: adults. $number: case number.
undo-nothing = { $number }: there is nothing to take back.

# For: adults. $number: case number.
undo-too-late = { $number }: this was more than a day ago and cannot be taken back. You can still send /reopen { $number } or a new command.

# For: adults. Only the last ruling can be taken back, once. $number: case number.
undo-before = { $number }: this was already taken back.

# For: adults. The button is about an earlier ruling than the last. $number: case number.
undo-changed = { $number }: somebody has changed it since. Nothing was taken back. Send /case { $number } to see how it stands.

## What a platform lists beside each command. A few words, no full stop.

# For: adults.
menu-cases = List open, my, held or all cases

# For: adults.
menu-ack = Take a case on

# For: adults.
menu-note = Write or read notes on a case

# For: adults.
menu-refer = Note who else was told of a case

# For: adults.
menu-hold = Keep all of a case from being deleted

# For: adults.
menu-release = End the hold of a case

# For: adults.
menu-close = Close a case

# For: adults.
menu-reopen = Take a closed case up again

# For: adults.
menu-undo = Take the last step in a case back
