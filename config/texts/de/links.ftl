group-removed-message =
    Eine Nachricht wurde aus diesem Chat entfernt.
    Das war ein Programm, und es kann sich irren.
    Macht dir etwas Sorgen? Sprich mit einer erwachsenen Person, der du vertraust. Du bekommst keinen Ärger, wenn du fragst.

sender-notice-link =
    Hallo. Eine Nachricht, die du gepostet hast, wurde entfernt.
    Darin kam ein Werkzeug vor, das falsche Bilder von Menschen ohne Kleidung macht.
    Das war ein Programm. Kein Mensch hat es angeschaut. Das Programm kann sich irren.
    Niemand hat etwas über dich entschieden.
    So ein falsches Bild tut dem Menschen darauf lange weh. An vielen Orten darf man es weder machen noch weitergeben.
    Gibt es so eins von dir oder von jemandem, den du magst? Hat dich jemand gedrängt? Sprich mit einer erwachsenen Person, der du vertraust, oder ruf ein Hilfetelefon an. Du bekommst keinen Ärger, wenn du fragst.
    Glaubst du, dass es ein Fehler war? Gib einer zuständigen erwachsenen Person diese Nummer: { $number }.
