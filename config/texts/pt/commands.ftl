button-why = Porquê?

press-not-allowed = Este botão é para os adultos responsáveis. Nada mudou.

press-too-old = Este botão já não funciona. Nada mudou.

alerts-bad-code = Esse código não serve. Envia /alerts no chat da turma para teres outro.

alerts-not-here = Os avisos não podem chegar aqui. Envia /alerts no chat da turma para teres outro código. Quem gere o chat dos adultos tem de o enviar lá.

command-misspelt =
    Não percebi. Tenta assim:
    { $usage }

command-not-allowed = Este comando é para os adultos responsáveis. Nada mudou.

language-name = português

menu-help = O que faço e quem ajuda

menu-about = O que verifico

menu-privacy = O que guardo

menu-report = Avisar um adulto de uma mensagem
