### El trabajo de los adultos con los casos. Las notas, en en/cases.ftl.

button-advice = ¿Necesitas ayuda?

button-take-back = Deshacer esto

advice-steps =
    { $number }, paso a paso:
    1. No busques copias. No pidas al alumnado que enseñe, envíe o borre nada.
    2. Primero cuida a quien pueda aparecer en la foto. Dile que no tiene la culpa. Pregunta qué quiere que pase.
    3. Avisa hoy a la persona responsable de protección. Llama a la policía si hay una amenaza, si alguien pide dinero o si participa una persona adulta.
    4. Deja los móviles como están hasta que la policía o esa persona diga qué hacer.
    5. Apunta quién te contó qué y cuándo: /note { $number }. Apunta a quién más se avisó: /refer { $number }.
    6. Cierra el caso cuando esté a salvo: /close { $number }.

close-done = { $number } está cerrado. Con /reopen { $number } se puede retomar en cualquier momento.

reopen-done = { $number } está abierto de nuevo y queda anotado que te ocupas tú. Si estaba marcado como error, la foto ya no está permitida.

hold-done = { $number } está retenido: el reloj no borra nada de él, tampoco cuando se cierre.

hold-already = { $number } ya estaba retenido.

release-done = { $number } ya no está retenido. Desde ahora el reloj borra lo que sea bastante antiguo.

release-already = { $number } no está retenido.

refer-done =
    { $agency ->
        [police] { $number }: queda anotado que se avisó a la policía.
        [services] { $number }: queda anotado que se avisó a protección de menores.
        [platform] { $number }: queda anotado que se avisó a la plataforma.
        [hotline] { $number }: queda anotado que se avisó a una línea de ayuda.
       *[other] { $number }: queda anotado que se avisó a otra persona.
    } El bot no avisa a nadie por sí mismo. Esto no cierra el caso.

refer-already = { $number }: eso ya estaba anotado.

refer-mistake = { $number } está marcado como error. Envía antes /reopen { $number } si no lo era.

note-done = { $number }: tu nota está guardada. No se puede cambiar. Aquí solo la leen las personas adultas a cargo.

note-elsewhere = Por favor, escribe las notas en el chat de personas adultas. En el chat de clase pueden haberla leído antes de que la quitara.

case-notes-head = Notas sobre { $number }:

case-notes-none = Todavía no hay notas sobre { $number }.

case-notes-earlier =
    { $count ->
        [one] { $count } nota anterior: /note { $number }
       *[other] { $count } notas anteriores: /note { $number }
    }

case-note =
    { $by ->
        [you] Nota tuya, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }: { $words }
       *[other] Nota de otra persona adulta, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }: { $words }
    }

case-taken =
    { $by ->
        [you] Te ocupas tú desde { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] Se ocupa otra persona adulta desde { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

case-ended =
    { $by ->
        [you] Lo terminaste tú, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] Lo terminó otra persona adulta, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

case-held =
    { $by ->
        [you] Lo retuviste tú, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] Lo retuvo otra persona adulta, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

case-referred =
    { $agency ->
        [police] Se avisó a la policía
        [services] Se avisó a protección de menores
        [platform] Se avisó a la plataforma
        [hotline] Se avisó a una línea de ayuda
       *[other] Se avisó a otra persona
    }, { $by ->
        [you] lo anotaste tú, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
       *[other] lo anotó otra persona adulta, { DATETIME($time, dateStyle: "medium", timeStyle: "short") }.
    }

cases-head =
    { $list ->
        [open] Casos abiertos: { $count }
        [mine] Casos de los que te ocupas: { $count }
        [held] Casos retenidos: { $count }
       *[all] Todos los casos: { $count }
    }

cases-none =
    { $list ->
        [open] No hay casos abiertos.
        [mine] No te ocupas de ningún caso.
        [held] No hay casos retenidos.
       *[all] No hay ningún caso.
    }

cases-past-end = La lista no es tan larga.

cases-held = retenido

cases-more = Más: { $usage }

undo-done =
    { $ruling ->
        [acknowledge] { $number }: se ha deshecho que alguien se ocupa de él.
        [false_alarm] { $number }: se ha deshecho que fuera un error.
        [close] { $number }: se ha deshecho el cierre.
        [reopen] { $number }: se ha deshecho que se abriera de nuevo.
        [refer] { $number }: se ha deshecho que se avisó a alguien más.
        [hold] { $number }: se ha deshecho la retención.
       *[release] { $number }: se ha deshecho el fin de la retención.
    }

undo-state =
    { $state ->
        [open] Está abierto como antes. Nadie se ocupa de él.
        [acknowledged] Como antes, una persona adulta se ocupa de él.
        [false_alarm] Como antes, está marcado como error.
       *[closed] Está cerrado como antes.
    }

undo-allowed = La foto ya no está permitida en el chat.

undo-restored =
    { $count ->
        [one] Ha vuelto { $count } huella y se compara de nuevo.
       *[other] Han vuelto { $count } huellas y se comparan de nuevo.
    }

undo-lost =
    { $count ->
        [one] No se ha podido recuperar { $count } huella. Envía /blockhash { $number } para bloquear la foto.
       *[other] No se han podido recuperar { $count } huellas. Envía /blockhash { $number } para bloquear la foto.
    }

undo-apology-stopped = A quien la envió no se le dice que fuera un error.

undo-apology-stays = Quien la envió puede haber leído que fue un error. Eso no se puede deshacer.

undo-nothing = { $number }: no hay nada que deshacer.

undo-too-late = { $number }: fue hace más de un día y no se puede deshacer. Todavía puedes enviar /reopen { $number } u otro comando.

undo-before = { $number }: esto ya se deshizo.

undo-changed = { $number }: alguien lo ha cambiado desde entonces. No se ha deshecho nada. Envía /case { $number } para ver cómo está.

## Lo que una plataforma muestra junto a cada comando.

menu-cases = Ver casos abiertos, míos, retenidos o todos

menu-ack = Ocuparse de un caso

menu-note = Escribir o leer notas sobre un caso

menu-refer = Anotar a quién más se avisó

menu-hold = Evitar que se borre algo de un caso

menu-release = Terminar la retención de un caso

menu-close = Cerrar un caso

menu-reopen = Retomar un caso cerrado

menu-undo = Deshacer el último paso de un caso
