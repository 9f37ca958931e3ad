### The help in a private chat: short steps for whoever asks, and a button that leads there.
### Rules: as in pupils.ftl. Nobody is asked why, what a picture shows, or for the picture.

# For: pupils. Button under the line in the class chat and under a note to a sender: opens help-menu
# in private, for whoever presses it.
button-help = Help

# For: pupils. The help begins, in private.
help-menu =
    Hi. What is it about? Choose one. You can stop at any time.
    I am a computer program. Nobody in your chats sees this, and I don't keep what you choose.
    The app that we write in can see it, like all that you write there.
    Please don't send me a picture. I don't need to see it.

# For: pupils. Button under help-menu.
button-help-victim = It is about me

# For: pupils. Button under help-menu.
button-help-blackmail = Someone scares me or wants something

# For: pupils. Button under help-menu.
button-help-bystander = I saw or got something

# For: pupils. Button under help-menu.
button-help-regret = I posted something

# For: pupils. Button under help-menu.
button-help-lines = Who can I call?

# For: pupils. Button under help-menu.
button-help-bot = What is this bot?

# For: pupils. Button under a step: the next one.
button-help-next = Next

# For: pupils. Button under a step: the one before.
button-help-back = Back

# For: pupils. Button under a step: back to help-menu.
button-help-menu = Start again

# For: pupils. Button under a step: how a code is made, hashhelp-page.
button-help-code = How to make the code

# For: pupils. It is about me: first step.
help-victim-1 =
    This is not your fault. That is true if the picture is real, and if it is not.
    It is also true if it came from you.
    You don't have to show it to anyone, also not to me.
    You choose what happens next. Nobody has to know that you are here.

# For: pupils. It is about me: second step.
help-victim-2 =
    Please keep the messages, even if it hurts to see them. They can help you later.
    Write down names and times, and where it was. You don't have to save the picture for that.
    You don't have to answer anyone.

# For: pupils. It is about me: third step. What takes pictures off the internet may follow.
help-victim-3 =
    I can look out for the picture, and I don't need to see it.
    Your own phone makes a code from it. The picture stays with you.
    Send me only the code. When someone posts the picture, I know it and tell an adult.

# For: pupils. It is about me: last step. Who helps follows.
help-victim-4 =
    You don't have to do this alone. Please tell an adult you trust, today if you can.
    You can say it like this: "Something happened to me online. Can you help me?"
    You are not in trouble for asking.

# For: pupils. Someone scares me or wants something: first step.
help-blackmail-1 =
    This is not your fault. It happens to many people, and it can be stopped.
    Please don't pay. Please don't send anything more.
    People who get something often ask again.

# For: pupils. Someone scares me or wants something: second step.
help-blackmail-2 =
    Stop answering. You don't have to say why.
    Please don't delete anything: not the chat, and not your account. It shows what they did.
    Write down the name of their account and the time. Or take a screenshot of the words, not of the picture.
    After that you can block them.

# For: pupils. Someone scares me or wants something: third step. Who helps follows.
help-blackmail-3 =
    Please tell an adult you trust now, even if someone said that you can't.
    The adult can report it together with you. You are not in trouble for asking.

# For: pupils. Someone scares me or wants something: last step. What takes pictures off the internet
# may follow.
help-blackmail-4 =
    You can do something before anyone posts it. Your own phone makes a code from the picture.
    The picture stays with you. Send me only the code.
    I look after some chats. When someone posts it there, I know it and tell an adult.

# For: pupils. I saw or got something: first step.
help-bystander-1 =
    It is good that you ask. Please don't open it again, and don't pass it on.
    Please take no screenshot, and don't show it to anyone.
    It hurts the person in it, also when it is not real.

# For: pupils. I saw or got something: second step.
help-bystander-2 =
    Please don't delete it yet. It may help the person in it. Ask an adult you trust first.
    Please don't look for who it is, and don't talk about it in the chat.

# For: pupils. I saw or got something: last step. Who helps follows. $reporting: menu or answer, as in
# report-how.
help-bystander-3 =
    { $reporting ->
        [menu] You can tell us. In the chat, open the menu of the message. Choose "Apps", then "Report picture".
       *[answer] You can tell us. In the chat, answer the message with /report.
    }
    I don't tell the chat that you told us.
    Is it a friend? You can say: "I am on your side." That helps a lot.
    You can also tell an adult you trust. You are not in trouble for asking.

# For: pupils. I posted something: first step.
help-regret-1 =
    It is good that you ask. It helps when you stop now.
    Please don't send it again, here or anywhere else.
    Did someone push you? That is not your fault.

# For: pupils. I posted something: second step.
help-regret-2 =
    Ask the others to stop too. One line is enough: "Please don't pass that on."
    Please don't delete the messages yet. Ask an adult you trust first.

# For: pupils. I posted something: last step. Who helps follows.
help-regret-3 =
    Please tell an adult you trust today. You don't have to tell me what it was.
    I decide nothing about you, and I don't keep what you choose here.
    You are not in trouble for asking.

# For: pupils. Before another text: somebody sent a picture or a file in private.
help-showed =
    I did not open what you sent, and nobody will look at it here. Please don't send me pictures or files.
    You don't have to show it to anyone.

# For: pupils. Somebody said very much in a short time. What to do when it cannot wait follows.
help-slow =
    That was a lot at once. Please wait ten minutes, then write to me again.
    It can't wait? Talk to an adult you trust or a helpline.
