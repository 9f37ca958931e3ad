### Lo que dice el reloj de avisos. Las notas sobre cada texto están en en/chase.ftl.

adults-chase-minutes =
    { $count ->
        [one] Nadie se ha encargado aún de { $number }. Abierto desde hace { $count } minuto.
       *[other] Nadie se ha encargado aún de { $number }. Abierto desde hace { $count } minutos.
    }

adults-chase-hours =
    { $count ->
        [one] Nadie se ha encargado aún de { $number }. Abierto desde hace { $count } hora.
       *[other] Nadie se ha encargado aún de { $number }. Abierto desde hace { $count } horas.
    }

adults-chase-days =
    { $count ->
        [one] Nadie se ha encargado aún de { $number }. Abierto desde hace { $count } día.
       *[other] Nadie se ha encargado aún de { $number }. Abierto desde hace { $count } días.
    }

adults-chase-told = Avisado hasta ahora: { $where }.

adults-chase-do = Quien se encargue puede pulsar el botón de abajo. Así no se llama a nadie más.

adults-chase-do-each = Al pulsar un número se ve qué hacer. Cuando alguien se encargue de todos, no se llama a nadie más.

adults-chase-others = Hasta entonces se llama también a adultos de fuera de este chat.

chase-by-adults = el chat de los adultos

chase-by-mail = correo electrónico

chase-by-webhook = la alarma propia del centro

chase-by-ntfy = un mensaje a un teléfono

page-title = { $number } espera a una persona adulta

page-do = Por favor, hay que abrir ahora el chat de los adultos y encargarse allí con /case.

page-nobody = Esta clase no tiene un chat de adultos, así que nadie ha leído el aviso. Por favor, que un administrador de la clase envíe hoy /alerts allí.

page-words = Este mensaje no lleva nombres a propósito. Por favor, no hay que pedir a nadie que enseñe nada.

page-test-title = Prueba de Upstander

page-test = Esto es una prueba. No ha pasado nada. Si un caso espera a una persona adulta, el aviso llega así.

adults-summary-head =
    { $count ->
        [one] Sigue abierto { $count } caso:
       *[other] Siguen abiertos { $count } casos:
    }

adults-summary-open =
    { $count ->
        [one] • /case { $number } · nadie se ha encargado, abierto desde hace { $count } día
       *[other] • /case { $number } · nadie se ha encargado, abierto desde hace { $count } días
    }

adults-summary-taken =
    { $count ->
        [one] • /case { $number } · alguien se encarga, abierto desde hace { $count } día
       *[other] • /case { $number } · alguien se encarga, abierto desde hace { $count } días
    }

adults-summary-more =
    { $count ->
        [one] … y { $count } más
       *[other] … y { $count } más
    }

adults-summary-do = Por favor, conviene mirar hoy cada uno. Detrás de cada número puede haber un alumno que espera ayuda.
