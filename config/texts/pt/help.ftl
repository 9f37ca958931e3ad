button-help = Ajuda

help-menu =
    Olá. De que se trata? Escolhe uma opção. Podes parar quando quiseres.
    Sou um programa. Ninguém nos teus chats vê isto, e não guardo o que escolhes.
    A app onde falamos pode ver isto, como tudo o que lá pões.
    Por favor, não me envies fotos. Não preciso de as ver.

button-help-victim = É sobre mim

button-help-blackmail = Alguém me assusta ou me pede algo

button-help-bystander = Vi ou recebi alguma coisa

button-help-regret = Publiquei alguma coisa

button-help-lines = A quem posso ligar?

button-help-bot = O que é este bot?

button-help-next = Seguinte

button-help-back = Voltar

button-help-menu = Do início

button-help-code = Como se faz o código

help-victim-1 =
    A culpa não é tua. É assim se a foto é real, e também se não é.
    E também se a foto veio de ti.
    Não tens de a mostrar a ninguém, nem a mim.
    És tu quem escolhe o que vem a seguir. Ninguém tem de saber que estás aqui.

help-victim-2 =
    Por favor, guarda as mensagens, mesmo que doa ver. Mais tarde podem ajudar-te.
    Toma nota dos nomes e das horas, e de onde foi. Para isso não tens de guardar a foto.
    Não tens de responder a ninguém.

help-victim-3 =
    Posso estar atento à foto, e não preciso de a ver.
    O teu telemóvel faz um código dela. A foto fica contigo.
    Envia-me só o código. Se alguém puser a foto, sei que é ela e digo a um adulto.

help-victim-4 =
    Não tens de fazer isto sem ajuda. Fala com um adulto de confiança, hoje se puderes.
    Podes dizer: «Aconteceu-me uma coisa na net. Podes ajudar-me?»
    Podes perguntar sem medo.

help-blackmail-1 =
    A culpa não é tua. Acontece a muita gente, e pode parar.
    Por favor, não pagues. Por favor, não envies mais nada.
    Quem recebe uma coisa pede muitas vezes mais.

help-blackmail-2 =
    Deixa de responder. Não tens de dizer porquê.
    Por favor, não apagues nada: nem o chat nem a tua conta. É lá que se vê o que fizeram.
    Toma nota do nome da conta e da hora. Ou faz uma captura das palavras, não da foto.
    Depois já podes bloquear essa conta.

help-blackmail-3 =
    Por favor, fala já com um adulto de confiança. Podes, mesmo que alguém te diga que não.
    O adulto pode avisar contigo. Podes perguntar sem medo.

help-blackmail-4 =
    Podes fazer algo antes que alguém a ponha. O teu telemóvel faz um código da foto.
    A foto fica contigo. Envia-me só o código.
    Eu cuido de alguns chats. Se alguém a puser lá, sei que é ela e digo a um adulto.

help-bystander-1 =
    Fazes bem em perguntar. Por favor, não a abras outra vez e não a passes.
    Não faças capturas e não a mostres a ninguém.
    Magoa quem está na foto, mesmo que não seja real.

help-bystander-2 =
    Por favor, não a apagues ainda. Pode ajudar quem está na foto. Fala antes com um adulto de confiança.
    Não procures quem é e não fales disso no chat.

help-bystander-3 =
    { $reporting ->
        [menu] Podes dizer-nos. No chat, abre o menu da mensagem. Escolhe «Apps» e depois «Report picture».
       *[answer] Podes dizer-nos. No chat, responde à mensagem com /report.
    }
    Não digo ao chat que foste tu.
    É alguém que conheces? Podes dizer: «Estou do teu lado.» Isso ajuda muito.
    Também podes falar com um adulto de confiança. Podes perguntar sem medo.

help-regret-1 =
    Fazes bem em perguntar. Parar agora ajuda muito.
    Por favor, não envies isso outra vez, nem aqui nem noutro lado.
    Alguém te fez pressão? A culpa disso não é tua.

help-regret-2 =
    Pede aos outros que parem também. Basta uma frase: «Por favor, não passem mais isso.»
    Por favor, não apagues ainda as mensagens. Fala antes com um adulto de confiança.

help-regret-3 =
    Por favor, fala hoje com um adulto de confiança. A mim não tens de dizer o que era.
    Não decido nada sobre ti e não guardo o que escolhes aqui.
    Podes perguntar sem medo.

help-showed =
    Não abri o que me chegou de ti, e aqui ninguém vai ver. Por favor, não me envies fotos nem ficheiros.
    Não tens de mostrar isso a ninguém.

help-slow =
    Foi muita coisa de uma vez. Espera dez minutos e escreve-me outra vez.
    Não pode esperar? Fala com um adulto de confiança ou liga para uma linha de ajuda.
