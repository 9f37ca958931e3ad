confirm-admin = Algú que administra el xat m'ha donat una ordre sense dir qui és. Has estat tu? Prem el botó. Et responc en privat.

button-confirm = He estat jo

answer-in-private = La meva resposta és només per a una persona. Ho has preguntat tu? Prem el botó.

button-answer = Llegir la resposta

group-media-paused =
    Les fotos estan en pausa en aquest xat per ara. Pots continuar escrivint.
    Ho ha decidit un adult. No és per tu.

group-media-allowed = Ja es poden tornar a penjar fotos en aquest xat.
