group-removed =
    Ein Bild oder eine Datei wurde aus diesem Chat entfernt.
    Das war ein Programm, und es kann sich irren.
    Falls du eine Kopie hast, gib sie bitte nicht weiter.
    Macht dir etwas Sorgen? Tipp auf Hilfe oder sprich mit einer erwachsenen Person, der du vertraust. Du bekommst keinen Ärger, wenn du fragst.

group-removed-test = Das war ein Test. Das Testbild wurde entfernt, also klappt es hier.

sender-notice =
    Hallo. Ein Bild oder eine Datei von dir, gepostet um { DATETIME($time, timeStyle: "short") } Uhr, wurde entfernt.
    Das war ein Programm. Kein Mensch hat es angeschaut. Das Programm kann sich irren.
    Niemand hat etwas über dich entschieden. Ein Mensch wird das prüfen.
    Glaubst du, dass es ein Fehler war? Gib einer zuständigen erwachsenen Person diese Nummer: { $number }.
    Hat dich jemand gedrängt? Tipp auf Hilfe, sprich mit einer erwachsenen Person, der du vertraust, oder ruf ein Hilfetelefon an. Du bekommst keinen Ärger, wenn du fragst.

sender-notice-opaque =
    Hallo. Eine Datei, die du gepostet hast, wurde entfernt.
    Ich konnte sie nicht prüfen: { $why }. Das kommt vor und sagt nichts über dich.
    Du kannst es noch einmal mit einem normalen Foto versuchen.
    Glaubst du, dass es ein Fehler war? Gib einer zuständigen erwachsenen Person diese Nummer: { $number }.

sender-notice-test = Hallo. Du hast das Testbild gepostet, und es wurde entfernt. Der Test hat also geklappt. Mehr ist nicht zu tun.

why-only-sender =
    Mehr lesen kann hier nur die Person, die es gepostet hat.
    Macht dir etwas Sorgen? Sprich mit einer erwachsenen Person, der du vertraust. Du bekommst keinen Ärger, wenn du fragst.

report-thanks =
    Danke, dass du es uns gesagt hast. Die Nummer ist { $number }.
    Ich sage dem Chat nicht, dass du es warst. Eine erwachsene Person kümmert sich darum.
    Bitte schick das Bild an niemanden, auch nicht an mich.

report-how =
    { $reporting ->
        [menu] Willst du uns eine Nachricht melden? Öffne ihr Menü. Wähl „Apps“ und dann „Report picture“.
       *[answer] Willst du uns etwas sagen? Antworte auf die Nachricht mit /report.
    }
    Du kannst auch mit einer erwachsenen Person sprechen, der du vertraust. Du bekommst keinen Ärger, wenn du fragst.
    Bitte schick das Bild an niemanden, auch nicht an mich.

sender-false-alarm =
    Hallo. Ein Mensch hat { $number } geprüft.
    Das war unser Fehler. Was du gepostet hast, war in Ordnung. Es tut uns leid.

help-page =
    Hallo. Ich bin ein Programm. Ich helfe, dass dieser Chat sicher bleibt.
    Ich prüfe die Bilder, die hier gepostet werden. Ich kann eins entfernen. Oder ich sage es Erwachsenen.
    { $reporting ->
        [menu] „Report picture“ meldet es Erwachsenen. Du findest es im Menü jeder Nachricht, unter „Apps“.
       *[answer] /report meldet es Erwachsenen. Antworte damit auf die Nachricht.
    }
    /about sagt, was ich prüfe. /privacy sagt, was ich speichere.
    Brauchst du Hilfe? Tipp auf Hilfe, oder schreib mir in einem privaten Chat. Hier sieht das niemand.
    Dort hilft /hashhelp, ein Bild von dir zu stoppen. /helpline sagt, wen du anrufen kannst.
    Du kannst auch mit einer erwachsenen Person sprechen, der du vertraust. Du bekommst keinen Ärger, wenn du fragst.
    Für zuständige Erwachsene: /status, /settings, /policy, /mode, /alerts, /language, /selftest, /case, /falsealarm und /blockhash.

about-page =
    Ich prüfe die Bilder und Videos, die in diesem Chat gepostet werden, und viele Dateien. Ich prüfe auch die Profilbilder von allen, die neu dazukommen.
    Ich arbeite mit Zahlen, nicht mit Augen, und kann mich irren.
    Ich kann ein Bild entfernen und es Erwachsenen sagen. Ich entscheide nie, was mit einem Menschen passiert.
    Ich sehe keine privaten Chats. Andere Apps wie WhatsApp sehe ich auch nicht.
    Ich kann nicht jede Datei und nicht jeden Link öffnen. Ich kann Erwachsenen davon erzählen.
    Sprich also mit Erwachsenen, wenn sich etwas nicht gut anfühlt. { $reporting ->
        [menu] Du kannst auch „Report picture“ nutzen.
       *[answer] Du kannst auch /report nutzen.
    }
    Mein Code ist offen. Alle dürfen ihn lesen, ändern und weitergeben.

privacy-page =
    Ich behalte nie Bilder. Ich schaue jedes einmal an und vergesse es dann.
    Zu jedem Bild notiere ich die Zeit, den Chat und das Ergebnis.
    Die Notiz hat die Nummer der Nachricht und die vom Konto, das sie gepostet hat.
    Ich behalte einen Code aus dem Bild. Er heißt Hash. Ich behalte ihn einige Tage, und länger, wenn ich etwas tue. Der Code ist kein Bild.
    Die Erwachsenen, die meine Meldungen bekommen, sehen, was ich getan habe. Das Bild sehen sie nicht.
    Deine Schule entscheidet, wie lange die Notizen bleiben.
    Du darfst fragen, was ich über dich weiß. Frag die Person, die an deiner Schule für den Schutz der Kinder da ist.
