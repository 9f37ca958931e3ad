button-why = Warum?

press-not-allowed = Dieser Knopf ist für die zuständigen Erwachsenen. Es hat sich nichts geändert.

press-too-old = Dieser Knopf ist zu alt. Es hat sich nichts geändert.

alerts-bad-code = Dieser Code geht nicht. Schick /alerts im Klassenchat, dann bekommst du einen neuen.

alerts-not-here = Die Meldungen können nicht hierher kommen. Schick /alerts im Klassenchat, dann bekommst du einen neuen Code. Ein Admin aus dem Chat der Erwachsenen muss ihn dort schicken.

command-misspelt =
    Das habe ich nicht verstanden. Versuch es so:
    { $usage }

command-not-allowed = Dieser Befehl ist für die zuständigen Erwachsenen. Es hat sich nichts geändert.

language-name = Deutsch

menu-help = Was ich mache und wer hilft

menu-about = Was ich prüfe

menu-privacy = Was ich speichere

menu-report = Erwachsenen eine Nachricht melden
