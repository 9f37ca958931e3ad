### What people read when they press a button, and what a person may do about a sender.
### Rules: nobody is named and nobody is accused. A person decides, never the program.

# For: anyone. In the class chat: an admin gave a command without showing who they are.
confirm-admin = An admin gave me a command without a name. Was it you? Then press the button. I answer you in private.

# For: anyone. Button under confirm-admin.
button-confirm = It was me

# For: anyone. In the class chat: the answer to a command is for one person, who has not written to
# the bot yet.
answer-in-private = My answer is for one person only. Did you ask? Then press the button.

# For: anyone. Button under answer-in-private.
button-answer = Read the answer

# For: adults. Button under an alert: shows what can be done about the sender.
button-more = More…

# For: adults. The answer to button-more, above its buttons. $number: case number.
restrain-choose =
    { $number }: what should happen now? You decide this, not the program.
    Nobody in the class chat is told who pressed. The other adults see what was done.
    It may be better to talk to the pupil first. The sender may not be the one who made the picture.

# For: adults. The answer to button-more where nothing can be done. $number: case number.
restrain-nothing = { $number }: there is nothing that I can do about the sender in this chat. An admin of the chat may be able to.

# For: adults. Button under restrain-choose.
button-mute = Mute the sender for 24 hours

# For: adults. Button under restrain-choose. The sender may come back.
button-kick = Remove from the chat

# For: adults. Button under restrain-choose. The sender may not come back.
button-ban = Ban

# For: adults. Button under restrain-choose.
button-lock = Pause pictures in this chat

# For: adults. Button under restrain-done after a mute.
button-undo = Undo

# For: adults. Button under restrain-done after a pause of pictures.
button-unlock = Allow pictures again

# For: adults. It was done. $number: case number. $restraint: what was done.
restrain-done =
    { $restraint ->
        [mute] { $number }: an adult decided that the sender cannot write for 24 hours. Please talk to the pupil in that time.
        [unmute] { $number }: the sender can write again.
        [kick] { $number }: an adult decided to remove the sender from the chat. An admin can let the sender in again.
        [ban] { $number }: an adult decided to ban the sender from the chat. An admin of the chat can undo it.
        [lock_media] { $number }: an adult decided to pause pictures in the chat. Admins of the chat may still be able to post some.
       *[unlock_media] { $number }: pictures are allowed in the chat again.
    }

# For: adults. The sender had left before. $number: case number.
restrain-gone = { $number }: nothing was changed. The sender is not in the chat any more.

# For: adults. The platform refused. How to fix it may follow. $number: case number.
restrain-forbidden = { $number }: nothing was changed. The chat does not let me do that.

# For: adults. The platform did not answer. $number: case number.
restrain-unsure = { $number }: I got no answer, so I don't know whether it was done. Press again in a minute. Twice does no harm.

# For: adults. The platform has no such thing. $number: case number.
restrain-unsupported = { $number }: nothing was changed. This cannot be done here. An admin of the chat may be able to do it by hand.

# For: pupils. The line in the class chat after an adult paused pictures.
group-media-paused =
    Pictures are paused in this chat for now. You can still write.
    An adult decided this. It is not about you.

# For: pupils. The line in the class chat after an adult allowed pictures again.
group-media-allowed = You can post pictures in this chat again.

# For: adults. Why a restraint was refused in the sandbox chat.
fix-sandbox-target-is-admin = How to fix it: this person is an admin of the chat. Take the admin role away first, then press again.
