### Respuestas a las órdenes del chat y rótulos de los botones. Las notas están en en/commands.ftl.
### Las órdenes y sus valores van en inglés: son lo que se escribe.

button-why = ¿Por qué?

button-ack = Me encargo

button-mistake = Fue un error

button-keep = Dejar como está

ack-done = { $number }: anotado que alguien se encarga.

ack-already =
    { $state ->
        [open] { $number } sigue abierto.
        [acknowledged] Alguien se encarga ya de { $number }.
        [false_alarm] { $number } ya estaba marcado como error.
       *[closed] { $number } ya está cerrado.
    }

press-not-allowed = Este botón es para los adultos encargados. No ha cambiado nada.

press-too-old = Este botón ya no vale. No ha cambiado nada.

policy-show =
    { $alerts ->
        [none]
            Política de { $chat }:
            mode (modo): { $mode }
            preset (nivel): { $preset }
            opaque (no se puede revisar): { $opaque }
            links (enlaces; no se revisa adónde llevan): { $links }
            digest (los indicios débiles se avisan juntos): { $digest }
            language (idioma): { $language }
            alerts (avisos): nadie los recibe todavía. Para cambiarlo: /alerts
       *[set]
            Política de { $chat }:
            mode (modo): { $mode }
            preset (nivel): { $preset }
            opaque (no se puede revisar): { $opaque }
            links (enlaces; no se revisa adónde llevan): { $links }
            digest (los indicios débiles se avisan juntos): { $digest }
            language (idioma): { $language }
            alerts (avisos): al chat de los adultos
    }

policy-changed-now = Cambiado desde ahora: { $what }.

policy-changed-later =
    Con esto la protección será más débil: { $what }.
    Empieza el { DATETIME($time, dateStyle: "medium", timeStyle: "short") }. Los adultos que reciben los avisos lo saben y pueden pararlo.

policy-unchanged = Ya estaba así. No ha cambiado nada.

policy-not-announced =
    No cambia nada. Esto haría más débil la protección: { $what }.
    No se ha podido avisar a ninguna persona adulta que recibe los avisos. Con /alerts se ve quién los recibe.

policy-kept = Se deja como está. El cambio queda anulado.

policy-too-late = Ya es tarde: el cambio está en vigor o se anuló antes. Con /policy en el chat de clase se ve lo que está en vigor.

policy-reason = opaque { $reason } ({ $why }): { $value }

policy-upcoming = Anunciado para el { DATETIME($time, dateStyle: "medium", timeStyle: "short") }: { $what }.

what-mode = mode (modo) → { $value }

what-preset = preset (nivel) → { $value }

what-opaque = opaque (no se puede revisar) → { $value }

what-reason = opaque { $reason } ({ $why }) → { $value }

what-links = links (enlaces; no se revisa adónde llevan) → { $value }

what-digest = digest (los indicios débiles se avisan juntos) → { $value }

what-language = language (idioma) → { $value }

what-alerts = los avisos van a → { $value }

what-alerts-off = los avisos van a → nadie

alerts-show = Los avisos van a: { $where }.

alerts-none = Ningún adulto recibe todavía los avisos de este chat. Conviene cambiarlo ahora.

alerts-code =
    { $minutes ->
        [one] Para indicar el chat de los adultos: crear un chat solo con adultos, añadir el bot y enviar allí lo siguiente en { $minutes } minuto como máximo:
       *[other] Para indicar el chat de los adultos: crear un chat solo con adultos, añadir el bot y enviar allí lo siguiente en { $minutes } minutos como máximo:
    }
    /alerts { $code }

alerts-bad-code = Ese código no vale. Con /alerts en el chat de clase se pide otro.

alerts-not-here = Los avisos no pueden llegar aquí. Con /alerts en el chat de clase se pide otro código. Debe enviarlo alguien que administre el chat de los adultos.

alerts-not-closed = Los avisos no pueden llegar aquí: no lo leen solo personas invitadas. Hay que cerrarlo a todo el mundo, dejar entrar a los adultos responsables y al bot, y probar otra vez.

alerts-test-sent = Se ha enviado una prueba al chat de los adultos. Conviene mirar si ha llegado.

alerts-test-failed = La prueba no ha llegado. ¿Sigue el bot en el chat de los adultos y puede escribir allí?

status-head = Estado de { $chat }:

status-mode =
    { $mode ->
        [shadow] Modo shadow: el bot mira y cuenta. No quita nada y no avisa a nadie.
        [alert] Modo alert: el bot avisa a los adultos. No quita nada.
       *[remove] Modo remove: el bot quita lo que encuentra y avisa a los adultos.
    }

status-can-delete = El bot puede borrar mensajes aquí.

status-cannot-delete = PROBLEMA: el bot no puede borrar mensajes aquí.

status-no-alerts = PROBLEMA: ningún adulto recibe los avisos. Para cambiarlo: /alerts

status-alerts-ok = Los avisos van al chat de los adultos.

status-alerts-open = PROBLEMA: los avisos no los leen solo personas invitadas. Hay que cerrar ese sitio a todos menos a los adultos responsables y al bot.

status-backlog =
    { $undecided ->
        [0] No hay nada por revisar.
        [one] Hay { $undecided } archivo por revisar.
       *[other] Hay { $undecided } archivos por revisar.
    } { $removals ->
        [0] No hay nada por quitar.
        [one] Hay { $removals } archivo por quitar.
       *[other] Hay { $removals } archivos por quitar.
    } { $undelivered ->
        [0] Todos los avisos han llegado.
        [one] PROBLEMA: { $undelivered } aviso no ha llegado.
       *[other] PROBLEMA: { $undelivered } avisos no han llegado.
    }

status-false-alerts =
    { $count ->
        [one] Previsible en una clase de 30 con { $pictures } imágenes inofensivas a la semana: se consultará { $count } a los adultos.
       *[other] Previsible en una clase de 30 con { $pictures } imágenes inofensivas a la semana: se consultarán unas { $count } a los adultos.
    }

status-false-removals =
    { $count ->
        [one] Previsible en una clase de 30 con { $pictures } imágenes inofensivas a la semana: se quitará { $count } por error.
       *[other] Previsible en una clase de 30 con { $pictures } imágenes inofensivas a la semana: se quitarán unas { $count } por error.
    }

status-blind-videos = No se revisan: los archivos demasiado grandes o con contraseña, los tipos que el bot no sabe abrir, como SVG, HTML o RAR, y lo que queda de un vídeo largo o de un archivo comprimido grande. Cuentan como «no se puede revisar».

status-blind-links = Se cuentan, pero no se siguen: los enlaces. No se ve lo que hay detrás.

status-blind-edits = Aquí no se ve: una imagen que se añade después, al editar un mensaje.

status-blind-history = Aquí no se ve: lo que se publicó mientras el bot estaba apagado.
status-blind-before = Aquí no se ve: lo que se publicó antes de llegar el bot.

status-blind-encryption = Aquí no se ven: los mensajes cifrados.

case-show =
    Caso { $number } en { $chat }, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    { $state ->
        [open] Estado: abierto. Nadie se encarga todavía.
        [acknowledged] Estado: alguien se encarga.
        [false_alarm] Estado: un adulto lo marcó como error.
       *[closed] Estado: cerrado.
    }
    { $outcome ->
        [allow] El bot no encontró nada.
        [opaque] El bot no pudo revisarlo.
        [review] El bot pidió que lo valorase una persona.
       *[remove] El bot decidió quitarlo.
    }

case-removed =
    { $seconds ->
        [one] Se quitó { $seconds } segundo después de publicarse.
       *[other] Se quitó { $seconds } segundos después de publicarse.
    }

case-not-removed = No se ha quitado, que sepa el bot.

case-hash = El SHA-256 del archivo empieza por { $sha256 }. Conviene guardarlo: puede probar más tarde que un archivo es este.

case-list-line =
    { $state ->
        [open] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · nadie se encarga todavía
        [acknowledged] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · alguien se encarga
        [false_alarm] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · fue un error
       *[closed] { $number } · { $chat } · { DATETIME($time, dateStyle: "medium", timeStyle: "short") } · cerrado
    }

case-unknown = Aquí no hay ningún caso { $number }.

falsealarm-done = { $number } queda marcado como error. Se avisa en privado a quien lo publicó, si es posible.

command-misspelt =
    No lo he entendido. Prueba así:
    { $usage }

command-not-allowed = Esta orden es para los adultos encargados. No ha cambiado nada.

command-where = Esta orden se envía en el propio chat de clase.

settings-how =
    mode: shadow solo cuenta, alert avisa a los adultos, remove también quita las imágenes.
    preset: lo pronto que actúa el bot, de lenient (menos) a strict (más).
    opaque y links: qué pasa con lo que no se puede revisar.
    Cada botón cambia un valor. Lo que debilita la protección empieza más tarde: antes se avisa a los adultos, que pueden pararlo.

language-name = español

language-show =
    Idioma de este chat: { $value }.
    El bot habla { $what }.
    Para cambiarlo: un botón, o /language con un código.

language-adults = { $what }: solo está traducido lo que lee el alumnado. Los adultos leen ahí sus textos en { $language }.

menu-help = Qué hago y quién ayuda

menu-about = Qué reviso

menu-privacy = Qué guardo

menu-report = Avisar a un adulto de un mensaje

menu-status = ¿Funciona aquí?

menu-coverage = Cuánto se ha revisado

menu-dryreport = Qué hice o qué habría hecho

menu-settings = Ver y cambiar los ajustes

menu-setup = Prepararlo paso a paso

menu-case = Ver los casos abiertos, o uno

menu-falsealarm = Marcar un caso como error

menu-policy = Ver lo que está en vigor

menu-mode = Cuánto hace el bot

menu-alerts = Quién recibe los avisos

menu-language = Cambiar el idioma

menu-selftest = Probarlo todo con la tarjeta de prueba
