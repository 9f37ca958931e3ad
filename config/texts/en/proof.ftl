### The record of a case, as it is handed to a school or the police, and the daily mark of the chain.
### Rules: say what the record proves and what it does not. No name, no guess about who made a picture.

# For: adults. Once a day, in the adults' chat. $code: the head of the audit chain.
proof-head =
    Mark of the record: { $code }
    Please do not delete this message. With it, anyone can check later that nothing was cut off the end of the record.

# For: adults. Title of the file of a case. $number: case number.
proof-title = Record of case { $number }

# For: adults. Heading.
proof-about = What this is

# For: adults. First paragraph of the record. $number: case number.
proof-what-it-is = This is the record of case { $number }. The program Upstander wrote it by itself while it looked after a chat. It was made so that help, a school or the police can rely on it.

# For: adults.
proof-what-it-proves = What it proves: an account posted an item in a chat at a time, and the item had these hashes. It also shows what the program did then, and what adults did with the case.

# For: adults.
proof-what-it-does-not = What it does not prove: who made the picture, who is in it, and who held the phone. The name of an account is an id of the platform, not a person. What a model says is a guess and can be wrong.

# For: adults.
proof-no-picture = There is no picture in it. The program kept none and showed it to nobody. No small copy, no link and no key to the file is in it either.

# For: adults.
proof-hash = If the police find the file on a device, they can compare it. The same SHA-256 means that it is the same file, byte for byte. The PDQ hash finds copies that look the same. It is of the picture as it was posted; the other seven turns can be worked out from it.

# For: adults.
proof-visible = How long it could be seen: until the platform said that it was removed. Where it says "until we noticed", somebody else had taken it down before, and it may have been gone sooner. Where it says "not removed", the program did not remove it.

# For: adults.
proof-missing = What is not known here: the title of the chat, how many members it had, in which thread it stood, where it was passed on from, and how long a film is.

# For: adults.
proof-preserve = Please write to the platform soon. Ask it to keep the data of the account and of the message with the ids below, until the police ask for them. Platforms delete such data after some time.

# For: adults.
proof-check = How to check it: keep the file with the ending .json as it is, and do not open and save it with another program. Run "./upstander verify" with its name. One letter that is not as it was will be found. It needs no network and no password.

# For: adults.
proof-check-key = Ask the safeguarding lead for the public key of this program, which they noted before. Only with that key is it sure who signed. Without it, the check shows that nothing was altered since somebody signed it.

# For: adults.
proof-page-note = This page is for reading only. What is signed is the file with the ending .json.

# For: adults. Heading.
proof-part-media = The item

# For: adults. Heading.
proof-part-message = The message

# For: adults. Heading.
proof-part-sender = The account that posted it

# For: adults. Heading.
proof-part-times = Times, in UTC

# For: adults. Heading.
proof-part-visible = How long it could be seen

# For: adults. Heading.
proof-part-decision = What the program decided

# For: adults. Heading.
proof-part-policy = By which settings

# For: adults. Heading.
proof-part-software = With which programs

# For: adults. Heading.
proof-part-effects = What was done, and who was told

# For: adults. Heading.
proof-part-lines = All entries in order

# For: adults. Heading of a column.
proof-field = Field

# For: adults. Heading of a column.
proof-value = Value

# For: adults. Heading of a column.
proof-entry = Entry

# For: adults. Heading of a column.
proof-time = Time

# For: adults. Heading of a column.
proof-event = What happened

# For: adults. In the place of what was forgotten on schedule.
proof-forgotten = (deleted on schedule)

# For: adults. In the place of a value that nobody knows.
proof-unknown = not known

# For: adults. The item was removed by the program.
proof-until-removed = until it was removed

# For: adults. The item was gone before the program could remove it.
proof-until-noticed = until we noticed that it was gone

# For: adults. The program did not remove the item.
proof-until-never = not removed by the program
