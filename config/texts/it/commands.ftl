button-why = Perché?

press-not-allowed = Questo tasto è per gli adulti responsabili. Non è cambiato niente.

press-too-old = Questo tasto non vale più. Non è cambiato niente.

alerts-bad-code = Questo codice non va. Manda /alerts nella chat di classe per averne un altro.

alerts-not-here = Gli avvisi non possono arrivare qui. Vuoi un altro codice? Manda /alerts nella chat di classe. Poi lo manda lì chi gestisce la chat degli adulti.

command-misspelt =
    Non ho capito. Prova così:
    { $usage }

command-not-allowed = Questo comando è per gli adulti responsabili. Non è cambiato niente.

language-name = italiano

menu-help = Che cosa faccio e chi può aiutare

menu-about = Che cosa controllo

menu-privacy = Che cosa conservo

menu-report = Parlare di un messaggio a un adulto
