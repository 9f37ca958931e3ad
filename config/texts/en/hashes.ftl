### Codes that people make of a picture at home, and pictures that adults block.
### Rules: nobody is asked for a picture, nobody is blamed. Say what happens and how to stop it.

# For: pupils. The answer to /hashhelp, in private.
hashhelp-page =
    Is there a picture of you that you want to stop? This is not your fault.
    Please don't send me the picture. I don't need to see it.
    You can make a code from it on your own device. The picture stays with you.
    Open the page "hash" of this program there, or ask who runs it for the page. It works without the internet.
    Send me only the code. Then I know the picture when somebody posts it, and I tell an adult.
    You get a number. With /hashhelp and the number you can ask. With /withdraw and the number you can stop it.
    Do you want help now? Talk to an adult you trust or a helpline.

# For: pupils. Somebody asked about codes in a chat with others; the message was taken away.
hashhelp-private = Let's talk about that alone. Please write to me in a private chat: /hashhelp. I took your message out of the chat.

# For: pupils. The code was taken. $reference: the number to ask by. $until: until when it is kept.
hash-ok =
    Thank you. I saved the code. It is a row of numbers and not a picture.
    Your number is { $reference }. Please write it down. I don't keep it, so I can't say it again.
    I keep the code until { DATETIME($until, dateStyle: "long") }. You can stop it any time with /withdraw and the number.
    When somebody posts the picture, an adult hears of it. I don't say that you asked.
    You did nothing wrong. Talk to an adult you trust if you can.

# For: pupils. The answer to /hashhelp with a number.
hash-not-seen = I have not seen that picture in the chats that I look after.

# For: pupils. The answer to /hashhelp with a number.
hash-seen = I have seen a picture like that, and an adult was told. This is not your fault. Talk to an adult you trust or a helpline.

# For: pupils. A line under hash-seen or hash-not-seen. $until: until when the code is kept.
hash-kept = I keep the code until { DATETIME($until, dateStyle: "long") }. /withdraw and the number stops it.

# For: pupils. Adults ruled that what matched the code was harmless.
hash-inactive =
    I still have the code, but I don't use it now. An adult looked into a match and called it a mistake.
    Is that wrong? Please tell an adult you trust.

# For: pupils. The code was deleted.
hash-withdrawn = Done. I deleted the code. I don't look for that picture any more. You can send a code again any time.

# For: pupils. Nothing is kept under the number: mistyped, over, or deleted before.
hash-unknown =
    I know nothing under that number. Is each letter right?
    It may be over, or it was stopped before. You can always send the code again.

# For: pupils. Too many codes or questions in a short time.
hash-slow = That was a lot for now. Please try again tomorrow. It can't wait? Talk to an adult you trust or a helpline.

# For: pupils. A picture that many people have.
hash-refused-common =
    Many people have a picture like that, so one code is not enough to stop it.
    If it is about you, tell an adult who gets my alerts. An adult can block it at once.

# For: pupils.
hash-refused-not-a-code =
    I can't find a code in that. A code starts with UPS.
    Please copy all of it and send it once more. /hashhelp says how to make one.

# For: pupils.
hash-refused-other-version = That code comes from another version. Please make it again with the page "hash" of this program.

# For: pupils.
hash-refused-several = There is more than one code in that. Please send each of them alone.

# For: pupils.
hash-refused-cut-short = The end of the code is missing. Please copy all of it and send it once more.

# For: pupils.
hash-refused-mistyped = A letter of the code is wrong. Please don't type it. Copy all of it and send it once more.

# For: pupils.
hash-refused-flat =
    There is too little to see in that picture. A code from it would stop other pictures too.
    Do you have a copy with more in it? Make a code from that one.

# For: pupils.
hash-refused-malformed = That code is not right. Please make it again with the page "hash" of this program.

# For: pupils. To the sender, in private, of something that was posted long before. $number: case number.
sender-notice-earlier =
    Hi. A picture or file that you posted some time ago was taken down.
    A computer program did this. No person looked at it. The program can be wrong.
    Nobody has decided anything about you. An adult will check.
    Do you think it was a mistake? Give an adult in charge this number: { $number }.
    Did someone push you to send it? Tap Help, or talk to an adult you trust or a helpline. You are not in trouble for asking.

# For: adults. Button under an alert: the picture is not allowed.
button-block = Block this picture

# For: adults. $number: case number.
block-everywhere = { $number }: the picture is blocked in all chats. Copies are removed at once, also those that were posted before.

# For: adults. $number: case number.
block-here =
    { $number }: the picture is blocked in this chat, also copies that were posted before.
    A second adult can block it in all chats: the same button, or /blockhash { $number }.

# For: adults. $number: case number.
block-again = { $number }: you have blocked it already. For all chats a second adult has to agree: the same button, or /blockhash { $number }.

# For: adults. $number: case number.
block-before = { $number }: the picture is blocked in all chats already.

# For: adults. $number: case number.
block-nothing = { $number }: nothing is known by which I could recognise it. Nothing was blocked.

# For: adults. $number: case number.
block-mistake = { $number } is marked as a mistake, so nothing was blocked.

# For: adults. A line in an alert about something that was posted long before.
alert-what-removed-earlier = What: an item that was posted earlier was removed now. What it matches became known only afterwards.

# For: adults. The same, where it was gone before.
alert-what-gone-earlier = What: an item that was posted earlier matches something that became known afterwards. It was already gone.

# For: adults. The same, where nothing was to be removed.
alert-what-left-earlier = What: an item that was posted earlier matches something that became known afterwards. It was left in the chat. Either this chat only alerts, or a person has to decide.

# For: adults. The same picture in more messages. $count: how many besides the first.
alert-also =
    { $count ->
        [one] The same picture was found in { $count } more message of this chat. It belongs to this case:
       *[other] The same picture was found in { $count } more messages of this chat. They belong to this case:
    }

# For: adults. A line below alert-also. $time: when it was posted.
alert-also-line = • posted on { DATETIME($time, dateStyle: "medium", timeStyle: "short") }

# For: adults. An adult of this installation blocked it.
alert-why-blocked = Why: it matches a picture that an adult has blocked.

# For: anyone.
menu-hashhelp = Stop a picture without showing it

# For: anyone.
menu-withdraw = Take a code back

# For: adults.
menu-blockhash = Block the picture of a case
