### El registro de un caso, para un centro o la policía, y la marca diaria de la cadena. Las notas, en en/proof.ftl.

proof-head =
    Marca del registro: { $code }
    Por favor, no borréis este mensaje. Con él se puede comprobar más tarde que no falta nada al final del registro.

proof-title = Registro del caso { $number }

proof-about = Qué es esto

proof-what-it-is = Este es el registro del caso { $number }. Lo escribió por sí solo el programa Upstander mientras cuidaba de un chat. Se hizo para que quien ayuda, el centro o la policía puedan fiarse de él.

proof-what-it-proves = Lo que prueba: una cuenta publicó algo en un chat a una hora, y ese archivo tenía estos hashes. También muestra qué hizo el programa y qué hicieron los adultos con el caso.

proof-what-it-does-not = Lo que no prueba: quién hizo la imagen, quién sale en ella ni quién tenía el móvil. El nombre de una cuenta es un número de la plataforma, no una persona. Lo que dice un modelo es una suposición y puede fallar.

proof-no-picture = No contiene ninguna imagen. El programa no guardó ninguna y no se la enseñó a nadie. Tampoco hay copia pequeña, ni enlace, ni clave para abrir el archivo.

proof-hash = Si la policía encuentra el archivo en un aparato, puede compararlo. El mismo SHA-256 quiere decir que es el mismo archivo, byte por byte. El hash PDQ encuentra copias que se ven igual. Es el de la imagen tal como se publicó; los otros siete giros se pueden calcular a partir de él.

proof-visible = Cuánto tiempo se pudo ver: hasta que la plataforma dijo que se había quitado. Donde pone «hasta que lo notamos», otra persona lo había quitado antes, y pudo desaparecer más pronto. Donde pone «no quitado», el programa no lo quitó.

proof-missing = Lo que aquí no se sabe: el título del chat, cuántos miembros tenía, en qué hilo estaba, de dónde se reenvió y cuánto dura un vídeo.

proof-preserve = Escribid pronto a la plataforma, por favor. Pedid que conserve los datos de la cuenta y del mensaje con los números de abajo, hasta que los pida la policía. Las plataformas borran esos datos al cabo de un tiempo.

proof-check = Cómo comprobarlo: conservad tal cual el archivo que termina en .json, y no lo abráis y guardéis con otro programa. Ejecutad «./upstander verify» con su nombre. Si una sola letra no es como era, se encuentra. No hace falta red ni contraseña.

proof-check-key = Pedid a la persona responsable de protección la clave pública de este programa, que apuntó antes. Solo con esa clave es seguro quién firmó. Sin ella, la prueba muestra que nada cambió desde que alguien lo firmó.

proof-page-note = Esta página es solo para leer. Lo que está firmado es el archivo que termina en .json.

proof-part-media = El archivo

proof-part-message = El mensaje

proof-part-sender = La cuenta que lo publicó

proof-part-times = Horas, en UTC

proof-part-visible = Cuánto tiempo se pudo ver

proof-part-decision = Qué decidió el programa

proof-part-policy = Con qué ajustes

proof-part-software = Con qué programas

proof-part-effects = Qué se hizo y a quién se avisó

proof-part-lines = Todas las entradas en orden

proof-field = Campo

proof-value = Valor

proof-entry = Entrada

proof-time = Hora

proof-event = Qué pasó

proof-forgotten = (borrado según el plazo)

proof-unknown = no se sabe

proof-until-removed = hasta que se quitó

proof-until-noticed = hasta que notamos que ya no estaba

proof-until-never = el programa no lo quitó
