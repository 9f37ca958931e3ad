group-removed-message =
    È stato tolto un messaggio da questa chat.
    Lo ha fatto un programma, e può sbagliare.
    Qualcosa ti preoccupa? Parla con un adulto di cui ti fidi. Puoi chiedere senza problemi.

sender-notice-link =
    Ciao. È stato tolto un messaggio che hai messo.
    Parlava di uno strumento che fa foto false di persone senza vestiti.
    Lo ha fatto un programma. Nessuno l'ha guardato. Il programma può sbagliare.
    Nessuno ha deciso niente su di te.
    Una foto falsa così fa male a lungo a chi c'è dentro. In molti posti non si può farla né passarla.
    Ce n'è una tua o di qualcuno che conosci? Qualcuno ti ha fatto pressione? Parla con un adulto di cui ti fidi o chiama una linea di aiuto. Puoi chiedere senza problemi.
    Pensi che sia un errore? Dai questo numero a un adulto responsabile: { $number }.
