button-help = Ajuda

help-menu =
    Hola. De què es tracta? Tria una opció. Pots parar quan vulguis.
    Soc un programa. Ningú dels teus xats no veu això, i no guardo el que tries.
    L'aplicació on parlem sí que ho pot veure, com tot el que hi escrius.
    Si us plau, no m'enviïs cap foto. No em cal veure-la.

button-help-victim = Va de mi

button-help-blackmail = Algú m'espanta o vol alguna cosa

button-help-bystander = He vist o he rebut alguna cosa

button-help-regret = He penjat alguna cosa

button-help-lines = A qui puc trucar?

button-help-bot = Què és aquest bot?

button-help-next = Següent

button-help-back = Enrere

button-help-menu = Torna a començar

button-help-code = Com es fa el codi

help-victim-1 =
    No és culpa teva. És així si la foto és real, i també si no ho és.
    I també si la foto va sortir de tu.
    No cal que l'ensenyis a ningú, tampoc a mi.
    Tu tries què passa ara. No cal que ningú sàpiga que ets aquí.

help-victim-2 =
    Si us plau, guarda els missatges, encara que faci mal veure'ls. Més tard et poden ajudar.
    Apunta noms i hores, i on va ser. Per a això no cal que guardis la foto.
    No cal que contestis a ningú.

help-victim-3 =
    Puc estar atent a la foto, i no em cal veure-la.
    El teu propi mòbil en fa un codi. La foto es queda amb tu.
    Envia'm només el codi. Si algú penja la foto, la reconec i ho dic a un adult.

help-victim-4 =
    No cal que ho facis sense ajuda. Digues-ho a un adult de confiança, avui si pots.
    Ho pots dir així: «M'ha passat una cosa a internet. Em pots ajudar?»
    No passa res per preguntar.

help-blackmail-1 =
    No és culpa teva. Li passa a molta gent, i es pot aturar.
    Si us plau, no paguis. Si us plau, no enviïs res més.
    Qui rep alguna cosa sovint en vol més.

help-blackmail-2 =
    Deixa de contestar. No cal que diguis per què.
    Si us plau, no esborris res: ni el xat ni el teu compte. Allà es veu què han fet.
    Apunta el nom del seu compte i l'hora. O fes una captura de les paraules, no de la foto.
    Després ja pots bloquejar el compte.

help-blackmail-3 =
    Si us plau, digues-ho ara a un adult de confiança. Pots fer-ho, encara que et diguin que no.
    L'adult pot avisar amb tu. No passa res per preguntar.

help-blackmail-4 =
    Pots fer alguna cosa abans que algú la pengi. El teu propi mòbil fa un codi de la foto.
    La foto es queda amb tu. Envia'm només el codi.
    Jo cuido alguns xats. Si algú la penja allà, la reconec i ho dic a un adult.

help-bystander-1 =
    Fas bé de preguntar. Si us plau, no l'obris un altre cop i no la passis.
    No facis captures i no l'ensenyis a ningú.
    Fa mal a qui hi surt, també si no és real.

help-bystander-2 =
    Si us plau, no l'esborris encara. Pot ajudar qui hi surt. Pregunta abans a un adult de confiança.
    No busquis qui és i no en parlis al xat.

help-bystander-3 =
    { $reporting ->
        [menu] Ens ho pots dir. Al xat, obre el menú del missatge. Tria «Apps» (o «Aplicaciones») i després «Report picture».
       *[answer] Ens ho pots dir. Al xat, respon al missatge amb /report.
    }
    No dic al xat que has estat tu.
    És algú que coneixes? Li pots dir: «Soc al teu costat.» Això ajuda molt.
    També pots parlar amb un adult de confiança. No passa res per preguntar.

help-regret-1 =
    Fas bé de preguntar. Ajuda molt parar ara.
    Si us plau, no ho enviïs un altre cop, ni aquí ni enlloc més.
    Algú et va pressionar? Això no és culpa teva.

help-regret-2 =
    Demana als altres que parin també. Amb una frase n'hi ha prou: «Si us plau, no ho passeu més.»
    Si us plau, no esborris encara els missatges. Pregunta abans a un adult de confiança.

help-regret-3 =
    Si us plau, digues-ho avui a un adult de confiança. A mi no cal que em diguis què era.
    No decideixo res sobre tu i no guardo el que tries aquí.
    No passa res per preguntar.

help-showed =
    No he obert el que has enviat, i aquí ningú no ho mirarà. Si us plau, no m'enviïs fotos ni fitxers.
    No cal que ho ensenyis a ningú.

help-slow =
    Han estat moltes coses de cop. Espera deu minuts i escriu-me un altre cop.
    No pot esperar? Parla amb un adult de confiança o truca a un telèfon d'ajuda.
