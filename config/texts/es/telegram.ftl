### Telegram: qué se mira en un grupo y cómo lo arregla un adulto.

check-telegram-present = Estar en el chat

check-telegram-sees-all = Ver todos los mensajes

check-telegram-supergroup = Trabajar en un supergrupo

check-telegram-restrict = Silenciar y sacar a miembros cuando un adulto lo pide

check-telegram-protected = Trabajar donde nadie pueda guardar ni reenviar fotos

check-telegram-ephemeral = Decir algo a un solo miembro dentro del grupo

check-telegram-bots = Ver lo que publican otros bots

fix-telegram-delete = Cómo arreglarlo: abrir los ajustes del grupo y luego «Administradores», elegir el bot y activar «Eliminar mensajes». Después, enviar /status allí.

fix-telegram-too-old = Telegram deja que los bots borren mensajes solo durante 48 horas, y este es más antiguo. Un administrador del chat tiene que borrarlo a mano.

fix-telegram-moved = Telegram convirtió este grupo en un supergrupo y numera los mensajes de nuevo, así que el bot no llega a los anteriores. Un administrador del chat tiene que borrarlo a mano.

fix-telegram-not-in-chat = Cómo arreglarlo: el bot no está en el chat, o el chat ya no existe. Hay que pedir a quien administra el chat que vuelva a añadirlo, como administrador con el permiso «Eliminar mensajes».

fix-telegram-restrict = Cómo arreglarlo: abrir los ajustes del grupo y luego «Administradores», elegir el bot y activar «Suspender usuarios». Después, enviar /status allí.

fix-telegram-supergroup = Cómo arreglarlo: Telegram permite esto solo en supergrupos. Hay que abrir los ajustes del grupo, luego «Historial del chat para nuevos miembros», y elegir «Visible». Telegram lo convierte entonces en un supergrupo.

fix-telegram-target-is-admin = Telegram no deja que un bot haga nada con un administrador. El propietario del grupo tiene que quitarle antes los permisos.

fix-telegram-write = Cómo arreglarlo: el bot no puede escribir en este chat. Hay que hacerlo administrador, o permitir «Enviar mensajes» en los permisos del grupo.

fix-telegram-token = Cómo arreglarlo: Telegram ya no acepta el token del bot. Quien lo gestiona tiene que pedir uno nuevo a BotFather y volver a arrancar el bot.

fix-telegram-privacy = Cómo arreglarlo: hacer al bot administrador del grupo. A un bot que no es administrador, Telegram le enseña solo una parte de los mensajes.

fix-telegram-protected = Consejo: abrir los ajustes del grupo, luego «Tipo de grupo», y activar «Restringir guardar contenido». Así nadie puede guardar ni reenviar fotos, y nadie puede llamar al chat a un bot desconocido.

fix-telegram-ephemeral = Para saber: aquí el bot no puede escribir a un solo miembro dentro del grupo. A quien envía algo se le avisa en un chat privado si pulsó Iniciar allí, y si no, con una línea que lleva un botón. Un servidor Bot API más nuevo puede hacer más.

fix-telegram-bots = Consejo: otros bots son administradores de este chat, y el bot ve lo que publican solo con «Bot-to-Bot Communication Mode». Conviene pedir a quien gestiona el bot que lo active en BotFather, o que compruebe que lo está.
