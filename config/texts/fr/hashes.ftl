hashhelp-page =
    Y a-t-il une photo de toi que tu veux arrêter ? Ce n'est pas ta faute.
    S'il te plaît, ne m'envoie pas la photo. Je n'ai pas besoin de la voir.
    Tu peux en faire un code sur ton appareil. La photo reste chez toi.
    Ouvre la page « hash » de ce programme, ou demande-la à qui s'en occupe. Elle marche sans internet.
    Envoie-moi juste le code. Si quelqu'un poste la photo, je la reconnais et je le dis à un adulte.
    Je te donne un numéro. Avec /hashhelp et ce numéro, tu demandes. Avec /withdraw et ce numéro, tu arrêtes.
    Tu veux de l'aide maintenant ? Parle à un adulte de confiance ou à une ligne d'écoute.

hashhelp-private = Parlons-en plutôt à deux. Écris-moi dans un chat privé : /hashhelp. J'ai retiré ton message d'ici.

hash-ok =
    Merci. J'ai gardé le code. C'est une suite de chiffres, pas une photo.
    Ton numéro est { $reference }. Note-le bien. Je ne le garde pas et je ne peux pas le redire.
    Je garde le code jusqu'au { DATETIME($until, dateStyle: "long") }. Tu peux l'arrêter quand tu veux avec /withdraw et le numéro.
    Si quelqu'un poste la photo, je le dis à un adulte. Je ne dis pas que ça vient de toi.
    Tu n'as rien fait de mal. Parle à un adulte de confiance si tu peux.

hash-not-seen = Je n'ai pas vu cette photo dans les chats que je surveille.

hash-seen = J'ai vu une photo comme ça et je l'ai dit à un adulte. Ce n'est pas ta faute. Parle à un adulte de confiance ou à une ligne d'écoute.

hash-kept = Je garde le code jusqu'au { DATETIME($until, dateStyle: "long") }. Avec /withdraw et le numéro, tu l'arrêtes.

hash-inactive =
    J'ai encore le code, mais je ne m'en sers plus. Un adulte a regardé et a dit que c'était une erreur.
    Ce n'est pas vrai ? Dis-le à un adulte de confiance.

hash-withdrawn = C'est fait. J'ai enlevé le code. Je ne cherche plus cette photo. Tu peux envoyer un code de nouveau quand tu veux.

hash-unknown =
    Je ne trouve rien avec ce numéro. Est-ce que chaque lettre est juste ?
    Le code est peut-être trop vieux, ou on l'a déjà arrêté. Tu peux toujours le renvoyer.

hash-slow = Ça fait beaucoup pour l'instant. Essaie encore demain. Ça ne peut pas attendre ? Parle à un adulte de confiance ou à une ligne d'écoute.

hash-refused-common =
    Beaucoup de gens ont une photo comme ça. Un seul code ne suffit donc pas pour l'arrêter.
    Si elle parle de toi, dis-le à un adulte qui reçoit mes alertes. Un adulte peut la bloquer tout de suite.

hash-refused-not-a-code =
    Je ne trouve pas de code là-dedans. Un code commence par UPS.
    Copie-le en entier et envoie-le encore une fois. Avec /hashhelp, je te dis comment le faire.

hash-refused-other-version = Ce code vient d'une autre version. Refais-le avec la page « hash » de ce programme.

hash-refused-several = Il y a plus d'un code là-dedans. Envoie-les un par un, s'il te plaît.

hash-refused-cut-short = Il manque la fin du code. Copie-le en entier et envoie-le encore une fois.

hash-refused-mistyped = Une lettre du code est fausse. Ne le tape pas à la main. Copie-le en entier et envoie-le encore une fois.

hash-refused-flat =
    On voit trop peu de choses sur cette photo. Son code arrêterait aussi d'autres photos.
    As-tu une copie où l'on voit plus de choses ? Fais le code avec celle-là.

hash-refused-malformed = Ce code n'est pas bon. Refais-le avec la page « hash » de ce programme.

sender-notice-earlier =
    Salut. Une photo ou un fichier que tu avais posté plus tôt a été retiré.
    C'est un programme qui a fait ça. Personne ne l'a regardé. Le programme peut se tromper.
    Personne n'a rien décidé sur toi. Un adulte va vérifier.
    Tu crois que c'est une erreur ? Donne ce numéro à un adulte responsable : { $number }.
    Quelqu'un t'a mis la pression ? Appuie sur Aide, parle à un adulte de confiance ou à une ligne d'écoute. Tu peux demander sans avoir d'ennuis.

menu-hashhelp = Arrêter une photo sans la montrer

menu-withdraw = Reprendre un code
