group-removed-message =
    Uma mensagem foi retirada deste chat.
    Foi um programa que fez isto, e pode errar.
    Há algo que te preocupa? Fala com um adulto de confiança. Podes perguntar sem medo.

sender-notice-link =
    Olá. Uma mensagem que puseste foi retirada.
    Falava de uma coisa que faz fotos falsas de pessoas sem roupa.
    Foi um programa que fez isto. Ninguém viu. O programa pode errar.
    Ninguém decidiu nada sobre ti.
    Uma foto falsa assim magoa por muito tempo quem lá aparece. Em muitos sítios não se pode fazer nem passar.
    Há uma foto assim tua ou de alguém amigo? Alguém te fez pressão? Fala com um adulto de confiança ou liga para uma linha de ajuda. Podes perguntar sem medo.
    Achas que foi engano? Dá este número a um adulto responsável: { $number }.
