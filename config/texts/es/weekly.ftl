### Lo que leen los adultos cada semana: qué hizo el bot o qué habría hecho, y que sigue en marcha.
### Reglas: como en adults.ftl. Solo números: ningún nombre, ninguna puntuación, ningún enlace a un mensaje.

dryreport-looked =
    { $count ->
        [one] { $chat }, último día ({ $count }): se revisaron { $items } fotos, vídeos, archivos y enlaces.
       *[other] { $chat }, últimos { $count } días: se revisaron { $items } fotos, vídeos, archivos y enlaces.
    }

dryreport-gone = Quitados: { $items }.

dryreport-mode =
    { $mode ->
        [shadow] El modo es «shadow»: el bot solo cuenta. No quita nada ni avisa a nadie.
        [alert] El modo es «alert»: el bot avisa aquí y no quita nada.
       *[remove] El modo es «remove»: el bot quita y avisa aquí.
    }

dryreport-removed = Quitados: { $listed } por una lista, { $judged } por los modelos.

dryreport-would-remove = Se habrían quitado: { $listed } por una lista, { $judged } por los modelos.

dryreport-album = Y { $items } que estaban en la misma publicación.

dryreport-failed = Había que quitarlos y el bot no los quitó: { $items }. /case muestra lo que está abierto.

dryreport-asked = Consultados a los adultos: { $items }.

dryreport-would-ask = Se habrían consultado a los adultos: { $items }.

dryreport-unchecked = No se pudieron revisar: { $items }. /coverage dice por qué.

dryreport-tests = Tarjetas de prueba, que no se cuentan arriba: { $items }.

dryreport-unknown =
    El bot no sabe cuáles eran correctos: nadie mira las fotos. Si uno fue un error, hay que escribir /falsealarm con el número de su caso.
    Para cambiar lo que hace el bot aquí: /mode shadow, /mode alert o /mode remove.

dryreport-week-shadow = Se habrían quitado: { $listed } por una lista, { $judged } por los modelos. Se habrían consultado: { $asked }. No se pudieron revisar: { $unchecked }.

dryreport-week-alert = Se habrían quitado: { $listed } por una lista, { $judged } por los modelos. Consultados: { $asked }. No se pudieron revisar: { $unchecked }.

dryreport-week-remove = Quitados: { $listed } por una lista, { $judged } por los modelos. Consultados: { $asked }. No se pudieron revisar: { $unchecked }.

adults-weekly-head = La semana con Upstander:

adults-weekly-rights-missing = PROBLEMA: allí falta algo y el chat quizá no está protegido:

adults-weekly-rights-unknown = Ahora no se sabe si el bot tiene allí los permisos que necesita. /status vuelve a preguntar.

adults-weekly-alive = Este mensaje es también la señal de que el bot está en marcha. Si un lunes no llega, hay que preguntar a quien lleva el bot si funciona.

adults-self-check-failed =
    PROBLEMA: el bot no reconoció su propia tarjeta de prueba. Puede haber fotos sin revisar en todos los chats.
    Hay que avisar ahora a quien lleva el bot: reiniciarlo y ejecutar la orden doctor en su máquina. Mientras tanto, conviene pedir a un docente que esté atento a los chats.

adults-weekly-check-found = El bot se revisó a sí mismo: reconoció su tarjeta de prueba.

adults-weekly-check-wrong = PROBLEMA: el bot no reconoció su propia tarjeta de prueba. Hay que avisar ahora a quien lo lleva.

adults-weekly-check-unknown = El bot aún no se ha revisado a sí mismo. /selftest prueba toda la cadena.

adults-rights-missing = PROBLEMA: en { $chat } al bot le falta algo que necesita para proteger el chat:
