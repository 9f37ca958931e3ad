### Lo que leen los adultos. Las notas sobre cada texto están en en/adults.ftl.

alert-head = Caso { $number } en { $chat }, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.

alert-test = Esto es una prueba: alguien publicó la tarjeta de prueba. No afecta a ningún alumno y no hay nada que hacer.

alert-what-removed =
    { $seconds ->
        [one] Qué: se quitó un archivo { $seconds } segundo después de publicarse.
       *[other] Qué: se quitó un archivo { $seconds } segundos después de publicarse.
    }

alert-what-gone = Qué: se publicó un archivo. Ya no estaba cuando el bot fue a quitarlo.

alert-what-trying = Qué: el bot sigue intentando quitar un archivo. Puede verse hasta entonces. Si no lo consigue, habrá otro aviso.

alert-what-failed = Qué: NO se ha quitado un archivo. Sigue a la vista en el chat.

alert-what-left = Qué: se ha dejado un archivo en el chat. O este chat solo avisa, o tiene que decidir una persona.

alert-verified = Comprobado después: el mensaje ya no está.

alert-not-verified = Sin comprobar después: esta plataforma no puede decir si un mensaje ya no está.

alert-why-bank = Por qué: coincide con una imagen de la lista «{ $bank }».

alert-why-removed-before = Por qué: se parece a una imagen que ya se quitó antes. El bot pudo equivocarse entonces y puede equivocarse ahora.
alert-why-reported-before = Por qué: se parece a una imagen que alguien denunció. Nadie ha confirmado todavía esa denuncia.
alert-why-like = Por qué: se parece a una imagen de la lista «{ $bank }», pero la lista sola no basta para estar seguros.

alert-why-model =
    { $band ->
        [high] Por qué: es probable que sea una imagen íntima. Lo estima un programa y puede fallar.
        [medium] Por qué: es posible que sea una imagen íntima. Lo estima un programa y puede fallar.
       *[low] Por qué: es posible que sea una imagen íntima, pero el indicio es débil. Lo estima un programa y falla a menudo.
    }

alert-why-breaker = Por qué: es posible que sea una imagen íntima. El bot ha quitado muchas más de lo normal en una hora; puede estar fallando y por eso pregunta a una persona.

alert-why-opaque = Por qué: no se pudo revisar: { $why }. Eso no dice nada de lo que muestra.

alert-why-report = Por qué: alguien del chat avisó. No se muestra quién.

alert-steps =
    Ahora, por favor:
    1. Conviene avisar hoy a la persona responsable de bienestar y protección del centro. Si hay amenazas o piden dinero, hay que llamar a la policía.
    2. No se debe pedir a nadie que envíe, enseñe o describa la imagen. Tampoco buscarla.
    3. No se debe culpar a nadie en el chat ni borrar el chat.
    4. Hay que ver cómo está quien puede salir en la imagen y preguntarle qué quiere que pase.

alert-steps-opaque = Ahora, por favor: hay que preguntar al tutor o la tutora si esperaba ese archivo. No se debe abrir, ni pedir a nadie que lo envíe o lo enseñe. En caso de duda, conviene avisar a la persona responsable de bienestar y protección.

alert-no-copy = El bot no guarda ninguna copia y no se la ha enseñado a nadie.

digest-head =
    { $count ->
        [one] { $count } archivo en { $chat } podría ser una imagen íntima, pero el indicio es débil. Sigue en el chat.
       *[other] { $count } archivos en { $chat } podrían ser imágenes íntimas, pero los indicios son débiles. Siguen en el chat.
    }

digest-line = • /case { $number } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") }

digest-steps =
    Motivo: un programa lo supone y ningún otro lo confirma. Se equivoca a menudo; por eso se avisa de todos juntos.
    Qué hacer ahora: atender hoy cada uno. Con su número o con su orden se ve lo que hay que hacer.
    No hay que pedir a nadie que envíe, enseñe o describa una imagen.

alert-flood =
    Caso { $number } en { $chat }: una imagen de la lista «{ $bank }» se ha enviado muchas veces en una hora.
    Quizá es una imagen que tiene todo el mundo. O es una dañina que se extiende.
    Desde ahora el bot solo la quita si además ve algo en ella. Si no, pregunta aquí cada vez.
    Qué hacer ahora: averiguar cuál de las dos es, sin pedir a nadie que la enseñe. Si es dañina, hay que avisar a la persona que lleva el bot. Esa persona puede confirmarla en la lista, y entonces se quita otra vez al momento.

escalation-head = El caso { $number } en { $chat } necesita a una persona ahora: el bot no pudo quitar el mensaje.

escalation-do = Por favor, hay que pedir a quien administra ese chat que borre ahora el mensaje del { DATETIME($time, dateStyle: "medium", timeStyle: "short") }. No se debe abrir, guardar ni pasar lo que contiene.

fix-sandbox-delete = Cómo arreglarlo: dar al bot el derecho a borrar mensajes en este chat de prueba. Después, enviar /status allí.

fix-unknown = Cómo arreglarlo: hacer al bot administrador del chat, con derecho a borrar mensajes. Después, enviar /status allí.

adults-policy-weaker =
    En { $chat } alguien ha pedido un cambio: { $what }.
    Con él, la protección será más débil. Empieza el { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    Se puede parar con el botón «Dejar como está».

adults-policy-stronger = En { $chat } la protección es más fuerte desde ahora: { $what }.

adults-policy-changed = En { $chat } ha cambiado un ajuste: { $what }.

adults-alerts-test = Esto es una prueba. Los avisos llegan aquí.

adults-bound =
    Los avisos de { $chat } llegan aquí desde ahora.
    Solo llevan palabras, nunca una imagen. Por favor, en este chat solo debe haber adultos.

adults-bot-removed =
    Han quitado el bot de { $chat } el { DATETIME($time, dateStyle: "medium", timeStyle: "short") }. Ese chat ya no está protegido.
    Conviene averiguar quién lo ha quitado y por qué. Quien administra el chat puede añadirlo otra vez.

adults-cannot-delete =
    PROBLEMA: desde el { DATETIME($time, dateStyle: "medium", timeStyle: "short") } el bot no puede quitar mensajes en { $chat }, y quizá no los vea todos.
    Hay que pedir a quien administra ese chat que le devuelva el permiso.

adults-gap =
    Sin revisar en { $chat }: lo que se publicó desde el { DATETIME($since, dateStyle: "medium", timeStyle: "short") } hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") }. El bot no pudo verlo.
    Conviene preguntar al tutor o la tutora si pasó algo en ese tiempo. No se debe pedir al alumnado que enseñe nada.

reason-empty = el archivo está vacío

reason-not-a-picture = el archivo no es una foto

reason-unsupported = no sé leer este tipo de archivo

reason-too-big = el archivo pesa demasiado

reason-too-many-pixels = la foto es demasiado ancha o alta

reason-too-much = contiene más de lo que puedo mirar

reason-encrypted = está cerrado con una contraseña

reason-truncated = falta una parte del archivo

reason-undecodable = el archivo está roto

reason-unfetchable = no he podido cargar el archivo

reason-gone = ya no estaba cuando fui a mirar

reason-timed-out = tardaba demasiado

reason-model-failed = una parte de mí no ha funcionado

reason-not-judged = no me ha salido una respuesta clara

reason-crashed = he tenido que parar a la mitad

reason-unreadable = la plataforma ha enviado algo que no puedo leer

# For: adults. A line of the check-list.
check-delete = Borrar mensajes
