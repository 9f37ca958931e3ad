### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

group-outbreak =
    Les fotos estan en pausa en aquest xat fins a les { DATETIME($until, timeStyle: "short") }. Pots continuar escrivint.
    T'han enviat una cosa que fa mal a una altra persona? No la passis. No l'obris més. Deixa el mòbil com està i parla amb un adult de confiança.

group-paused = Algunes coses no es poden penjar en aquest xat fins a les { DATETIME($until, timeStyle: "short") }. Pots continuar escrivint. No és per tu.

menu-lock = Posar en pausa les fotos o altres coses

menu-unlock = Tornar a permetre les fotos i la resta

menu-panic = Posar-ho tot en pausa menys les paraules
