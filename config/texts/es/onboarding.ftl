### Lo que lee un chat cuando llega el bot, y el resultado de una prueba. Las notas están en en/onboarding.ftl.

onboarding-hello =
    Hola. Soy un programa y ayudo a cuidar este chat.
    Reviso las fotos que se ponen aquí. Con /about te cuento más.

onboarding-checks = Lo que necesito aquí:

onboarding-no-checks = Ahora mismo no he podido mirar mis permisos. Por favor, hay que enviar /status dentro de un minuto.

onboarding-next =
    Ahora, para quien administra el chat:
    1. Arreglar lo que arriba lleve un aspa.
    2. Enviar /alerts para indicar qué adultos reciben los avisos. Hasta entonces no se avisa a nadie.
    3. Hacer una prueba con el botón o con /selftest.
    ¿Es este el chat de los adultos? Entonces no hace falta nada de lo anterior: basta con enviar aquí el código que da /alerts en el chat de clase.

onboarding-next-test =
    Ahora, para quien administra el chat:
    1. Arreglar lo que arriba lleve un aspa.
    2. Hacer una prueba con el botón o con /selftest.

onboarding-all-set = Gracias. Ya tengo todos los permisos que necesito aquí.

button-test = Probar

button-settings = Ajustes

selftest-how =
    { $minutes ->
        [one] Por favor, hay que publicar la tarjeta de prueba en { $chat } en { $minutes } minuto como máximo.
       *[other] Por favor, hay que publicar la tarjeta de prueba en { $chat } en { $minutes } minutos como máximo.
    } Es un dibujo inofensivo.
    La tiene quien aloja el bot: en la página /testcard.png de la dirección web del bot, o con ./upstander card ARCHIVO.
    El resultado llega a quien ha pedido la prueba y a los adultos que reciben los avisos.

selftest-passed = Prueba de { $chat }: funciona.

selftest-failed = Prueba de { $chat }: algo NO funciona todavía. Lleva un aspa.

selftest-nothing-seen =
    Prueba de { $chat }: no se ha visto ninguna tarjeta de prueba.
    ¿Se publicó en ese chat, como imagen y no como enlace? Si es así, conviene mirar esta lista y enviar otra vez /selftest.

selftest-seen = Se reconoció la tarjeta { $seconds } s después de publicarse.

selftest-removed = Se quitó { $seconds } s después de publicarse.

selftest-gone = Ya no estaba cuando el bot fue a quitarla.

selftest-not-removed = NO se ha quitado. Por favor, hay que borrarla a mano.

selftest-alerted = Se avisó a los adultos { $seconds } s después de publicarse.

selftest-not-alerted = NO se ha avisado a los adultos. ¿Sigue el bot en su chat y puede escribir allí?

selftest-told = Se avisó en privado a quien la publicó.

selftest-not-told = No se pudo avisar en privado a quien la publicó. Depende de cada persona; la línea del chat es para todos.

selftest-line = Una línea en el chat dijo que se había quitado algo.

selftest-no-line = La línea del chat NO ha llegado. ¿Puede escribir el bot allí?

setup-head = Preparar { $chat }:

setup-how-lists =
    Paso a paso:
    1. Arreglar lo que arriba lleve un aspa.
    2. Elegir abajo adónde van los avisos: un sitio que solo puedan leer adultos.
    3. Elegir abajo a la persona responsable de protección: un adulto que lea ese sitio.
    4. Mirar los ajustes: el nivel y el idioma.
    5. Hacer una prueba.

setup-how =
    Paso a paso:
    1. Arreglar lo que arriba lleve un aspa.
    2. Enviar /alerts para indicar qué adultos reciben los avisos.
    3. Mirar los ajustes: el nivel y el idioma.
    4. Hacer una prueba.

setup-pick-room = Adónde van los avisos (solo adultos)

setup-pick-lead = Responsable de protección

setup-lead-told = Se ha explicado en privado a la persona responsable lo que se espera de ella.

setup-lead-not-told = No se ha podido escribir en privado a la persona responsable. Por favor, hay que decirle que los avisos le llegan a ella.

setup-lead-cannot-read = Esta persona no puede leer el sitio adonde van los avisos. Primero hay que dejarla entrar y después elegirla otra vez.

setup-lead-welcome =
    Se le ha nombrado responsable de protección de { $chat }. Mis avisos llegan a { $where }: solo palabras, nunca una foto.
    Conviene mirar allí cada día lectivo. Debajo de cada aviso, un botón dice que alguien se ocupa.
    Si no lo esperaba, pregunte en el centro quién lo ha configurado.
