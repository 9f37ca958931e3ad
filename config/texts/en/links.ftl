### Links and names that stand on a list, and what a file says of its own origin.
### Rules: as in pupils.ftl and adults.ftl.

# For: pupils. The line in the class chat after a message with a listed link was removed.
group-removed-message =
    A message was taken down from this chat.
    A computer program did this, and it can be wrong.
    Worried about something? Talk to an adult you trust. You are not in trouble for asking.

# For: pupils. To the sender of a listed link, in private. $number: case number.
sender-notice-link =
    Hi. A message that you posted was taken down.
    It named a tool that makes fake pictures of people without clothes.
    A computer program did this. No person looked at it. The program can be wrong.
    Nobody has decided anything about you.
    A fake picture like that hurts the person in it for a long time. In many places it is not allowed to make or share one.
    Is there one of you or a friend? Did someone push you? Talk to an adult you trust or a helpline. You are not in trouble for asking.
    Do you think it was a mistake? Give an adult in charge this number: { $number }.

# For: adults. A link or a name stood on the list.
alert-why-link = Why: it names a tool that makes fake intimate pictures of people. The name stands on a public list. That says nothing about whether anyone used the tool.

# For: adults. After an alert about a listed link and nothing else.
alert-steps-link =
    There is no hurry. It may be a good time to talk with the whole class about why such pictures hurt, without naming anyone.
    If you hear that there is such a picture of a pupil, tell your safeguarding lead the same day. Do not ask anyone to show it.

# For: adults. The file carries the marks of a program that makes pictures.
alert-marks-made = Marks in the file say that a program made it. That proves nothing.

# For: adults. The file carries a signed note on its origin, which was not, or could not be, checked.
alert-marks-origin = The file carries a note on where it comes from. That note was not checked, and it proves nothing.

# For: adults. The signature of such a note was checked. Nobody knows whether the signer tells the truth.
alert-marks-signed = The file carries a signed note on where it comes from. The signature matches the file. Anyone can sign such a note, so it proves nothing.

# For: adults. The same, and the note says that a program made the picture.
alert-marks-signed-made = A signed note in the file says that a program made it, or a part of it. The signature matches the file. Anyone can sign such a note, so it proves nothing.

# For: adults. The signature of such a note does not match: often because a program saved the picture again.
alert-marks-changed = The file carries a signed note on where it comes from. The signature does not match the file. Saving a picture again is enough for that, so it proves nothing.
