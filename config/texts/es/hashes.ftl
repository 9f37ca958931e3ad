### Códigos de fotos que se hacen en casa y fotos que bloquean los adultos. Las notas, en en/hashes.ftl.

hashhelp-page =
    ¿Hay una foto tuya que quieres parar? No es culpa tuya.
    Por favor, no me envíes la foto. No me hace falta verla.
    Puedes sacar de ella un código en tu propio aparato. La foto se queda contigo.
    Abre allí la página «hash» de este programa. Si no la tienes, pídela a quien lo lleva. Va sin internet.
    Mándame solo el código. Así reconozco la foto si alguien la pone, y aviso a un adulto.
    Te doy un número. Con /hashhelp y el número puedes preguntar. Con /withdraw y el número lo paras.
    ¿Quieres ayuda ahora? Habla con un adulto de confianza o llama a un teléfono de ayuda.

hashhelp-private = De eso mejor hablamos a solas. Escríbeme en un chat privado: /hashhelp. He quitado tu mensaje del chat.

hash-ok =
    Gracias. He guardado el código. Son números, no es una foto.
    Tu número es { $reference }. Apúntalo, por favor. No lo guardo, así que no puedo decirlo otra vez.
    Guardo el código hasta el { DATETIME($until, dateStyle: "long") }. Puedes pararlo cuando quieras con /withdraw y el número.
    Si alguien pone la foto, aviso a un adulto. No digo que has sido tú.
    No has hecho nada malo. Habla con un adulto de confianza si puedes.

hash-not-seen = No he visto esa foto en los chats que cuido.

hash-seen = He visto una foto así y he avisado a un adulto. No es culpa tuya. Habla con un adulto de confianza o llama a un teléfono de ayuda.

hash-kept = Guardo el código hasta el { DATETIME($until, dateStyle: "long") }. Con /withdraw y el número lo paras.

hash-inactive =
    Aún tengo el código, pero ahora no lo uso. Un adulto vio un aviso y dijo que era un error.
    ¿No es así? Díselo a un adulto de confianza.

hash-withdrawn = Hecho. He quitado el código. Ya no busco esa foto. Puedes enviar un código otra vez cuando quieras.

hash-unknown =
    Con ese número no tengo nada. ¿Están bien todas las letras?
    Puede que ya se acabara o que alguien lo parara. Siempre puedes enviar el código otra vez.

hash-slow = Ya son muchos por ahora. Prueba otra vez mañana. ¿No puede esperar? Habla con un adulto de confianza o llama a un teléfono de ayuda.

hash-refused-common =
    Mucha gente tiene una foto así. Por eso un código no basta para pararla.
    Si va sobre ti, díselo a un adulto que reciba mis avisos. Un adulto la puede bloquear ya.

hash-refused-not-a-code =
    Ahí no veo ningún código. Un código empieza por UPS.
    Cópialo entero y mándalo otra vez. Con /hashhelp te digo cómo se hace.

hash-refused-other-version = Ese código es de otra versión. Hazlo otra vez con la página «hash» de este programa.

hash-refused-several = Ahí hay más de un código. Mándalos uno a uno, por favor.

hash-refused-cut-short = Falta el final del código. Cópialo entero y mándalo otra vez.

hash-refused-mistyped = Hay una letra mal en el código. No lo escribas a mano. Cópialo entero y mándalo otra vez.

hash-refused-flat =
    En esa foto se ve muy poco. Un código de ella pararía también otras fotos.
    ¿Tienes una copia en la que se vea más? Haz el código con esa.

hash-refused-malformed = Ese código no está bien. Hazlo otra vez con la página «hash» de este programa.

sender-notice-earlier =
    Hola. Se ha quitado una foto o un archivo que publicaste hace un tiempo.
    Lo ha hecho un programa. Nadie lo ha mirado. El programa puede fallar.
    Nadie ha decidido nada sobre ti. Un adulto lo va a revisar.
    ¿Crees que es un error? Dale este número a un adulto encargado: { $number }.
    ¿Alguien te presionó para enviarlo? Pulsa Ayuda, habla con un adulto de confianza o llama a un teléfono de ayuda. No te va a pasar nada por preguntar.

button-block = Bloquear esta foto

block-everywhere = { $number }: la foto queda bloqueada en todos los chats. Las copias se quitan enseguida, también las que ya estaban.

block-here =
    { $number }: la foto queda bloqueada en este chat, también las copias que ya estaban.
    Otra persona adulta puede bloquearla en todos los chats con el mismo botón o con /blockhash { $number }

block-again = { $number }: ya la bloqueaste. Para todos los chats hace falta otra persona adulta: el mismo botón o /blockhash { $number }

block-before = { $number }: la foto ya está bloqueada en todos los chats.

block-nothing = { $number }: no hay nada por lo que pueda reconocerla. No se ha bloqueado nada.

block-mistake = { $number } está marcado como error, así que no se ha bloqueado nada.

alert-what-removed-earlier = Qué: se acaba de quitar algo que se publicó antes. Lo que coincide con ello se conoció después.

alert-what-gone-earlier = Qué: algo que se publicó antes coincide con algo que se conoció después. Ya no estaba.

alert-what-left-earlier = Qué: algo que se publicó antes coincide con algo que se conoció después. Se ha dejado en el chat. O este chat solo avisa, o tiene que decidir una persona.

alert-also =
    { $count ->
        [one] La misma foto está en { $count } mensaje más de este chat. Es parte de este caso:
       *[other] La misma foto está en { $count } mensajes más de este chat. Son parte de este caso:
    }

alert-also-line = • puesta el { DATETIME($time, dateStyle: "medium", timeStyle: "short") }

alert-why-blocked = Por qué: coincide con una foto que ha bloqueado una persona adulta.

menu-hashhelp = Parar una foto sin enseñarla

menu-withdraw = Retirar un código

menu-blockhash = Bloquear la foto de un caso
