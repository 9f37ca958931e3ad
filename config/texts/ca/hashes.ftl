hashhelp-page =
    Hi ha una foto teva que vols aturar? No és culpa teva.
    Si us plau, no m'enviïs la foto. No em cal veure-la.
    En pots fer un codi al teu propi aparell. La foto es queda amb tu.
    Obre-hi la pàgina «hash» d'aquest programa. No la tens? Demana-la a qui el porta. Va sense internet.
    Envia'm només el codi. Així reconec la foto si algú la penja, i ho dic a un adult.
    Et dono un número. Amb /hashhelp i el número pots preguntar. Amb /withdraw i el número ho pots aturar.
    Vols ajuda ara? Parla amb un adult de confiança o truca a un telèfon d'ajuda.

hashhelp-private = D'això, millor que en parlem a soles. Escriu-me en un xat privat: /hashhelp. He tret el teu missatge del xat.

hash-ok =
    Gràcies. He guardat el codi. Són números, no és una foto.
    El teu número és { $reference }. Apunta'l, si us plau. No me'l guardo i no el puc tornar a dir.
    Guardo el codi fins al { DATETIME($until, dateStyle: "long") }. El pots aturar quan vulguis amb /withdraw i el número.
    Si algú penja la foto, ho dic a un adult. No dic que has estat tu.
    No has fet res dolent. Parla amb un adult de confiança si pots.

hash-not-seen = No he vist aquesta foto als xats que cuido.

hash-seen = He vist una foto així i ho he dit a un adult. No és culpa teva. Parla amb un adult de confiança o truca a un telèfon d'ajuda.

hash-kept = Guardo el codi fins al { DATETIME($until, dateStyle: "long") }. Amb /withdraw i el número l'atures.

hash-inactive =
    Encara tinc el codi, però ara no el faig servir. Un adult ho ha mirat i ha dit que era un error.
    No és així? Digues-ho a un adult de confiança.

hash-withdrawn = Fet. He tret el codi. Ja no busco aquesta foto. Pots tornar a enviar un codi quan vulguis.

hash-unknown =
    Amb aquest número no trobo res. Són bones totes les lletres?
    Potser ja s'ha acabat, o algú ho ha aturat abans. Sempre pots tornar a enviar el codi.

hash-slow = Ja n'hi ha prou per ara. Torna-ho a provar demà. No pot esperar? Parla amb un adult de confiança o truca a un telèfon d'ajuda.

hash-refused-common =
    Molta gent té una foto així. Per això un sol codi no basta per aturar-la.
    Si va de tu, digues-ho a un adult que rebi els meus avisos. Un adult la pot bloquejar de seguida.

hash-refused-not-a-code =
    Aquí no veig cap codi. Un codi comença per UPS.
    Copia'l sencer i envia'l un altre cop. Amb /hashhelp et dic com es fa.

hash-refused-other-version = Aquest codi és d'una altra versió. Torna'l a fer amb la pàgina «hash» d'aquest programa.

hash-refused-several = Aquí hi ha més d'un codi. Envia'ls d'un en un, si us plau.

hash-refused-cut-short = Falta el final del codi. Copia'l sencer i envia'l un altre cop.

hash-refused-mistyped = Hi ha una lletra malament al codi. No l'escriguis a mà. Copia'l sencer i envia'l un altre cop.

hash-refused-flat =
    En aquesta foto es veu massa poc. El seu codi aturaria també altres fotos.
    Tens una còpia on es vegi més? Fes el codi amb aquella.

hash-refused-malformed = Aquest codi no està bé. Torna'l a fer amb la pàgina «hash» d'aquest programa.

sender-notice-earlier =
    Hola. S'ha tret una foto o un fitxer que vas penjar fa un temps.
    Ho ha fet un programa. Ningú no l'ha mirat. El programa es pot equivocar.
    Ningú no ha decidit res sobre tu. Un adult ho revisarà.
    Creus que és un error? Dona aquest número a un adult encarregat: { $number }.
    Algú et va pressionar? Toca Ajuda, parla amb un adult de confiança o truca a un telèfon d'ajuda. No passa res per preguntar.

menu-hashhelp = Aturar una foto sense ensenyar-la

menu-withdraw = Retirar un codi
