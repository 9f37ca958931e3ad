group-removed =
    S'ha tret una foto o un fitxer d'aquest xat.
    Ho ha fet un programa, i es pot equivocar.
    Si en tens una còpia, si us plau, no la passis.
    Et preocupa alguna cosa? Toca Ajuda o parla amb un adult de confiança. No passa res per preguntar.

group-removed-test = Això era una prova. La foto de prova s'ha tret, o sigui que aquí funciona.

sender-notice =
    Hola. S'ha tret una foto o un fitxer que has penjat a les { DATETIME($time, timeStyle: "short") }.
    Ho ha fet un programa. Ningú no l'ha mirat. El programa es pot equivocar.
    Ningú no ha decidit res sobre tu. Un adult ho revisarà.
    Creus que és un error? Dona aquest número a un adult encarregat: { $number }.
    Algú t'ha pressionat? Toca Ajuda, parla amb un adult de confiança o truca a un telèfon d'ajuda. No passa res per preguntar.

sender-notice-opaque =
    Hola. S'ha tret un fitxer que has penjat.
    No l'he pogut revisar: { $why }. A vegades passa, i no diu res de tu.
    Ho pots tornar a provar amb una foto normal.
    Creus que és un error? Dona aquest número a un adult encarregat: { $number }.

sender-notice-test = Hola. Has penjat la foto de prova i s'ha tret. La prova ha anat bé. No cal que facis res més.

why-only-sender =
    Aquí només en pot llegir més qui ho ha penjat.
    Et preocupa alguna cosa? Parla amb un adult de confiança. No passa res per preguntar.

report-thanks =
    Gràcies per dir-ho. El número és { $number }.
    No dic al xat que has estat tu. Un adult se n'ocuparà.
    Si us plau, no enviïs la foto a ningú, tampoc a mi.

report-how =
    { $reporting ->
        [menu] Per avisar d'un missatge, obre el seu menú. Tria «Apps» (o «Aplicaciones») i després «Report picture».
       *[answer] Per avisar d'alguna cosa, respon a aquell missatge amb /report.
    }
    També pots parlar amb un adult de confiança. No passa res per preguntar.
    Si us plau, no enviïs la foto a ningú, tampoc a mi.

sender-false-alarm =
    Hola. Una persona ha revisat { $number }.
    Ha estat un error nostre. El que vas penjar estava bé. Ens sap greu.

help-page =
    Hola. Soc un programa. Ajudo a cuidar aquest xat.
    Reviso les fotos que s'hi pengen. En puc treure una o avisar un adult.
    { $reporting ->
        [menu] «Report picture» avisa un adult. És al menú de cada missatge, a «Apps» (o «Aplicaciones»).
       *[answer] /report avisa un adult. Fes-lo servir com a resposta al missatge.
    }
    /about diu què reviso. /privacy diu què guardo.
    Et cal ajuda? Toca Ajuda o escriu-me en un xat privat. Aquí no ho veu ningú.
    Allà, /hashhelp ajuda a aturar una foto teva. /helpline diu a qui trucar.
    També pots parlar amb un adult de confiança. No passa res per preguntar.
    Per als adults encarregats: /status, /settings, /policy, /mode, /alerts, /language, /selftest, /case, /falsealarm i /blockhash.

about-page =
    Reviso les fotos i els vídeos que es pengen en aquest xat, i molts fitxers. També reviso la foto de perfil de qui entra.
    Faig servir números, no ulls, i em puc equivocar.
    Puc treure una foto i avisar un adult. No decideixo mai què passa amb una persona.
    No veig els xats privats. Tampoc no veig altres aplicacions, com WhatsApp.
    No puc obrir tots els fitxers ni tots els enllaços. Ho puc dir a un adult.
    Per això, parla amb un adult quan alguna cosa no t'agradi. { $reporting ->
        [menu] També pots fer servir «Report picture».
       *[answer] També pots fer servir /report.
    }
    El meu codi és obert. Tothom el pot llegir, canviar i passar.

privacy-page =
    No guardo mai fotos. Miro cada una un cop i després l'oblido.
    De cada foto apunto l'hora, el xat i el resultat.
    La nota porta el número del missatge i el del compte que l'ha penjat.
    Guardo un codi fet de la foto, que es diu hash. El guardo uns dies, i més temps si faig alguna cosa. El codi no és una foto.
    Els adults que reben els meus avisos poden veure què he fet. No veuen la foto.
    El teu centre decideix quant de temps es guarden les notes.
    Pots demanar què sé de tu. Parla amb qui vetlla pel benestar al teu centre.
