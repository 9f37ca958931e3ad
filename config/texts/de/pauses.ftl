### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

group-outbreak =
    Bilder machen in diesem Chat Pause bis { DATETIME($until, timeStyle: "short") }. Schreiben geht weiter.
    Schickt dir jemand etwas, das einem anderen weh tut? Leite es nicht weiter. Öffne es nicht noch einmal. Lass dein Handy, wie es ist, und sag es einem Erwachsenen, dem du traust.

group-paused = Manches kann man in diesem Chat bis { DATETIME($until, timeStyle: "short") } nicht posten. Schreiben geht weiter. Es geht nicht um dich.

menu-lock = Bilder oder anderes hier pausieren

menu-unlock = Bilder und anderes wieder erlauben

menu-panic = Sofort alles pausieren außer Worten
