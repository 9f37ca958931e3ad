### What a pupil may read in the class chat or in private.
### Rules: calm, short, no accusation, no names, no scores. See docs/texts.md; tests enforce them.
### Each comment says who reads the text ("For: pupils", "anyone" or "adults") and its variables.

# For: pupils. The line in the class chat after a removal. It must not hint at who or what.
group-removed =
    A picture or file was taken down from this chat.
    A computer program did this, and it can be wrong.
    If you have a copy, please don't share it.
    Worried about something? Tap Help, or talk to an adult you trust. You are not in trouble for asking.

# For: pupils. The same line when the test card was posted.
group-removed-test = This was a test. The test picture was taken down, so it works here.

# For: pupils. To the sender, in private. $number: case number. $time: when it was posted.
sender-notice =
    Hi. A picture or file that you posted at { DATETIME($time, timeStyle: "short") } was taken down.
    A computer program did this. No person looked at it. The program can be wrong.
    Nobody has decided anything about you. An adult will check.
    Do you think it was a mistake? Give an adult in charge this number: { $number }.
    Did someone push you to send it? Tap Help, or talk to an adult you trust or a helpline. You are not in trouble for asking.

# For: pupils. To the sender of something that could not be checked. $number: case number.
# $why: one of the reason texts.
sender-notice-opaque =
    Hi. A file that you posted was taken down.
    I could not check it: { $why }. That happens, and it says nothing about you.
    You can try again with a normal photo.
    Do you think it was a mistake? Give an adult in charge this number: { $number }.

# For: pupils. To the sender of the test card.
sender-notice-test = Hi. You posted the test picture, and it was taken down. So the test worked. There is nothing else to do.

# For: pupils. To someone who pressed "Why?" and did not post it.
why-only-sender =
    Only the person who posted it can read more here.
    Worried about something? Talk to an adult you trust. You are not in trouble for asking.

# For: pupils. To someone who reported something. $number: case number.
report-thanks =
    Thank you for telling us. The number is { $number }.
    I don't tell the chat that you told us. An adult will look into it.
    Please don't send the picture to anyone, also not to me.

# For: pupils. /report was not given as an answer to a message. $reporting: menu where each message
# has a menu that the bot adds to, else answer.
report-how =
    { $reporting ->
        [menu] To tell us about a message, open its menu. Choose "Apps", then "Report picture".
       *[answer] To tell us about something, answer that message with /report.
    }
    You can also tell an adult you trust. You are not in trouble for asking.
    Please don't send the picture to anyone, also not to me.

# For: pupils. To the sender, after a person ruled that it was a mistake. $number: case number.
sender-false-alarm =
    Hi. A person has checked { $number }.
    It was our mistake. What you posted was fine. We are sorry.

# For: anyone. The answer to /help. $reporting: menu or answer, as in report-how.
help-page =
    Hi. I am a computer program. I help to keep this chat safe.
    I check the pictures that are posted here. I can take one down or tell an adult.
    { $reporting ->
        [menu] "Report picture" tells an adult. It is in the menu of each message, under "Apps".
       *[answer] /report tells an adult. Use it as an answer to the message.
    }
    /about says what I check. /privacy says what I keep.
    Do you need help? Tap Help, or write to me alone. Nobody here sees it.
    There, /hashhelp stops a picture of you. /helpline says who to call.
    You can also tell an adult you trust. You are not in trouble for asking.
    For adults in charge: /status, /settings, /policy, /mode, /alerts, /language, /selftest, /case, /falsealarm and /blockhash.

# For: anyone. The answer to /about. $reporting: menu or answer, as in report-how.
about-page =
    I check the pictures and videos that are posted in this chat, and many files. I also check the profile pictures of people who join.
    I use numbers, not eyes, and I can be wrong.
    I can take a picture down and tell an adult. I never decide what happens to a person.
    I cannot see private chats. I cannot see other apps, such as WhatsApp.
    I cannot open every file or every link. I can tell an adult about them.
    So tell an adult when something feels wrong. { $reporting ->
        [menu] You can also use "Report picture".
       *[answer] You can also use /report.
    }
    My code is open. Anyone may read it, change it and share it.

# For: anyone. The answer to /privacy.
privacy-page =
    I never keep pictures. I look at each one once and then I forget it.
    For each picture I note the time, the chat and the result.
    The note has the number of the message and of the account that posted it.
    I keep a code made from the picture, called a hash. I keep it for some days, and longer when I act. The code is not a picture.
    The adults who get my alerts can see what I did. They don't see the picture.
    Your school decides how long the notes are kept.
    You can ask what I know about you. Ask the adult who keeps pupils safe at your school.
