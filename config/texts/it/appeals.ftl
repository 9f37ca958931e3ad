button-appeal = È stato un errore

sender-appeal = È stato un errore? Puoi toccare il bottone fino al { DATETIME($until, dateStyle: "long") }.

appeal-received =
    Grazie. La tua richiesta su { $number } è da un adulto.
    Un adulto decide entro il { DATETIME($until, dateStyle: "long") }. Poi ti scrivo.
    Nessuno ha deciso niente su di te. Non serve altro.

appeal-already =
    Hai già chiesto di { $number }. Una volta basta.
    Se non hai ancora una risposta, chiedi a un adulto responsabile.

appeal-too-late =
    Il tempo per chiedere di rivedere { $number } è finito.
    Puoi ancora parlare con un adulto responsabile. Digli questo numero.

appeal-unknown =
    Non ho niente di tuo con il numero { $number }.
    Guarda il numero nella mia nota, o parla con un adulto.

appeal-decided = Un adulto ha già visto { $number }. È stato un nostro errore. Non serve altro.

appeal-refused =
    Ciao. Un adulto ha visto { $number }. Resta così.
    Questo non dice niente su di te.
    Ne puoi parlare con un adulto responsabile. Digli questo numero.
    Qualcosa ti preoccupa, o qualcuno ti ha spinto? Tocca Aiuto o scrivimi /helpline da solo. Chiedere va bene.

appeal-late =
    Ciao. Non so ancora niente di { $number }. Non è colpa tua. Mi dispiace.
    Ho avvisato di nuovo gli adulti. Ti scrivo quando decidono.
    Puoi anche parlare tu con un adulto. Digli questo numero.

sender-post-again = Puoi mettere di nuovo la stessa foto in quella chat.

sender-ask-first = Il programma può fermarla di nuovo. Parla prima con un adulto.

menu-appeal = Dire che una rimozione è stata un errore
