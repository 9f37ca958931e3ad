reason-empty = die Datei ist leer

reason-not-a-picture = die Datei ist kein Bild

reason-unsupported = diese Art von Datei kann ich nicht lesen

reason-too-big = die Datei ist zu groß

reason-too-many-pixels = das Bild ist zu breit oder zu hoch

reason-too-much = es ist mehr darin, als ich anschauen kann

reason-encrypted = sie ist mit einem Passwort gesperrt

reason-truncated = ein Teil der Datei fehlt

reason-undecodable = die Datei ist kaputt

reason-unfetchable = ich konnte die Datei nicht laden

reason-gone = sie war schon weg, bevor ich schauen konnte

reason-timed-out = es hat zu lange gedauert

reason-model-failed = ein Teil von mir hat nicht funktioniert

reason-not-judged = ich habe keine klare Antwort bekommen

reason-crashed = ich musste mittendrin aufhören

reason-unreadable = die Plattform hat etwas geschickt, das ich nicht lesen kann
