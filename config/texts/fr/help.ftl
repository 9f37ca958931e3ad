button-help = Aide

help-menu =
    Salut. De quoi veux-tu parler ? Choisis une réponse. Tu peux arrêter quand tu veux.
    Je suis un programme. Personne dans tes chats ne voit ça, et je ne garde pas tes choix.
    L'appli où on s'écrit peut le voir, comme tout ce que tu y écris.
    S'il te plaît, ne m'envoie pas de photo. Je n'ai pas besoin de la voir.

button-help-victim = Ça parle de moi

button-help-blackmail = On me fait peur ou on me demande des choses

button-help-bystander = J'ai vu ou reçu quelque chose

button-help-regret = J'ai posté quelque chose

button-help-lines = Qui puis-je appeler ?

button-help-bot = C'est quoi, ce bot ?

button-help-next = Suite

button-help-back = Retour

button-help-menu = Recommencer

button-help-code = Comment faire le code

help-victim-1 =
    Ce n'est pas ta faute. C'est vrai si la photo est vraie, et aussi si elle ne l'est pas.
    C'est vrai aussi si elle vient de toi.
    Tu n'as pas besoin de la montrer, même pas à moi.
    C'est toi qui choisis la suite. Personne n'a besoin de savoir que tu es ici.

help-victim-2 =
    S'il te plaît, garde les messages, même si ça fait mal de les voir. Ils peuvent t'aider plus tard.
    Note les noms et les heures, et où c'était. Pour ça, tu n'as pas besoin de garder la photo.
    Tu n'as pas besoin de répondre.

help-victim-3 =
    Je peux guetter la photo, et je n'ai pas besoin de la voir.
    Ton propre téléphone en fait un code. La photo reste chez toi.
    Envoie-moi juste le code. Si quelqu'un poste la photo, je la reconnais et je le dis à un adulte.

help-victim-4 =
    Tu n'as pas à faire ça sans aide. Parle à un adulte de confiance, si tu peux aujourd'hui.
    Tu peux le dire comme ça : « Il m'est arrivé quelque chose en ligne. Tu peux m'aider ? »
    Tu peux demander sans avoir d'ennuis.

help-blackmail-1 =
    Ce n'est pas ta faute. Ça arrive à plein de gens, et ça peut s'arrêter.
    S'il te plaît, ne paie pas. N'envoie plus rien.
    Les gens qui ont eu quelque chose en veulent souvent plus.

help-blackmail-2 =
    Arrête de répondre. Tu n'as pas besoin de dire pourquoi.
    S'il te plaît, n'efface rien : ni le chat, ni ton compte. On y voit ce qu'ils ont fait.
    Note le nom de leur compte et l'heure. Ou fais une capture des mots, pas de la photo.
    Après, tu peux les bloquer.

help-blackmail-3 =
    S'il te plaît, parle tout de suite à un adulte de confiance. Tu peux, même si on t'a dit non.
    L'adulte peut le signaler avec toi. Tu peux demander sans avoir d'ennuis.

help-blackmail-4 =
    Tu peux agir avant que quelqu'un la poste. Ton propre téléphone fait un code de la photo.
    La photo reste chez toi. Envoie-moi juste le code.
    Je veille sur des chats. Si quelqu'un la poste là, je la reconnais et je le dis à un adulte.

help-bystander-1 =
    C'est bien de demander. S'il te plaît, ne l'ouvre plus et ne la passe à personne.
    Ne fais pas de capture, et ne la montre à personne.
    Elle fait du mal à la personne dessus, même si elle n'est pas vraie.

help-bystander-2 =
    S'il te plaît, ne l'efface pas encore. Elle peut aider la personne dessus. Demande d'abord à un adulte de confiance.
    Ne cherche pas qui c'est, et n'en parle pas dans le chat.

help-bystander-3 =
    { $reporting ->
        [menu] Tu peux nous le dire. Dans le chat, ouvre le menu du message. Choisis « Applications », puis « Report picture ».
       *[answer] Tu peux nous le dire. Dans le chat, réponds au message avec /report.
    }
    Je ne dis pas au chat que ça vient de toi.
    Tu connais la personne ? Tu peux lui dire : « Je suis avec toi. » Ça aide beaucoup.
    Tu peux aussi parler à un adulte de confiance. Tu peux demander sans avoir d'ennuis.

help-regret-1 =
    C'est bien de demander. Ça aide si tu arrêtes là.
    S'il te plaît, ne l'envoie plus, ni ici ni autre part.
    On t'a mis la pression ? Ce n'est pas ta faute.

help-regret-2 =
    Demande aux autres d'arrêter aussi. Une phrase suffit : « S'il vous plaît, ne passez plus ça. »
    N'efface pas encore les messages, s'il te plaît. Demande d'abord à un adulte de confiance.

help-regret-3 =
    S'il te plaît, parle aujourd'hui à un adulte de confiance. Moi, je n'ai pas besoin de savoir ce que c'était.
    Je ne décide rien sur toi, et je ne garde pas tes choix.
    Tu peux demander sans avoir d'ennuis.

help-showed =
    Je n'ai pas ouvert ton envoi, et personne ne va le regarder ici. S'il te plaît, ne m'envoie ni photos ni fichiers.
    Tu n'as pas besoin de montrer ça.

help-slow =
    Ça fait beaucoup d'un coup. Attends dix minutes, puis écris-moi encore.
    Ça ne peut pas attendre ? Parle à un adulte de confiance ou à une ligne d'écoute.
