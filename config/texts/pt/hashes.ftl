hashhelp-page =
    Há uma foto tua que queres parar? A culpa não é tua.
    Por favor, não me envies a foto. Não preciso de a ver.
    Podes fazer um código dela no teu aparelho. A foto fica contigo.
    Abre lá a página «hash» deste programa. Não a tens? Pede-a a quem trata dele. Funciona sem internet.
    Envia-me só o código. Assim, se alguém puser a foto, sei que é ela e digo a um adulto.
    Dou-te um número. Com /hashhelp e o número podes perguntar. Com /withdraw e o número podes parar tudo.
    Queres ajuda agora? Fala com um adulto de confiança ou liga para uma linha de ajuda.

hashhelp-private = É melhor falarmos disso a sós. Escreve-me num chat privado: /hashhelp. Tirei a tua mensagem do chat.

hash-ok =
    Obrigado por enviares o código. Já o guardei. São números, não é uma foto.
    O teu número é { $reference }. Toma nota, por favor. Não o guardo, por isso não o posso dizer outra vez.
    Guardo o código até { DATETIME($until, dateStyle: "long") }. Podes parar quando quiseres com /withdraw e o número.
    Se alguém puser a foto, digo a um adulto. Não digo que foste tu a pedir.
    Não fizeste nada de mal. Fala com um adulto de confiança, se puderes.

hash-not-seen = Não vi essa foto nos chats de que cuido.

hash-seen = Vi uma foto assim e disse a um adulto. A culpa não é tua. Fala com um adulto de confiança ou liga para uma linha de ajuda.

hash-kept = Guardo o código até { DATETIME($until, dateStyle: "long") }. Com /withdraw e o número podes parar.

hash-inactive =
    Ainda tenho o código, mas agora não o uso. Um adulto foi ver e disse que era um engano.
    Não é verdade? Diz a um adulto de confiança.

hash-withdrawn = Feito. Apaguei o código. Já não procuro essa foto. Podes enviar um código outra vez quando quiseres.

hash-unknown =
    Não tenho nada com esse número. As letras estão todas certas?
    Pode já ter acabado, ou alguém o parou antes. Podes sempre enviar o código outra vez.

hash-slow = Já são muitos por agora. Tenta outra vez amanhã. Não pode esperar? Fala com um adulto de confiança ou liga para uma linha de ajuda.

hash-refused-common =
    Muita gente tem uma foto assim. Por isso um código não chega para a parar.
    Se é sobre ti, diz a um adulto que recebe os meus avisos. Um adulto pode parar a foto logo.

hash-refused-not-a-code =
    Não vejo aí nenhum código. Um código começa por UPS.
    Copia tudo e envia outra vez, por favor. Com /hashhelp digo-te como se faz.

hash-refused-other-version = Esse código é de outra versão. Faz outro com a página «hash» deste programa.

hash-refused-several = Há aí mais do que um código. Envia um de cada vez, por favor.

hash-refused-cut-short = Falta o fim do código. Copia tudo e envia outra vez, por favor.

hash-refused-mistyped = Há uma letra errada no código. Não o escrevas à mão. Copia tudo e envia outra vez.

hash-refused-flat =
    Nessa foto vê-se muito pouco. Um código dela ia parar também outras fotos.
    Tens uma cópia onde se veja mais? Faz o código com essa.

hash-refused-malformed = Esse código não está certo. Faz outro com a página «hash» deste programa.

sender-notice-earlier =
    Olá. Uma foto ou um ficheiro que puseste há algum tempo foi retirado.
    Foi um programa que fez isto. Ninguém viu. O programa pode errar.
    Ninguém decidiu nada sobre ti. Um adulto vai ver.
    Achas que foi engano? Dá este número a um adulto responsável: { $number }.
    Alguém te fez pressão? Toca em Ajuda, fala com um adulto de confiança ou liga para uma linha de ajuda. Podes perguntar sem medo.

menu-hashhelp = Parar uma foto sem a mostrar

menu-withdraw = Retirar um código
