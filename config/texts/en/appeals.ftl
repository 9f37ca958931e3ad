### An appeal: what its sender reads, and what adults are asked.
### Nothing here says how the filter works. Nobody is asked for words or for a picture.

# For: pupils. Button under the note to a sender.
button-appeal = It was a mistake

# For: pupils. Under the note to a sender. $until: the last day.
sender-appeal = Was it a mistake? You can tap the button until { DATETIME($until, dateStyle: "long") }.

# For: pupils. The appeal was taken. $number: case number. $until: by when adults decide.
appeal-received =
    Thank you. Your appeal about { $number } is with the adults in charge.
    An adult decides by { DATETIME($until, dateStyle: "long") }. Then I write to you.
    Nobody has decided anything about you. You don't have to do more.

# For: pupils. They appealed before. $number: case number.
appeal-already =
    You have asked about { $number } before. One time is enough.
    If you have no answer yet, ask an adult in charge.

# For: pupils. The time for it is over. $number: case number.
appeal-too-late =
    The time for an appeal about { $number } is over.
    You can still talk to an adult in charge. Give them this number.

# For: pupils. There is nothing of theirs with this number. $number: case number.
appeal-unknown =
    I have nothing of yours with the number { $number }.
    Look at the number in my note to you, or ask an adult in charge.

# For: pupils. Adults had called it a mistake before. $number: case number.
appeal-decided = An adult has looked into { $number } already. It was our mistake, so there is nothing more to do.

# For: pupils. Adults let it stand. $number: case number.
appeal-refused =
    Hi. An adult has looked into { $number }. It stays down.
    This says nothing about you as a person.
    You can talk to an adult in charge about it. Give them this number.
    Worried, or did someone push you? Tap Help, or write /helpline to me alone. You are not in trouble for asking.

# For: pupils. Nobody decided in time. $number: case number.
appeal-late =
    Hi. Your answer about { $number } is late. That is not your fault, and I am sorry.
    I have asked the adults again. I write to you when they decide.
    You can also ask an adult in charge yourself. Give them this number.

# For: pupils. After sender-false-alarm.
sender-post-again = You can post the same picture again in that chat.

# For: pupils. After sender-false-alarm, where the same picture may be taken down again.
sender-ask-first = The program may stop it again. Please ask an adult in charge before you post it again.

# For: anyone. In the menu of commands.
menu-appeal = Say that a removal was a mistake

# For: adults. A sender appeals. $number: case number. $chat: the chat. $until: when a decision is due.
alert-appeal =
    { $number } in { $chat }: the sender says that it was a mistake.
    Please decide by { DATETIME($until, dateStyle: "long") }. Nobody has to see the picture for it.

# For: adults. The same when it is late. $number: case number. $chat: the chat. $until: when it was due.
alert-appeal-late =
    { $number } in { $chat }: the sender says that it was a mistake, and still waits for an answer.
    It was due on { DATETIME($until, dateStyle: "long") }. Please decide today.

# For: adults. What the case stands on.
appeal-stands-listed = A second look at the evidence: it stands on a list, or on what an adult confirmed. A mistake is not likely.

# For: adults. What the case stands on.
appeal-stands-strong = A second look at the evidence: strong. Two signs say the same.

# For: adults. What the case stands on.
appeal-stands-weak = A second look at the evidence: weak. It stands on one sign alone, and a program can be wrong.

# For: adults. What the case stands on.
appeal-stands-unseen = A second look at the evidence: there is none. The file could not be checked.

# For: adults. Who has to agree.
appeal-takes-one = One adult is enough. If you are not sure, talk to the pupil, and don't ask for the picture.

# For: adults. Who has to agree.
appeal-takes-two = Two adults must call it a mistake. One is enough to let it stand. If you are not sure, talk to the pupil, and don't ask for the picture.

# For: adults. Button under an appeal.
button-overturn = It was a mistake

# For: adults. Button under an appeal.
button-uphold = It stands

# For: adults. $number: case number.
appeal-upheld = { $number } stands. The sender is told in private where that is possible.

# For: adults. $number: case number.
appeal-second = { $number }: noted. It stands on a list, or on what an adult confirmed, so another adult must agree.

# For: adults. $number: case number.
appeal-same = { $number }: you have said so before. Another adult must agree.

# For: adults. $number: case number.
appeal-own = { $number }: you posted it yourself, so another adult decides.

# For: adults. $number: case number.
appeal-over = { $number }: there is no appeal to decide, or it was decided before.
