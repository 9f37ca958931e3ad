### La ayuda en un chat privado. Las notas sobre cada texto están en en/help.ftl.

button-help = Ayuda

help-menu =
    Hola. ¿De qué se trata? Elige una opción. Puedes parar cuando quieras.
    Soy un programa. Nadie de tus chats ve esto, y no guardo lo que eliges.
    La aplicación en la que hablamos sí puede verlo, como todo lo demás.
    Por favor, no me envíes ninguna foto. No me hace falta verla.

button-help-victim = Va sobre mí

button-help-blackmail = Alguien me asusta o me pide algo

button-help-bystander = He visto o me ha llegado algo

button-help-regret = He publicado algo

button-help-lines = ¿A quién llamo?

button-help-bot = ¿Qué es este bot?

button-help-next = Seguir

button-help-back = Atrás

button-help-menu = Empezar otra vez

button-help-code = Cómo se hace el código

help-victim-1 =
    No es culpa tuya. Es así si la foto es real, y también si no lo es.
    Y también si la foto salió de ti.
    No tienes que enseñarla a nadie, tampoco a mí.
    Tú eliges qué pasa ahora. Nadie tiene que saber que estás aquí.

help-victim-2 =
    Por favor, guarda los mensajes, aunque duela verlos. Te pueden ayudar más tarde.
    Apunta nombres y horas, y dónde lo viste. Para eso no hace falta guardar la foto.
    No tienes que contestar a nadie.

help-victim-3 =
    Puedo estar atento a la foto, y no me hace falta verla.
    Tu propio móvil saca de ella un código. La foto se queda contigo.
    Mándame solo el código. Si alguien pone la foto, la reconozco y aviso a un adulto.

help-victim-4 =
    No tienes que hacer esto a solas. Díselo a un adulto de confianza, hoy si puedes.
    Puedes decirlo así: «Me ha pasado algo en internet. ¿Me ayudas?»
    No te va a pasar nada por preguntar.

help-blackmail-1 =
    No es culpa tuya. Le pasa a mucha gente, y se puede parar.
    Por favor, no pagues. Por favor, no envíes nada más.
    Quien consigue algo suele pedir más.

help-blackmail-2 =
    Deja de contestar. No tienes que decir por qué.
    Por favor, no borres nada: ni el chat ni tu cuenta. Ahí se ve lo que han hecho.
    Apunta el nombre de su cuenta y la hora. O haz una captura de las palabras, no de la foto.
    Después ya puedes bloquear la cuenta.

help-blackmail-3 =
    Por favor, díselo ya a un adulto de confianza. Puedes, aunque te digan que no.
    El adulto puede avisar contigo. No te va a pasar nada por preguntar.

help-blackmail-4 =
    Puedes hacer algo antes de que alguien la ponga. Tu propio móvil saca un código de la foto.
    La foto se queda contigo. Mándame solo el código.
    Si alguien la pone en un chat que cuido, la reconozco y aviso a un adulto.

help-bystander-1 =
    Está bien que preguntes. Por favor, no la abras otra vez y no la pases.
    No hagas capturas y no se la enseñes a nadie.
    A la persona que sale le duele, también si no es real.

help-bystander-2 =
    Por favor, no la borres todavía. Puede ayudar a quien sale. Pregunta antes a un adulto de confianza.
    No busques quién es y no hables de ello en el chat.

help-bystander-3 =
    { $reporting ->
        [menu] Puedes avisarnos. En el chat, abre el menú del mensaje. Elige «Aplicaciones» y luego «Report picture».
       *[answer] Puedes avisarnos. En el chat, responde al mensaje con /report.
    }
    No le digo al chat que has sido tú.
    ¿Es alguien que conoces? Puedes decirle: «Estoy de tu lado». Eso ayuda mucho.
    También puedes hablar con un adulto de confianza. No te va a pasar nada por preguntar.

help-regret-1 =
    Está bien que preguntes. Ayuda mucho parar ahora.
    Por favor, no lo envíes otra vez, ni aquí ni en otro sitio.
    ¿Alguien te presionó? Eso no es culpa tuya.

help-regret-2 =
    Pide a los demás que paren también. Basta una frase: «Por favor, no lo paséis más».
    Por favor, no borres los mensajes todavía. Pregunta antes a un adulto de confianza.

help-regret-3 =
    Díselo hoy a un adulto de confianza. A mí no me tienes que contar qué era.
    No decido nada sobre ti y no guardo lo que eliges aquí.
    No te va a pasar nada por preguntar.

help-showed =
    No he abierto lo que has enviado, y aquí nadie lo va a mirar. Por favor, no me envíes fotos ni archivos.
    No tienes que enseñarlo a nadie.

help-slow =
    Han sido muchos mensajes de golpe. Espera diez minutos y escríbeme otra vez.
    ¿No puede esperar? Habla con un adulto de confianza o llama a un teléfono de ayuda.
