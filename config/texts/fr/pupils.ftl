group-removed =
    Une photo ou un fichier a été retiré de ce chat.
    C'est un programme qui a fait ça, et il peut se tromper.
    Si tu en as une copie, ne la passe à personne, s'il te plaît.
    Quelque chose t'inquiète ? Appuie sur Aide ou parle à un adulte de confiance. Tu peux demander sans avoir d'ennuis.

group-removed-test = C'était un test. La photo de test a été retirée, donc tout marche ici.

sender-notice =
    Salut. Une photo ou un fichier que tu as posté à { DATETIME($time, timeStyle: "short") } a été retiré.
    C'est un programme qui a fait ça. Personne ne l'a regardé. Le programme peut se tromper.
    Personne n'a rien décidé sur toi. Un adulte va vérifier.
    Tu crois que c'est une erreur ? Donne ce numéro à un adulte responsable : { $number }.
    Quelqu'un t'a mis la pression ? Appuie sur Aide, parle à un adulte de confiance ou à une ligne d'écoute. Tu peux demander sans avoir d'ennuis.

sender-notice-opaque =
    Salut. Un fichier que tu as posté a été retiré.
    Je n'ai pas pu le vérifier : { $why }. Ça arrive, et ça ne dit rien sur toi.
    Tu peux essayer encore avec une photo normale.
    Tu crois que c'est une erreur ? Donne ce numéro à un adulte responsable : { $number }.

sender-notice-test = Salut. Tu as posté la photo de test, et elle a été retirée. Le test a donc marché. Tu n'as rien d'autre à faire.

why-only-sender =
    Ici, seule la personne qui l'a posté peut en lire plus.
    Quelque chose t'inquiète ? Parle à un adulte de confiance. Tu peux demander sans avoir d'ennuis.

report-thanks =
    Merci de nous l'avoir dit. Le numéro est { $number }.
    Je ne dis pas au chat que ça vient de toi. Un adulte va s'en occuper.
    S'il te plaît, n'envoie la photo à personne, pas même à moi.

report-how =
    { $reporting ->
        [menu] Pour signaler un message, ouvre son menu. Choisis « Applications », puis « Report picture ».
       *[answer] Pour signaler quelque chose, réponds à ce message avec /report.
    }
    Tu peux aussi parler à un adulte de confiance. Tu peux demander sans avoir d'ennuis.
    S'il te plaît, n'envoie la photo à personne, pas même à moi.

sender-false-alarm =
    Salut. Une personne a vérifié { $number }.
    C'était une erreur de notre part. Ce que tu as posté allait bien. Nous sommes désolés.

help-page =
    Salut. Je suis un programme. J'aide à protéger ce chat.
    Je vérifie les photos qui sont postées ici. Je peux en retirer une ou le dire à un adulte.
    { $reporting ->
        [menu] « Report picture » prévient un adulte. Tu le trouves dans le menu de chaque message, sous « Applications ».
       *[answer] /report prévient un adulte. Réponds au message avec ce mot.
    }
    /about dit ce que je vérifie. /privacy dit ce que je garde.
    Tu as besoin d'aide ? Appuie sur Aide, ou écris-moi dans un chat privé. Ici, personne ne le voit.
    Là, /hashhelp aide à arrêter une photo de toi. /helpline dit qui appeler.
    Tu peux aussi parler à un adulte de confiance. Tu peux demander sans avoir d'ennuis.
    Pour les adultes responsables : /status, /settings, /policy, /mode, /alerts, /language, /selftest, /case, /falsealarm et /blockhash.

about-page =
    Je vérifie les photos et les vidéos postées dans ce chat, et beaucoup de fichiers. Je vérifie aussi la photo de profil de qui arrive.
    Je me sers de nombres, pas d'yeux, et je peux me tromper.
    Je peux retirer une photo et le dire à un adulte. Je ne décide jamais ce qui arrive à une personne.
    Je ne vois ni les chats privés ni les autres applis, comme WhatsApp.
    Je ne peux pas ouvrir tous les fichiers ni tous les liens. Je peux en parler à un adulte.
    Alors, dis-le à un adulte quand quelque chose te gêne. { $reporting ->
        [menu] Tu peux aussi utiliser « Report picture ».
       *[answer] Tu peux aussi utiliser /report.
    }
    Mon code est ouvert. Tout le monde peut le lire et le changer.

privacy-page =
    Je ne garde jamais de photos. Je regarde chacune une fois, puis je l'oublie.
    Pour chaque photo, je note l'heure, le chat et le résultat.
    La note a le numéro du message et celui du compte qui l'a posté.
    Je garde un code tiré de la photo, qui s'appelle hash. Je le garde quelques jours, et plus longtemps si je fais quelque chose. Le code n'est pas une photo.
    Les adultes qui reçoivent mes alertes voient ce que j'ai fait. Ils ne voient pas la photo.
    Ton école décide combien de temps les notes restent.
    Tu peux demander ce que je sais de toi. Parle à l'adulte qui veille sur les élèves dans ton école.
