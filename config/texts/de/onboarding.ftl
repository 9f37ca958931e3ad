onboarding-hello =
    Hallo. Ich bin ein Programm und helfe, dass dieser Chat sicher bleibt.
    Ich prüfe die Bilder, die hier gepostet werden. Mit /about erfährst du mehr.

onboarding-all-set = Danke. Ich habe hier jetzt alle Rechte, die ich brauche.
