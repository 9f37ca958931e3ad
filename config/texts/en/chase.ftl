### What the escalation clock says: reminders, pages outside the chats, and the daily summary.
### Rules: as in adults.ftl. A page passes through other hands: no chat, no person, no blame.

# For: adults. Also in a page. $number: one case number or several. $count: for how many minutes.
adults-chase-minutes =
    { $count ->
        [one] Nobody has taken up { $number } yet. Open for { $count } minute.
       *[other] Nobody has taken up { $number } yet. Open for { $count } minutes.
    }

# For: adults. Also in a page. $number: one case number or several. $count: for how many hours.
adults-chase-hours =
    { $count ->
        [one] Nobody has taken up { $number } yet. Open for { $count } hour.
       *[other] Nobody has taken up { $number } yet. Open for { $count } hours.
    }

# For: adults. Also in a page. $number: one case number or several. $count: for how many days.
adults-chase-days =
    { $count ->
        [one] Nobody has taken up { $number } yet. Open for { $count } day.
       *[other] Nobody has taken up { $number } yet. Open for { $count } days.
    }

# For: adults. Also in a page. $where: who was told before, such as "this chat, e-mail".
adults-chase-told = Told so far: { $where }.

# For: adults. Last line of a reminder about one case.
adults-chase-do = If you take it up, press the button below. Then nobody else is called.

# For: adults. Last line of a reminder about several cases.
adults-chase-do-each = Press a number to see what to do. Once each is taken up, nobody else is called.

# For: adults. After the reminder, where there is a second channel.
adults-chase-others = Until then, adults outside this chat are called too.

# For: adults. A part of the list in adults-chase-told.
chase-by-adults = the chat of the adults

# For: adults. A part of the list in adults-chase-told.
chase-by-mail = e-mail

# For: adults. A part of the list in adults-chase-told.
chase-by-webhook = the school's own alarm

# For: adults. A part of the list in adults-chase-told.
chase-by-ntfy = a message to a phone

# For: adults. Subject of a page. $number: case number.
page-title = { $number } waits for an adult

# For: adults. In a page: what to do.
page-do = Please open the chat of the adults now and take it up there with /case.

# For: adults. In a page, where no chat gets the alerts.
page-nobody = No chat of adults is named for this class, so nobody has read the alert. Please have an admin of the class send /alerts there today.

# For: adults. Last line of a page.
page-words = This message holds no names on purpose. Please ask nobody to show you anything.

# For: adults. Subject of a test page.
page-test-title = Test of Upstander

# For: adults. A test page.
page-test = This is a test. Nothing has happened. If a case waits for an adult, you are called like this.

# For: adults. First line of the daily summary. $count: how many cases.
adults-summary-head =
    { $count ->
        [one] { $count } case is still open:
       *[other] { $count } cases are still open:
    }

# For: adults. A line of the summary. $number: case number. $count: for how many days it is open.
adults-summary-open =
    { $count ->
        [one] • /case { $number } · nobody has taken it up, open for { $count } day
       *[other] • /case { $number } · nobody has taken it up, open for { $count } days
    }

# For: adults. A line of the summary. $number: case number. $count: for how many days it is open.
adults-summary-taken =
    { $count ->
        [one] • /case { $number } · taken up, open for { $count } day
       *[other] • /case { $number } · taken up, open for { $count } days
    }

# For: adults. Below the lines of the summary. $count: how many more there are.
adults-summary-more =
    { $count ->
        [one] … and { $count } more
       *[other] … and { $count } more
    }

# For: adults. Last line of the summary.
adults-summary-do = Please look at each of them today. Behind each number there may be a pupil who waits for help.
