group-removed =
    Uma foto ou um ficheiro foi retirado deste chat.
    Foi um programa que fez isto, e pode errar.
    Se tens uma cópia, por favor, não a passes.
    Há algo que te preocupa? Toca em Ajuda ou fala com um adulto de confiança. Podes perguntar sem medo.

group-removed-test = Isto foi um teste. A foto de teste foi retirada, por isso aqui funciona.

sender-notice =
    Olá. Uma foto ou um ficheiro que puseste às { DATETIME($time, timeStyle: "short") } foi retirado.
    Foi um programa que fez isto. Ninguém viu. O programa pode errar.
    Ninguém decidiu nada sobre ti. Um adulto vai ver.
    Achas que foi engano? Dá este número a um adulto responsável: { $number }.
    Alguém te fez pressão? Toca em Ajuda, fala com um adulto de confiança ou liga para uma linha de ajuda. Podes perguntar sem medo.

sender-notice-opaque =
    Olá. Um ficheiro que puseste foi retirado.
    Não o consegui verificar: { $why }. Isso acontece e não diz nada sobre ti.
    Podes tentar outra vez com uma foto normal.
    Achas que foi engano? Dá este número a um adulto responsável: { $number }.

sender-notice-test = Olá. Puseste a foto de teste e ela foi retirada. O teste correu bem. Não tens de fazer mais nada.

why-only-sender =
    Aqui só pode ler mais quem pôs a mensagem.
    Há algo que te preocupa? Fala com um adulto de confiança. Podes perguntar sem medo.

report-thanks =
    Fizeste bem em contar. O número é { $number }.
    Não digo ao chat que foste tu. Um adulto vai tratar disso.
    Por favor, não envies a foto a ninguém, nem a mim.

report-how =
    { $reporting ->
        [menu] Queres falar de uma mensagem? Abre o menu dela. Escolhe «Apps» e depois «Report picture».
       *[answer] Queres contar alguma coisa? Responde a essa mensagem com /report.
    }
    Também podes falar com um adulto de confiança. Podes perguntar sem medo.
    Por favor, não envies a foto a ninguém, nem a mim.

sender-false-alarm =
    Olá. Uma pessoa foi ver { $number }.
    O erro foi nosso. O que puseste estava bem. Pedimos desculpa.

help-page =
    Olá. Sou um programa. Ajudo a cuidar deste chat.
    Verifico as fotos que se põem aqui. Posso tirar uma ou dizer a um adulto.
    { $reporting ->
        [menu] «Report picture» avisa um adulto. Está no menu de cada mensagem, em «Apps».
       *[answer] /report avisa um adulto. Usa-o como resposta à mensagem.
    }
    /about diz o que verifico. /privacy diz o que guardo.
    Precisas de ajuda? Toca em Ajuda ou escreve-me num chat privado. Aqui ninguém vê isso.
    Lá, /hashhelp ajuda a parar uma foto tua. /helpline diz a quem ligar.
    Também podes falar com um adulto de confiança. Podes perguntar sem medo.
    Para os adultos responsáveis: /status, /settings, /policy, /mode, /alerts, /language, /selftest, /case, /falsealarm e /blockhash.

about-page =
    Verifico as fotos e os vídeos que se põem neste chat, e muitos ficheiros. Também verifico a foto de perfil de quem entra.
    Uso números, não olhos, e posso errar.
    Posso tirar uma foto e dizer a um adulto. Nunca decido o que vai ser de uma pessoa.
    Não vejo os chats privados. Também não vejo outras aplicações, como o WhatsApp.
    Não consigo abrir todos os ficheiros nem todos os links. Posso falar deles a um adulto.
    Por isso, fala com um adulto quando algo não te parece bem. { $reporting ->
        [menu] Também podes usar «Report picture».
       *[answer] Também podes usar /report.
    }
    O meu código é aberto. Toda a gente o pode ler, mudar e passar.

privacy-page =
    Nunca guardo fotos. Olho para cada uma uma vez e depois esqueço.
    De cada foto tomo nota da hora, do chat e do resultado.
    A nota tem o número da mensagem e o da conta que a pôs.
    Guardo um código feito a partir da foto, que se chama hash. Guardo-o uns dias, e mais tempo se faço alguma coisa. O código não é uma foto.
    Os adultos que recebem os meus avisos podem ver o que fiz. Não veem a foto.
    A tua escola decide quanto tempo ficam as notas.
    Podes pedir o que sei de ti. Fala com quem cuida do bem-estar na tua escola.
