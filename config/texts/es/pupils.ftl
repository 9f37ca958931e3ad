### Lo que puede leer el alumnado. Las notas sobre cada texto están en en/pupils.ftl.

group-removed =
    Se ha quitado una foto o un archivo de este chat.
    Lo ha hecho un programa, y puede fallar.
    Si tienes una copia, por favor, no la pases.
    ¿Te preocupa algo? Pulsa Ayuda o habla con un adulto de confianza. No te va a pasar nada por preguntar.

group-removed-test = Esto era una prueba. La foto de prueba se ha quitado, así que aquí funciona.

sender-notice =
    Hola. Se ha quitado una foto o un archivo que publicaste a las { DATETIME($time, timeStyle: "short") }.
    Lo ha hecho un programa. Nadie lo ha mirado. El programa puede fallar.
    Nadie ha decidido nada sobre ti. Un adulto lo va a revisar.
    ¿Crees que es un error? Dale este número a un adulto encargado: { $number }.
    ¿Alguien te presionó para enviarlo? Pulsa Ayuda, habla con un adulto de confianza o llama a un teléfono de ayuda. No te va a pasar nada por preguntar.

sender-notice-opaque =
    Hola. Se ha quitado un archivo que publicaste.
    No lo he podido revisar: { $why }. Eso pasa a veces y no dice nada de ti.
    Puedes probar otra vez con una foto normal.
    ¿Crees que es un error? Dale este número a un adulto encargado: { $number }.

sender-notice-test = Hola. Has puesto la foto de prueba y se ha quitado. La prueba ha salido bien. No tienes que hacer nada más.

why-only-sender =
    Aquí solo puede leer más quien lo publicó.
    ¿Te preocupa algo? Habla con un adulto de confianza. No te va a pasar nada por preguntar.

report-thanks =
    Gracias por contarlo. El número es { $number }.
    No le digo al chat que has sido tú. Un adulto se va a ocupar.
    Por favor, no le envíes la foto a nadie, tampoco a mí.

report-how =
    { $reporting ->
        [menu] Para avisar de un mensaje, abre su menú. Elige «Aplicaciones» y luego «Report picture».
       *[answer] Para avisar de algo, responde a ese mensaje con /report.
    }
    También puedes hablar con un adulto de confianza. No te va a pasar nada por preguntar.
    Por favor, no le envíes la foto a nadie, tampoco a mí.

sender-false-alarm =
    Hola. Una persona ha revisado { $number }.
    Fue un error nuestro. Lo que publicaste estaba bien. Lo sentimos.

help-page =
    Hola. Soy un programa. Ayudo a cuidar este chat.
    Reviso las fotos que se ponen aquí. Puedo quitar una o avisar a un adulto.
    { $reporting ->
        [menu] «Report picture» avisa a un adulto. Está en el menú de cada mensaje, en «Aplicaciones».
       *[answer] /report avisa a un adulto. Úsalo como respuesta al mensaje.
    }
    /about dice qué reviso. /privacy dice qué guardo.
    ¿Necesitas ayuda? Escríbeme en un chat privado o pulsa Ayuda. Aquí nadie lo ve.
    Allí, /hashhelp ayuda a parar una foto tuya y /helpline dice a quién llamar.
    ¿Te preocupa algo? Habla con un adulto de confianza. No te va a pasar nada por preguntar.
    Los adultos encargados también tienen /status, /settings, /policy, /mode, /alerts, /language, /selftest, /case, /falsealarm y /blockhash.

about-page =
    Reviso las fotos y los vídeos que se ponen en este chat, y muchos archivos. También reviso la foto de perfil de quien entra.
    Uso números, no ojos, y puedo fallar.
    Puedo quitar una foto y avisar a un adulto. Nunca decido qué pasa con una persona.
    No puedo ver los chats privados. Tampoco otras aplicaciones, como WhatsApp.
    No puedo abrir todos los archivos ni todos los enlaces. Puedo avisar de ellos a un adulto.
    Por eso, habla con un adulto cuando algo no te guste. { $reporting ->
        [menu] También puedes usar «Report picture».
       *[answer] También puedes usar /report.
    }
    Mi código es abierto. Todo el mundo puede leerlo, cambiarlo y pasarlo.

privacy-page =
    Nunca guardo fotos. Miro cada una una vez y luego la olvido.
    De cada foto anoto la hora, el chat y el resultado.
    La nota lleva el número del mensaje y el de la cuenta que la publicó.
    Guardo un código sacado de la foto, que se llama hash. Lo guardo unos días, y más tiempo si hago algo. El código no es una foto.
    Los adultos que reciben mis avisos pueden ver qué hice. No ven la foto.
    Tu centro decide cuánto tiempo se guardan las notas.
    Puedes pedir lo que sé de ti. Habla con quien cuida del bienestar en tu centro.
