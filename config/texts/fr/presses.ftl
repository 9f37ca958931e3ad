confirm-admin = Un admin m'a donné une commande sans dire son nom. C'était toi ? Alors appuie sur le bouton. Je te réponds en privé.

button-confirm = C'était moi

answer-in-private = Ma réponse est pour une seule personne. C'est toi qui as demandé ? Alors appuie sur le bouton.

button-answer = Lire la réponse

group-media-paused =
    Les photos sont en pause dans ce chat pour le moment. Tu peux encore écrire.
    Un adulte l'a décidé. Ce n'est pas à cause de toi.

group-media-allowed = On peut de nouveau poster des photos dans ce chat.
