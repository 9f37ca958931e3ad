button-appeal = Fue un error

sender-appeal = ¿Fue un error? Puedes pulsar el botón hasta el { DATETIME($until, dateStyle: "long") }.

appeal-received =
    Gracias. Ya está en manos de un adulto encargado: { $number }.
    Un adulto decide antes del { DATETIME($until, dateStyle: "long") }. Luego te escribo.
    Nadie ha decidido nada sobre ti. No hace falta que hagas más.

appeal-already =
    Ya me has dicho esto de { $number }. Con una vez basta.
    Si no sabes nada aún, habla con un adulto encargado.

appeal-too-late =
    Se ha pasado el plazo para { $number }.
    Aún puedes hablar con un adulto encargado. Dale este número.

appeal-unknown =
    No tengo nada tuyo con el número { $number }.
    Mira el número en mi nota o habla con un adulto encargado.

appeal-decided = Un adulto ya ha mirado { $number }. Fue un error nuestro. No hace falta que hagas más.

appeal-refused =
    Hola. Un adulto ha mirado { $number }. No se vuelve a poner.
    Esto no dice nada de ti.
    Puedes hablar de ello con un adulto encargado. Dale este número.
    ¿Te preocupa algo o alguien te empujó a hacerlo? Pulsa Ayuda o escríbeme /helpline a solas. No pasa nada por preguntar.

appeal-late =
    Hola. Aún no sé nada de { $number }. No es culpa tuya. Lo siento.
    He vuelto a avisar a los adultos. Te escribo cuando decidan.
    También puedes hablar con un adulto encargado. Dale este número.

sender-post-again = Puedes volver a poner la misma foto en ese chat.

sender-ask-first = El programa la puede volver a parar. Habla antes con un adulto encargado.

menu-appeal = Decir que una retirada fue un error

alert-appeal =
    { $number } en { $chat }: quien lo publicó dice que fue un error.
    Decidid antes del { DATETIME($until, dateStyle: "long") }. Para ello nadie tiene que ver la imagen.

alert-appeal-late =
    { $number } en { $chat }: quien lo publicó dice que fue un error y sigue esperando respuesta.
    El plazo era el { DATETIME($until, dateStyle: "long") }. Decidid hoy, por favor.

appeal-stands-listed = Segunda revisión de los indicios: se apoya en una lista o en lo que confirmó una persona adulta. Un error es poco probable.

appeal-stands-strong = Segunda revisión de los indicios: fuertes. Dos señales dicen lo mismo.

appeal-stands-weak = Segunda revisión de los indicios: débiles. Se apoya en una sola señal, y un programa puede equivocarse.

appeal-stands-unseen = Segunda revisión de los indicios: no hay ninguno. El archivo no se pudo comprobar.

appeal-takes-one = Basta una persona adulta. Si no lo tienes claro, habla con el alumno o la alumna y no pidas la imagen.

appeal-takes-two = Dos personas adultas deben llamarlo error. Para mantenerlo basta una. Si no lo tienes claro, habla con el alumno o la alumna y no pidas la imagen.

button-overturn = Fue un error

button-uphold = Se mantiene

appeal-upheld = { $number } se mantiene. Se avisa en privado a quien lo publicó, si es posible.

appeal-second = { $number }: anotado. Se apoya en una lista o en lo que confirmó una persona adulta, así que otra persona adulta debe estar de acuerdo.

appeal-same = { $number }: ya lo has dicho antes. Otra persona adulta debe estar de acuerdo.

appeal-own = { $number }: lo publicaste tú, así que decide otra persona adulta.

appeal-over = { $number }: no hay ningún recurso que decidir o ya se decidió.
