### What a chat reads when the bot comes, and what a self-test finds.
### The lines between are the check-list: `check-…` texts, each with its `fix-…` text where needed.

# For: anyone. The first lines in a new chat.
onboarding-hello =
    Hi. I am a computer program, and I help to keep this chat safe.
    I check the pictures that are posted here. /about says more.

# For: adults. Above the check-list in a new chat.
onboarding-checks = What I need here:

# For: adults. Instead of the check-list, when the platform did not answer.
onboarding-no-checks = I could not look at my rights just now. Please send /status in a minute.

# For: adults. The last lines in a new chat that has no adults yet.
onboarding-next =
    Next, for an admin:
    1. Put right whatever has a cross above.
    2. Send /alerts to name the adults who get my alerts. Until then nobody is told.
    3. Try me out with the button or /selftest.
    Is this the chat of the adults? Then nothing above is needed: send the code here that /alerts gives in the class chat.

# For: adults. The last lines in a new chat whose adults are named already.
onboarding-next-test =
    Next, for an admin:
    1. Put right whatever has a cross above.
    2. Try me out with the button or /selftest.

# For: anyone. Once, when nothing is missing any more.
onboarding-all-set = Thank you. I have all the rights that I need here now.

# For: adults. Button: starts a self-test.
button-test = Test me

# For: adults. Button: opens the panel.
button-settings = Settings

# For: adults. $chat: the class chat's title. $minutes: how long the bot waits.
selftest-how =
    { $minutes ->
        [one] Please post the test card in { $chat } within { $minutes } minute.
       *[other] Please post the test card in { $chat } within { $minutes } minutes.
    } It is a harmless drawing.
    Whoever hosts the bot has it: as the page /testcard.png of the bot's web address, or by ./upstander card FILE.
    The report comes to you and to the adults who get the alerts.

# For: adults. First line of a report. $chat: the class chat's title.
selftest-passed = Self-test of { $chat }: it works.

# For: adults. First line of a report. $chat: the class chat's title.
selftest-failed = Self-test of { $chat }: something does NOT work yet. It has a cross.

# For: adults. No card came. The check-list follows. $chat: the class chat's title.
selftest-nothing-seen =
    Self-test of { $chat }: no test card was seen.
    Was it posted in that chat, as a picture and not as a link? If so, look at this list and send /selftest again.

# For: adults. $seconds: time since it was posted.
selftest-seen = The card was recognised { $seconds } s after it was posted.

# For: adults. $seconds: time since it was posted.
selftest-removed = It was removed { $seconds } s after it was posted.

# For: adults.
selftest-gone = It was already gone when the bot came to remove it.

# For: adults. How to fix it follows.
selftest-not-removed = It was NOT removed. Please delete it yourself.

# For: adults. $seconds: time since it was posted.
selftest-alerted = The adults were alerted { $seconds } s after it was posted.

# For: adults.
selftest-not-alerted = The adults were NOT alerted. Is the bot still in their chat, and may it write there?

# For: adults.
selftest-told = The sender was told in private.

# For: adults.
selftest-not-told = The sender could not be told in private. This differs from person to person; the line in the chat is for everybody.

# For: adults.
selftest-line = A line in the chat said that something was taken down.

# For: adults.
selftest-no-line = The line in the chat did NOT arrive. May the bot write there?

# For: adults. First line of the answer to /setup. $chat: the class chat's title.
setup-head = Setting up { $chat }:

# For: adults. What to do, where the chat has lists to choose from below.
setup-how-lists =
    Step by step:
    1. Put right whatever has a cross above.
    2. Choose below where the alerts go: a place that only adults can read.
    3. Choose below the safeguarding lead: an adult who reads that place.
    4. Look at the settings: how strict, which language.
    5. Try me out.

# For: adults. What to do, where there are no lists.
setup-how =
    Step by step:
    1. Put right whatever has a cross above.
    2. Send /alerts to name the adults who get my alerts.
    3. Look at the settings: how strict, which language.
    4. Try me out.

# For: adults. Above a list of places.
setup-pick-room = Where alerts go (adults only)

# For: adults. Above a list of people.
setup-pick-lead = Safeguarding lead

# For: adults. After the lead was chosen.
setup-lead-told = The safeguarding lead was told in private what is expected.

# For: adults. After the lead was chosen.
setup-lead-not-told = The safeguarding lead could not be told in private. Please tell this person yourself that the alerts come to them.

# For: adults. After the lead was chosen.
setup-lead-cannot-read = This person cannot read the place where the alerts go. Let them in first, then choose again.

# For: adults. In private, to the new safeguarding lead. $chat: the class chat's title. $where: title
# of the adults' chat.
setup-lead-welcome =
    You were named as the safeguarding lead for { $chat }. My alerts come to { $where }: words only, never a picture.
    Please look there each school day. Under each alert a button says that you take care of it.
    If you did not expect this, ask the school who set it up.
