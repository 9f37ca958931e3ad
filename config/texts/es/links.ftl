### Enlaces y nombres de una lista, y lo que un archivo dice de su origen. Las notas: en/links.ftl.

group-removed-message =
    Se ha quitado un mensaje de este chat.
    Lo ha hecho un programa, y puede fallar.
    ¿Te preocupa algo? Habla con un adulto de confianza. No te va a pasar nada por preguntar.

sender-notice-link =
    Hola. Se ha quitado un mensaje que publicaste.
    Ahí sale una herramienta que hace fotos falsas de personas sin ropa.
    Lo ha hecho un programa. Nadie lo ha mirado. El programa puede fallar.
    Nadie ha decidido nada sobre ti.
    Una foto falsa así hace daño mucho tiempo a quien sale. En muchos sitios no se permite hacerla ni pasarla.
    ¿Hay una foto así tuya o de alguien que conoces? ¿Alguien te presionó? Habla con un adulto de confianza o llama a un teléfono de ayuda. No te va a pasar nada por preguntar.
    ¿Crees que es un error? Dale este número a un adulto encargado: { $number }.

alert-why-link = Por qué: nombra una herramienta que hace imágenes íntimas falsas de personas. El nombre está en una lista pública. Eso no dice si alguien la ha usado.

alert-steps-link =
    No hay prisa. Puede ser un buen momento para hablar con toda la clase del daño que hacen esas imágenes, sin nombrar a nadie.
    Si se sabe que hay una imagen así de un alumno o una alumna, hay que avisar ese mismo día a la persona responsable de bienestar y protección. No se debe pedir a nadie que la enseñe.

alert-marks-made = Hay marcas en el archivo que dicen que lo hizo un programa. Eso no prueba nada.

alert-marks-origin = El archivo lleva una nota sobre su origen. Esa nota no se ha comprobado, y no prueba nada.

alert-marks-signed = El archivo lleva una nota firmada sobre su origen. La firma coincide con el archivo. Cualquiera puede firmar una nota así, de modo que no prueba nada.

alert-marks-signed-made = Una nota firmada dentro del archivo dice que lo hizo un programa, entero o en parte. La firma coincide con el archivo. Cualquiera puede firmar una nota así, de modo que no prueba nada.

alert-marks-changed = El archivo lleva una nota firmada sobre su origen. La firma no coincide con el archivo. Basta con volver a guardar la imagen para que pase, de modo que no prueba nada.
