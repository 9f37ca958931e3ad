hashhelp-page =
    Gibt es ein Bild von dir, das du stoppen willst? Du bist nicht schuld daran.
    Bitte schick mir das Bild nicht. Ich muss es nicht sehen.
    Du kannst auf deinem eigenen Gerät einen Code daraus machen. Das Bild bleibt bei dir.
    Öffne dort die Seite „hash“ von diesem Programm, oder frag danach. Sie geht auch ohne Internet.
    Schick mir nur den Code. Dann erkenne ich das Bild, wenn es jemand postet, und sage es einer erwachsenen Person.
    Du bekommst eine Nummer. Mit /hashhelp und der Nummer kannst du fragen. Mit /withdraw und der Nummer kannst du es beenden.
    Willst du jetzt Hilfe? Sprich mit einer erwachsenen Person, der du vertraust, oder ruf ein Hilfetelefon an.

hashhelp-private = Darüber reden wir besser allein. Schreib mir in einem privaten Chat: /hashhelp. Deine Nachricht habe ich aus dem Chat genommen.

hash-ok =
    Danke. Ich habe den Code gespeichert. Er besteht aus Zahlen und ist kein Bild.
    Deine Nummer ist { $reference }. Bitte schreib sie auf. Ich behalte sie nicht und kann sie nicht noch einmal sagen.
    Ich behalte den Code bis zum { DATETIME($until, dateStyle: "long") }. Mit /withdraw und der Nummer kannst du das jederzeit beenden.
    Wenn jemand das Bild postet, sage ich es einer erwachsenen Person. Ich sage nicht, dass du gefragt hast.
    Du hast nichts falsch gemacht. Sprich mit einer erwachsenen Person, der du vertraust, wenn du kannst.

hash-not-seen = In den Chats, auf die ich aufpasse, habe ich dieses Bild nicht gesehen.

hash-seen = Ich habe so ein Bild gesehen und es einer erwachsenen Person gesagt. Du bist nicht schuld daran. Sprich mit einer erwachsenen Person, der du vertraust, oder ruf ein Hilfetelefon an.

hash-kept = Ich behalte den Code bis zum { DATETIME($until, dateStyle: "long") }. Mit /withdraw und der Nummer kannst du das beenden.

hash-inactive =
    Ich habe den Code noch, aber ich nutze ihn jetzt nicht. Eine erwachsene Person hat nachgesehen und gesagt: Das war ein Irrtum.
    Stimmt das nicht? Dann sag es einer erwachsenen Person, der du vertraust.

hash-withdrawn = Fertig. Ich habe den Code gelöscht. Ich suche nicht mehr nach dem Bild. Du kannst jederzeit wieder einen Code schicken.

hash-unknown =
    Zu dieser Nummer finde ich nichts. Stimmt jeder Buchstabe?
    Vielleicht ist die Zeit um, oder es wurde schon beendet. Du kannst den Code immer noch einmal schicken.

hash-slow = Das war viel für jetzt. Versuch es bitte morgen wieder. Kann es nicht warten? Sprich mit einer erwachsenen Person, der du vertraust, oder ruf ein Hilfetelefon an.

hash-refused-common =
    So ein Bild haben viele Leute. Ein Code allein reicht nicht, um es zu stoppen.
    Geht es darin um dich? Dann sag es Erwachsenen, die meine Meldungen bekommen. Sie können es sofort sperren.

hash-refused-not-a-code =
    Darin finde ich keinen Code. Ein Code beginnt mit UPS.
    Kopier ihn bitte ganz und schick ihn noch einmal. Mit /hashhelp sage ich dir, wie man einen macht.

hash-refused-other-version = Dieser Code kommt aus einer anderen Version. Mach ihn bitte neu mit der Seite „hash“ von diesem Programm.

hash-refused-several = Da ist mehr als ein Code drin. Schick bitte jeden allein.

hash-refused-cut-short = Das Ende vom Code fehlt. Kopier ihn bitte ganz und schick ihn noch einmal.

hash-refused-mistyped = Im Code ist ein Buchstabe falsch. Bitte tipp ihn nicht ab. Kopier ihn ganz und schick ihn noch einmal.

hash-refused-flat =
    Auf dem Bild ist zu wenig zu sehen. Ein Code davon würde auch andere Bilder stoppen.
    Hast du eine Kopie, auf der mehr zu sehen ist? Mach den Code damit.

hash-refused-malformed = Dieser Code stimmt nicht. Mach ihn bitte neu mit der Seite „hash“ von diesem Programm.

sender-notice-earlier =
    Hallo. Ein Bild oder eine Datei, die du vor einiger Zeit gepostet hast, wurde entfernt.
    Das war ein Programm. Kein Mensch hat es angeschaut. Das Programm kann sich irren.
    Niemand hat etwas über dich entschieden. Ein Mensch wird das prüfen.
    Glaubst du, dass es ein Fehler war? Gib einer zuständigen erwachsenen Person diese Nummer: { $number }.
    Hat dich jemand gedrängt? Tipp auf Hilfe, sprich mit einer erwachsenen Person, der du vertraust, oder ruf ein Hilfetelefon an. Du bekommst keinen Ärger, wenn du fragst.

menu-hashhelp = Ein Bild stoppen, ohne es zu zeigen

menu-withdraw = Einen Code zurückziehen
