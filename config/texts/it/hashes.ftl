hashhelp-page =
    C'è una tua foto che vuoi fermare? Non è colpa tua.
    Per favore, non mandarmi la foto. Non ho bisogno di vederla.
    Puoi farne un codice sul tuo telefono o computer. La foto resta con te.
    Apri lì la pagina «hash» di questo programma. Non ce l'hai? Chiedila a chi lo gestisce. Funziona senza internet.
    Mandami solo il codice. Così riconosco la foto se qualcuno la mette, e lo dico a un adulto.
    Ti do un numero. Con /hashhelp e il numero puoi chiedere. Con /withdraw e il numero puoi fermare tutto.
    Vuoi aiuto adesso? Parla con un adulto di cui ti fidi o chiama una linea di aiuto.

hashhelp-private = Di questo è meglio parlare a due. Scrivimi in una chat privata: /hashhelp. Ho tolto il tuo messaggio dalla chat.

hash-ok =
    Grazie. Ho salvato il codice. Sono numeri, non è una foto.
    Il tuo numero è { $reference }. Scrivilo da qualche parte. Non lo conservo, quindi non posso dirlo di nuovo.
    Tengo il codice fino al { DATETIME($until, dateStyle: "long") }. Puoi fermarlo quando vuoi con /withdraw e il numero.
    Se qualcuno mette la foto, lo dico a un adulto. Non dico che me lo hai chiesto tu.
    Non hai sbagliato niente. Parla con un adulto di cui ti fidi, se puoi.

hash-not-seen = Non ho visto quella foto nelle chat che seguo.

hash-seen = Ho visto una foto così e l'ho detto a un adulto. Non è colpa tua. Parla con un adulto di cui ti fidi o chiama una linea di aiuto.

hash-kept = Tengo il codice fino al { DATETIME($until, dateStyle: "long") }. Con /withdraw e il numero lo fermi.

hash-inactive =
    Ho ancora il codice, ma ora non lo uso. Un adulto ha guardato e ha detto che era un errore.
    Non è così? Dillo a un adulto di cui ti fidi.

hash-withdrawn = Fatto. Ho tolto il codice. Non cerco più quella foto. Puoi mandare di nuovo un codice quando vuoi.

hash-unknown =
    Con quel numero non trovo niente. Le lettere sono tutte giuste?
    Forse il tempo è finito, o qualcuno lo ha già fermato. Puoi sempre mandare di nuovo il codice.

hash-slow = Sono già tanti per ora. Prova di nuovo domani. Non può aspettare? Parla con un adulto di cui ti fidi o chiama una linea di aiuto.

hash-refused-common =
    Molte persone hanno una foto così. Un codice solo non basta per fermarla.
    Se parla di te, dillo a un adulto che riceve i miei avvisi. Un adulto può bloccarla subito.

hash-refused-not-a-code =
    Lì non trovo nessun codice. Un codice comincia con UPS.
    Copialo tutto e mandalo ancora una volta. Con /hashhelp ti dico come si fa.

hash-refused-other-version = Questo codice è di un'altra versione. Fallo di nuovo con la pagina «hash» di questo programma.

hash-refused-several = Lì c'è più di un codice. Mandali uno alla volta, per favore.

hash-refused-cut-short = Manca la fine del codice. Copialo tutto e mandalo ancora una volta.

hash-refused-mistyped = C'è una lettera sbagliata nel codice. Non scriverlo a mano. Copialo tutto e mandalo ancora una volta.

hash-refused-flat =
    In quella foto si vede troppo poco. Un suo codice fermerebbe anche altre foto.
    Hai una copia dove si vede di più? Fai il codice con quella.

hash-refused-malformed = Questo codice non è giusto. Fallo di nuovo con la pagina «hash» di questo programma.

sender-notice-earlier =
    Ciao. È stata tolta una foto o un file che hai messo qualche tempo fa.
    Lo ha fatto un programma. Nessuno l'ha guardata. Il programma può sbagliare.
    Nessuno ha deciso niente su di te. Un adulto controllerà.
    Pensi che sia un errore? Dai questo numero a un adulto responsabile: { $number }.
    Qualcuno ti ha fatto pressione? Tocca Aiuto, parla con un adulto di cui ti fidi o chiama una linea di aiuto. Puoi chiedere senza problemi.

menu-hashhelp = Fermare una foto senza mostrarla

menu-withdraw = Ritirare un codice
