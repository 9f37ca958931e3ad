### Personas adultas fuera de los chats. Las notas, en en/people.ftl.

lead-bound = Ahora eres la persona responsable de protección aquí.

on-duty-bound = Ahora eres una persona adulta de guardia aquí.

office-what =
    En este chat sabrás cuándo la protección de una clase va a ser más débil, y podrás impedirlo con una sola pulsación, y cuándo el bot no puede hacer su trabajo. /cases muestra los casos abiertos.
    A nadie se le muestra una imagen, a ti tampoco. Si dejas el cargo, pide a quien gestiona el bot que termine el tuyo.
