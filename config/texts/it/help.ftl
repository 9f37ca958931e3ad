button-help = Aiuto

help-menu =
    Ciao. Di che cosa si tratta? Scegli una voce. Puoi smettere quando vuoi.
    Sono un programma. Nessuno nelle tue chat vede questo, e non conservo quello che scegli.
    L'app in cui ci scriviamo può vederlo, come tutto quello che scrivi lì.
    Per favore, non mandarmi foto. Non ho bisogno di vederle.

button-help-victim = Riguarda me

button-help-blackmail = Qualcuno mi fa paura o vuole qualcosa

button-help-bystander = Ho visto o ricevuto qualcosa

button-help-regret = Ho messo qualcosa online

button-help-lines = Chi posso chiamare?

button-help-bot = Che cos'è questo bot?

button-help-next = Avanti

button-help-back = Indietro

button-help-menu = Da capo

button-help-code = Come si fa il codice

help-victim-1 =
    Non è colpa tua. È così se la foto è vera, e anche se non lo è.
    È così anche se è partita da te.
    Non serve che tu la mostri a qualcuno, nemmeno a me.
    Scegli tu che cosa succede ora. Non serve che altri sappiano che sei qui.

help-victim-2 =
    Per favore, tieni i messaggi, anche se fa male vederli. Più tardi ti possono aiutare.
    Scrivi nomi e ore, e dove è successo. Per questo non serve salvare la foto.
    Non serve che tu risponda.

help-victim-3 =
    Posso stare attento alla foto, e non ho bisogno di vederla.
    Il tuo telefono ne fa un codice. La foto resta con te.
    Mandami solo il codice. Se qualcuno mette la foto, la riconosco e lo dico a un adulto.

help-victim-4 =
    Non serve che tu faccia tutto senza aiuto. Dillo a un adulto di cui ti fidi, oggi se puoi.
    Puoi dirlo così: «Mi è successa una cosa online. Mi puoi aiutare?»
    Puoi chiedere senza problemi.

help-blackmail-1 =
    Non è colpa tua. Succede a tante persone, e si può fermare.
    Per favore, non pagare. Per favore, non mandare altro.
    Chi riceve qualcosa spesso chiede ancora.

help-blackmail-2 =
    Smetti di rispondere. Non serve dire perché.
    Per favore, non cancellare niente: né la chat né il tuo account. Lì si vede che cosa hanno fatto.
    Scrivi il nome del loro account e l'ora. O fai uno screenshot delle parole, non della foto.
    Dopo li puoi bloccare.

help-blackmail-3 =
    Per favore, dillo ora a un adulto di cui ti fidi. Puoi farlo, anche se ti hanno detto di no.
    L'adulto può segnalarlo con te. Puoi chiedere senza problemi.

help-blackmail-4 =
    Puoi fare qualcosa prima che qualcuno la metta online. Il tuo telefono fa un codice della foto.
    La foto resta con te. Mandami solo il codice.
    Io seguo alcune chat. Se qualcuno la mette lì, la riconosco e lo dico a un adulto.

help-bystander-1 =
    Fai bene a chiedere. Per favore, non aprirla di nuovo e non passarla.
    Non fare screenshot e non mostrarla a nessuno.
    Fa male a chi c'è nella foto, anche se non è vera.

help-bystander-2 =
    Per favore, non cancellarla ancora. Può aiutare chi c'è nella foto. Chiedi prima a un adulto di cui ti fidi.
    Non cercare chi è e non parlarne nella chat.

help-bystander-3 =
    { $reporting ->
        [menu] Puoi dircelo. Nella chat, apri il menu del messaggio. Scegli «App» e poi «Report picture».
       *[answer] Puoi dircelo. Nella chat, rispondi al messaggio con /report.
    }
    Non dico alla chat che ce l'hai detto tu.
    Conosci chi c'è nella foto? Puoi dire: «Sto dalla tua parte». Aiuta molto.
    Puoi anche parlare con un adulto di cui ti fidi. Puoi chiedere senza problemi.

help-regret-1 =
    Fai bene a chiedere. Aiuta se ti fermi ora.
    Per favore, non mandarlo di nuovo, né qui né altrove.
    Qualcuno ti ha fatto pressione? Non è colpa tua.

help-regret-2 =
    Chiedi anche agli altri di smettere. Basta una frase: «Per favore, non passatelo più».
    Per favore, non cancellare ancora i messaggi. Chiedi prima a un adulto di cui ti fidi.

help-regret-3 =
    Per favore, dillo oggi a un adulto di cui ti fidi. A me non serve sapere che cos'era.
    Non decido niente su di te e non conservo quello che scegli qui.
    Puoi chiedere senza problemi.

help-showed =
    Non ho aperto quello che hai mandato, e qui nessuno lo guarda. Per favore, non mandarmi foto o file.
    Non serve che tu lo mostri a qualcuno.

help-slow =
    Sono tante cose in una volta. Aspetta dieci minuti e poi scrivimi di nuovo.
    Non può aspettare? Parla con un adulto di cui ti fidi o chiama una linea di aiuto.
