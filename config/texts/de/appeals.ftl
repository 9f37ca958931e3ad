button-appeal = Das war ein Fehler

sender-appeal = War es ein Fehler? Du kannst bis zum { DATETIME($until, dateStyle: "long") } auf den Knopf tippen.

appeal-received =
    Danke. Das zu { $number } ist jetzt bei einem Erwachsenen.
    Jemand entscheidet bis zum { DATETIME($until, dateStyle: "long") }. Dann schreibe ich dir.
    Niemand hat etwas über dich entschieden. Mehr brauchst du nicht zu tun.

appeal-already =
    Du hast zu { $number } schon gefragt. Einmal reicht.
    Hast du noch keine Antwort? Frag einen zuständigen Erwachsenen.

appeal-too-late =
    Die Zeit für { $number } ist vorbei.
    Du kannst noch mit einem Erwachsenen reden. Nenne diese Nummer.

appeal-unknown =
    Ich habe nichts von dir mit der Nummer { $number }.
    Schau auf die Nummer in meiner Nachricht, oder frag einen zuständigen Erwachsenen.

appeal-decided = Jemand hat { $number } schon geprüft. Es war unser Fehler. Mehr brauchst du nicht zu tun.

appeal-refused =
    Hallo. Ein Erwachsener hat { $number } geprüft. Es bleibt entfernt.
    Das sagt nichts über dich als Mensch.
    Du kannst mit einem Erwachsenen darüber reden. Nenne diese Nummer.
    Machst du dir Sorgen, oder hat dich jemand gedrängt? Tippe auf Hilfe. Oder schreib mir allein /helpline. Fragen ist in Ordnung.

appeal-late =
    Hallo. Die Antwort zu { $number } kommt zu spät. Das liegt nicht an dir. Es tut mir leid.
    Ich habe die Erwachsenen noch einmal gefragt. Ich schreibe dir, wenn sie entscheiden.
    Du kannst auch selbst einen Erwachsenen fragen. Nenne diese Nummer.

sender-post-again = Du kannst dasselbe Bild in diesem Chat noch einmal posten.

sender-ask-first = Das Programm kann es wieder stoppen. Frag bitte vorher einen Erwachsenen.

menu-appeal = Sagen, dass etwas ein Fehler war
