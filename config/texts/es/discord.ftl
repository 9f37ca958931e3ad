### Discord: qué se mira en un servidor y cómo lo arregla un adulto.

check-discord-present = Estar en el servidor

check-discord-content = Ver lo que llevan los mensajes

check-discord-channels = Ver todos los canales que ve todo el mundo, y leer su historial

check-discord-private = Ver los canales que solo ven algunos miembros

check-discord-members = Enterarse de los miembros nuevos y de sus fotos de perfil

check-discord-restrain = Silenciar y sacar a miembros cuando un adulto lo pide

check-discord-pause = Pausar las imágenes en todo el servidor

check-discord-role = Estar por encima de los roles de los miembros

check-discord-filter = Trabajar junto al filtro de imágenes de Discord

check-discord-apps = Trabajar donde nadie pueda publicar con aplicaciones ajenas

check-discord-administrator = No tener más permisos de los necesarios

fix-discord-not-here = Cómo arreglarlo: el bot no está en el servidor, o el canal ya no existe. Hay que pedir a quien administra el servidor que vuelva a añadirlo con el enlace que el bot muestra al arrancar.

fix-discord-delete = Cómo arreglarlo: abrir «Ajustes del servidor» y luego «Roles», elegir el rol del bot y activar «Gestionar mensajes». Si ya lo está, hay que buscar un canal en cuyos «Permisos» esté desactivado. Después, enviar /guard status allí.

fix-discord-content = Cómo arreglarlo: Discord oculta al bot lo que llevan los mensajes. Quien gestiona el bot tiene que abrir la página del bot en el portal de desarrolladores de Discord, luego «Bot», activar «Message Content Intent» y volver a arrancar el bot.

fix-discord-channels = Cómo arreglarlo: hay un canal que ve todo el mundo y el bot no, o cuyo historial no puede leer. Hay que abrir los ajustes del canal, luego «Permisos», añadir el rol del bot y permitir «Ver canal» y «Leer el historial de mensajes».

fix-discord-private = Para saber: hay canales que solo ven algunos miembros, y el bot no está entre ellos. Lo que se publica allí no se revisa. Para cambiarlo, hay que añadir el rol del bot en los «Permisos» del canal y permitir «Ver canal», «Leer el historial de mensajes» y «Gestionar mensajes».

fix-discord-members = Consejo: quien gestiona el bot debería activar «Server Members Intent» en la página del bot en el portal de desarrolladores de Discord. Sin eso no se revisan las fotos de los miembros nuevos.

fix-discord-restrain = Cómo arreglarlo: abrir «Ajustes del servidor» y luego «Roles», elegir el rol del bot y activar «Aislar temporalmente a miembros», «Expulsar miembros» y «Banear miembros». Después, enviar /guard status allí.

fix-discord-pause = Cómo arreglarlo, si quieres que los brotes se pausen: abre "Ajustes del servidor" y luego "Roles". Elige el rol del bot y activa "Gestionar roles", "Adjuntar archivos", "Insertar enlaces" y "Usar pegatinas externas". El bot cambia canales con ello, nunca a un miembro. Luego envía /guard status allí.

fix-discord-role = Consejo: abrir «Ajustes del servidor», luego «Roles», y arrastrar el rol del bot por encima de los roles de todo el alumnado. Discord deja que un bot silencie o saque solo a miembros que están por debajo.

fix-discord-target-above = Cómo arreglarlo: este miembro tiene un rol que está por encima del rol del bot, o a su altura. Hay que abrir «Ajustes del servidor», luego «Roles», arrastrar el rol del bot por encima de todos los roles de este miembro y pulsar otra vez el botón.

fix-discord-target-is-admin = Discord no deja silenciar a quien tiene el permiso «Administrador». El propietario del servidor tiene que quitarle antes ese permiso.

fix-discord-target-is-owner = Este miembro es el propietario del servidor, y Discord no deja silenciar ni sacar a un propietario. Solo él puede pasar el servidor a otra persona.

fix-discord-filter = Consejo: abrir «Ajustes del servidor», luego «Configuración de seguridad», y dejar que Discord filtre las imágenes de todos los miembros. Busca otras cosas que el bot, y juntos encuentran más.

fix-discord-apps = Consejo: abrir «Ajustes del servidor», luego «Roles», «everyone», y desactivar «Usar aplicaciones externas». Así nadie puede publicar fotos en este servidor con una aplicación que nadie ha invitado.

fix-discord-administrator = Consejo: el rol del bot tiene el permiso «Administrador» y no lo necesita. Se quita en «Ajustes del servidor», luego «Roles»; el enlace que muestra el bot pide los permisos que necesita.

fix-discord-write = Cómo arreglarlo: el bot no puede escribir en este canal. Hay que abrir los ajustes del canal, luego «Permisos», y permitir al rol del bot «Ver canal» y «Enviar mensajes».

fix-discord-token = Cómo arreglarlo: Discord ya no acepta el token del bot. Quien lo gestiona tiene que cambiarlo en el portal de desarrolladores de Discord y arrancar el bot con el nuevo.
