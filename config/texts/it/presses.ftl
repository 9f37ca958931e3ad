confirm-admin = Chi gestisce la chat mi ha dato un comando senza mostrare il nome. Eri tu? Allora premi il tasto. Ti rispondo in privato.

button-confirm = Ero io

answer-in-private = La mia risposta è per una persona sola. Lo hai chiesto tu? Allora premi il tasto.

button-answer = Leggi la risposta

group-media-paused =
    Per ora le foto sono in pausa in questa chat. Puoi ancora scrivere.
    Lo ha deciso un adulto. Non è per te.

group-media-allowed = In questa chat si possono mettere di nuovo le foto.
