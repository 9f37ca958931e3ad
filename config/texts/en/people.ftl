### Adults outside the chats: the safeguarding lead and those on duty.

# For: adults. The answer to /lead with a good code, in private. office-what follows.
lead-bound = You are the safeguarding lead here now.

# For: adults. The same, with a code for adults on duty.
on-duty-bound = You are an adult on duty here now.

# For: adults. What an office is about.
office-what =
    In this chat you hear when the protection of a class is to get weaker, and can stop it with one press, and when the bot cannot do its work. /cases shows the open cases.
    Nobody is shown a picture, you neither. If you hand over your office, ask who runs the bot to end yours.
