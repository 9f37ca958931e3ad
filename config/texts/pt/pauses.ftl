### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

group-outbreak =
    As fotos estão em pausa neste chat até às { DATETIME($until, timeStyle: "short") }. Podes continuar a escrever.
    Mandaram-te uma coisa que faz mal a outra pessoa? Não a passes. Não a abras outra vez. Deixa o telemóvel como está e fala com um adulto de confiança.

group-paused = Algumas coisas não se podem pôr neste chat até às { DATETIME($until, timeStyle: "short") }. Podes continuar a escrever. Não é por tua causa.

menu-lock = Pôr em pausa as fotos ou outras coisas

menu-unlock = Deixar outra vez pôr fotos e o resto

menu-panic = Pôr já tudo em pausa, menos as palavras
