confirm-admin = Ein Admin hat mir einen Befehl ohne Namen gegeben. Warst du das? Dann drück den Knopf. Ich antworte dir privat.

button-confirm = Das war ich

answer-in-private = Meine Antwort ist nur für eine Person. Hast du gefragt? Dann drück den Knopf.

button-answer = Antwort lesen

group-media-paused =
    Bilder haben in diesem Chat gerade Pause. Schreiben kannst du weiter.
    Das haben Erwachsene entschieden. Es liegt nicht an dir.

group-media-allowed = In diesem Chat darf man wieder Bilder posten.
