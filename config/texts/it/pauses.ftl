### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

group-outbreak =
    Le foto sono in pausa in questa chat fino alle { DATETIME($until, timeStyle: "short") }. Puoi ancora scrivere.
    Ti hanno mandato una cosa che fa male a un'altra persona? Non mandarla ad altri. Non aprirla di nuovo. Lascia il telefono com'è e parla con un adulto di cui ti fidi.

group-paused = Alcune cose non si possono mettere in questa chat fino alle { DATETIME($until, timeStyle: "short") }. Puoi ancora scrivere. Non è per te.

menu-lock = Mettere in pausa le foto o altro

menu-unlock = Permettere di nuovo foto e altro

menu-panic = Mettere subito in pausa tutto, non le parole
