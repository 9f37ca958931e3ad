### Lo que se lee al pulsar un botón, y lo que una persona puede hacer respecto a quien envió algo.
### Reglas: no se nombra ni se acusa a nadie. Decide una persona, nunca el programa.

# For: anyone. In the class chat: an admin gave a command without showing who they are.
confirm-admin = Alguien que administra el chat me ha dado una orden sin mostrar quién es. ¿Has sido tú? Pulsa el botón. Te respondo en privado.

# For: anyone. Button under confirm-admin.
button-confirm = He sido yo

# For: anyone. In the class chat: the answer to a command is for one person, who has not written to
# the bot yet.
answer-in-private = Mi respuesta es solo para una persona. ¿Has preguntado tú? Pulsa el botón.

# For: anyone. Button under answer-in-private.
button-answer = Leer la respuesta

# For: adults. Button under an alert: shows what can be done about the sender.
button-more = Más…

# For: adults. The answer to button-more, above its buttons. $number: case number.
restrain-choose =
    { $number }: ¿qué debe pasar ahora? Lo decides tú, no el programa.
    En el chat de la clase nadie sabrá quién ha pulsado. Los demás adultos verán lo que se ha hecho.
    Quizá sea mejor hablar antes con el alumno o la alumna. Quien lo envió puede no ser quien hizo la imagen.

# For: adults. The answer to button-more where nothing can be done. $number: case number.
restrain-nothing = { $number }: en este chat no puedo hacer nada respecto a quien lo envió. Quizá pueda alguien que administre el chat.

# For: adults. Button under restrain-choose.
button-mute = Silenciar 24 horas a quien lo envió

# For: adults. Button under restrain-choose. The sender may come back.
button-kick = Sacar del chat

# For: adults. Button under restrain-choose. The sender may not come back.
button-ban = Expulsar sin vuelta

# For: adults. Button under restrain-choose.
button-lock = Pausar las imágenes en este chat

# For: adults. Button under restrain-done after a mute.
button-undo = Deshacer

# For: adults. Button under restrain-done after a pause of pictures.
button-unlock = Permitir imágenes de nuevo

# For: adults. It was done. $number: case number. $restraint: what was done.
restrain-done =
    { $restraint ->
        [mute] { $number }: una persona adulta ha decidido que quien lo envió no pueda escribir durante 24 horas. Por favor, habla con esa persona en ese tiempo.
        [unmute] { $number }: quien lo envió puede escribir de nuevo.
        [kick] { $number }: una persona adulta ha decidido sacar del chat a quien lo envió. Quien administra el chat puede dejarle entrar de nuevo.
        [ban] { $number }: una persona adulta ha decidido expulsar del chat a quien lo envió. Quien administra el chat puede deshacerlo.
        [lock_media] { $number }: una persona adulta ha decidido pausar las imágenes en el chat. Es posible que quien lo administra aún pueda publicar alguna.
       *[unlock_media] { $number }: se pueden publicar imágenes en el chat de nuevo.
    }

# For: adults. The sender had left before. $number: case number.
restrain-gone = { $number }: no se ha cambiado nada. Quien lo envió ya no está en el chat.

# For: adults. The platform refused. How to fix it may follow. $number: case number.
restrain-forbidden = { $number }: no se ha cambiado nada. El chat no me deja hacer eso.

# For: adults. The platform did not answer. $number: case number.
restrain-unsure = { $number }: no he recibido respuesta, así que no sé si se ha hecho. Pulsa otra vez dentro de un minuto. Hacerlo dos veces no causa ningún daño.

# For: adults. The platform has no such thing. $number: case number.
restrain-unsupported = { $number }: no se ha cambiado nada. Aquí no se puede hacer. Quizá pueda hacerlo a mano alguien que administre el chat.

# For: pupils. The line in the class chat after an adult paused pictures.
group-media-paused =
    Las imágenes están en pausa en este chat por ahora. Puedes seguir escribiendo.
    Lo ha decidido una persona adulta. No es por ti.

# For: pupils. The line in the class chat after an adult allowed pictures again.
group-media-allowed = Ya se pueden publicar imágenes en este chat otra vez.

# For: adults. Why a restraint was refused in the sandbox chat.
fix-sandbox-target-is-admin = Cómo arreglarlo: esta persona administra el chat. Quítale antes ese papel y pulsa otra vez.
