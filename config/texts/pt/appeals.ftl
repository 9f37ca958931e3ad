button-appeal = Foi um erro

sender-appeal = Foi um erro? Podes tocar no botão até { DATETIME($until, dateStyle: "long") }.

appeal-received =
    Obrigado. O teu pedido sobre { $number } já está com um adulto.
    Um adulto decide até { DATETIME($until, dateStyle: "long") }. Depois escrevo-te.
    Ninguém decidiu nada sobre ti. Não precisas de fazer mais nada.

appeal-already =
    Já me disseste isso de { $number }. Uma vez chega.
    Se ainda não sabes nada, fala com um adulto responsável.

appeal-too-late =
    O tempo para { $number } acabou.
    Ainda podes falar com um adulto responsável. Dá-lhe este número.

appeal-unknown =
    Não tenho nada teu com o número { $number }.
    Vê o número na minha nota ou fala com um adulto.

appeal-decided = Um adulto já foi ver { $number }. O erro foi nosso. Não precisas de fazer mais nada.

appeal-refused =
    Olá. Um adulto foi ver { $number }. Fica como está.
    Isto não diz nada sobre ti.
    Podes falar disso com um adulto responsável. Dá-lhe este número.
    Algo te preocupa, ou alguém te empurrou? Toca em Ajuda ou escreve-me /helpline a sós. Não faz mal perguntar.

appeal-late =
    Olá. Ainda não sei nada de { $number }. A culpa não é tua. Peço desculpa.
    Já avisei os adultos outra vez. Escrevo-te logo que decidam.
    Também podes falar com um adulto responsável. Dá-lhe este número.

sender-post-again = Podes pôr a mesma foto outra vez nesse chat.

sender-ask-first = O programa pode parar a foto outra vez. Fala antes com um adulto.

menu-appeal = Dizer que uma remoção foi um erro
