### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

group-outbreak =
    Las imágenes están en pausa en este chat hasta las { DATETIME($until, timeStyle: "short") }. Puedes seguir escribiendo.
    ¿Alguien te ha enviado algo que hace daño a otra persona? No lo pases. No lo abras otra vez. Deja tu móvil como está y cuéntaselo a un adulto de confianza.

group-paused = Algunas cosas no se pueden publicar en este chat hasta las { DATETIME($until, timeStyle: "short") }. Puedes seguir escribiendo. No es por ti.

menu-lock = Pausar aquí las imágenes u otros contenidos

menu-unlock = Permitir otra vez los contenidos

menu-panic = Pausar todo menos las palabras, ya

pause-begins = En { $chat } se está pausando hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") }: { $what }. El chat lo sabrá en cuanto funcione. /unlock lo termina antes.

locks-show = En pausa en { $chat } hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") }: { $what }.

locks-none = En { $chat }, nada está en pausa.

unlock-done = Se está terminando la pausa en { $chat }. Vuelve a permitirse lo que se permitía antes, salvo lo que alguien haya cambiado a mano.

unlock-adults-only = Quien administra el chat no puede terminar esta pausa: la empezó un adulto responsable o un brote. Pueden los adultos que reciben las alertas de { $chat }. Termina sola el { DATETIME($until, dateStyle: "medium", timeStyle: "short") }.

pause-cannot = No se pausó nada: no puedo hacerlo en { $chat }. Envía /status allí para ver si falta un permiso.

pause-kinds-cannot = No se pausó nada: en { $chat } solo se puede pausar todo junto. Envía /lock all.

adults-outbreak =
    BROTE, { $number }: la misma imagen se retiró varias veces, también en { $chat }. Chats: { $chats }. Mensajes: { $posts }.
    Se están pausando las imágenes allí por un tiempo. /unlock lo termina. Las copias nuevas se retiran y pertenecen a este caso, sin alerta propia.
    No busques copias, por favor, y no pidas al alumnado que enseñe ni borre nada.

adults-pause-failed = PROBLEMA: no se pudieron pausar los contenidos en { $chat }. Lo que se publica allí se revisa como antes. Quien administra el chat puede pausarlos a mano.

adults-pause-stuck = PROBLEMA: la pausa en { $chat } ha terminado y el bot no puede volver a permitir los contenidos. Lo sigue intentando. Quien administra el chat puede hacerlo a mano.

restrain-paused = { $number }: no se cambió nada. Los contenidos de este chat están en pausa hasta el { DATETIME($until, dateStyle: "medium", timeStyle: "short") }. /lock all 24h alarga la pausa, /unlock la termina.

check-pause = Pausar las imágenes de todo el chat

fix-sandbox-pause = Cómo arreglarlo: deja que el bot pause los contenidos en este chat de prueba.
