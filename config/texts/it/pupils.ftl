group-removed =
    È stata tolta una foto o un file da questa chat.
    Lo ha fatto un programma, e può sbagliare.
    Se ne hai una copia, per favore, non passarla.
    Qualcosa ti preoccupa? Tocca Aiuto o parla con un adulto di cui ti fidi. Puoi chiedere senza problemi.

group-removed-test = Questa era una prova. La foto di prova è stata tolta, quindi qui funziona.

sender-notice =
    Ciao. È stata tolta una foto o un file che hai messo alle { DATETIME($time, timeStyle: "short") }.
    Lo ha fatto un programma. Nessuno l'ha guardata. Il programma può sbagliare.
    Nessuno ha deciso niente su di te. Un adulto controllerà.
    Pensi che sia un errore? Dai questo numero a un adulto responsabile: { $number }.
    Qualcuno ti ha fatto pressione? Tocca Aiuto, parla con un adulto di cui ti fidi o chiama una linea di aiuto. Puoi chiedere senza problemi.

sender-notice-opaque =
    Ciao. È stato tolto un file che hai messo.
    Non ho potuto controllarlo: { $why }. Succede, e non dice niente su di te.
    Puoi provare di nuovo con una foto normale.
    Pensi che sia un errore? Dai questo numero a un adulto responsabile: { $number }.

sender-notice-test = Ciao. Hai messo la foto di prova ed è stata tolta. La prova è andata bene. Non c'è altro da fare.

why-only-sender =
    Qui può leggere di più solo chi l'ha messo.
    Qualcosa ti preoccupa? Parla con un adulto di cui ti fidi. Puoi chiedere senza problemi.

report-thanks =
    Grazie per averlo detto. Il numero è { $number }.
    Non dico alla chat che ce l'hai detto tu. Un adulto se ne occuperà.
    Per favore, non mandare la foto a nessuno, nemmeno a me.

report-how =
    { $reporting ->
        [menu] Vuoi parlarci di un messaggio? Apri il suo menu. Scegli «App» e poi «Report picture».
       *[answer] Vuoi dirci qualcosa? Rispondi a quel messaggio con /report.
    }
    Puoi anche parlare con un adulto di cui ti fidi. Puoi chiedere senza problemi.
    Per favore, non mandare la foto a nessuno, nemmeno a me.

sender-false-alarm =
    Ciao. Una persona ha controllato { $number }.
    È stato un nostro errore. Quello che hai messo andava bene. Ci dispiace.

help-page =
    Ciao. Sono un programma. Aiuto a proteggere questa chat.
    Controllo le foto che si mettono qui. Posso toglierne una o dirlo a un adulto.
    { $reporting ->
        [menu] «Report picture» avvisa un adulto. Lo trovi nel menu di ogni messaggio, sotto «App».
       *[answer] /report avvisa un adulto. Usalo come risposta al messaggio.
    }
    /about dice che cosa controllo. /privacy dice che cosa conservo.
    Ti serve aiuto? Tocca Aiuto o scrivimi in una chat privata. Qui nessuno lo vede.
    Lì, /hashhelp aiuta a fermare una tua foto. /helpline dice chi chiamare.
    Puoi anche parlare con un adulto di cui ti fidi. Puoi chiedere senza problemi.
    Per gli adulti responsabili: /status, /settings, /policy, /mode, /alerts, /language, /selftest, /case, /falsealarm e /blockhash.

about-page =
    Controllo le foto e i video che si mettono in questa chat, e molti file. Controllo anche la foto del profilo di chi entra.
    Uso numeri, non occhi, e posso sbagliare.
    Posso togliere una foto e dirlo a un adulto. Non decido mai che cosa succede a una persona.
    Non vedo le chat private. Non vedo le altre app, come WhatsApp.
    Non riesco ad aprire tutti i file né tutti i link. Posso parlarne a un adulto.
    Quindi parla con un adulto quando qualcosa non ti va. { $reporting ->
        [menu] Puoi anche usare «Report picture».
       *[answer] Puoi anche usare /report.
    }
    Il mio codice è aperto. Tutti possono leggerlo, cambiarlo e passarlo.

privacy-page =
    Non conservo mai le foto. Guardo ogni foto una volta e poi la dimentico.
    Di ogni foto scrivo l'ora, la chat e il risultato.
    La nota ha il numero del messaggio e quello dell'account che l'ha messo.
    Tengo un codice fatto dalla foto, che si chiama hash. Lo tengo per alcuni giorni, e di più se faccio qualcosa. Il codice non è una foto.
    Gli adulti che ricevono i miei avvisi vedono che cosa ho fatto. Non vedono la foto.
    La tua scuola decide per quanto tempo restano le note.
    Puoi chiedere che cosa so di te. Parla con l'adulto che si occupa del benessere nella tua scuola.
