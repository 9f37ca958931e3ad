### Lo que el bot no puede ver, y qué fue de un chat o de una plataforma que vigila.

reason-link = lleva a un sitio donde no miro

adults-chat-moved =
    La plataforma trasladó { $chat } el { DATETIME($time, dateStyle: "medium", timeStyle: "short") }. El bot lo sigue protegiendo igual y los avisos siguen llegando aquí.
    Conviene comprobar allí con /status que aún puede borrar mensajes. Lo publicado antes del traslado ya solo lo puede quitar un administrador.

adults-outage =
    Quizá sin revisar en ningún chat de esta plataforma: lo publicado desde el { DATETIME($since, dateStyle: "medium", timeStyle: "short") } hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") }. El bot estuvo desconectado.
    Conviene preguntar a los tutores si pasó algo en ese tiempo. No pedir al alumnado que enseñe nada.

adults-second-receiver =
    PROBLEMA: desde el { DATETIME($time, dateStyle: "medium", timeStyle: "short") } otro programa se lleva lo que el bot debería ver. Puede haber fotos sin revisar en todos los chats de esta plataforma.
    Hay que avisar ahora a quien lleva el bot: parar la segunda copia. Si no la hay, alguien más tiene la clave del bot y hay que renovarla hoy.

adults-sees-less = PROBLEMA: desde el { DATETIME($time, dateStyle: "medium", timeStyle: "short") } el bot ve o puede hacer menos en { $chat } que antes. Alguien cambió sus permisos o los de una parte del chat.

adults-hidden-content =
    PROBLEMA: desde el { DATETIME($time, dateStyle: "medium", timeStyle: "short") } el bot recibe los mensajes sin lo que llevan. Puede haber fotos sin revisar en todos los chats de esta plataforma.
    Hay que avisar ahora a quien lleva el bot. La orden doctor, en la máquina del bot, dice qué hay que hacer.

## Cuánto se ha revisado: la respuesta a /coverage.

coverage-head = Qué ha sido de las imágenes, vídeos, archivos y enlaces en { $chat }:

coverage-this-week = Esta semana, en total: { $items }. Sin problema: { $clean }. Malos: { $bad }. Para que decida un adulto: { $asked }. Sin revisar: { $unchecked }.

coverage-last-week = La semana pasada, en total: { $items }. Sin problema: { $clean }. Malos: { $bad }. Para que decida un adulto: { $asked }. Sin revisar: { $unchecked }.

coverage-reason = • { $items } sin revisar: { $why }
