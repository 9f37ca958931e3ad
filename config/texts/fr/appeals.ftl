button-appeal = C'était une erreur

sender-appeal = C'était une erreur ? Tu peux toucher le bouton jusqu'au { DATETIME($until, dateStyle: "long") }.

appeal-received =
    Merci. Les adultes responsables ont ta demande sur { $number }.
    Un adulte décide avant le { DATETIME($until, dateStyle: "long") }. Ensuite, je t'écris.
    Personne n'a rien décidé sur toi. Tu n'as rien d'autre à faire.

appeal-already =
    Tu as déjà demandé pour { $number }. Une fois suffit.
    Si tu n'as pas encore de réponse, demande à un adulte responsable.

appeal-too-late =
    Le délai pour demander une révision de { $number } est passé.
    Tu peux encore parler à un adulte responsable. Donne-lui ce numéro.

appeal-unknown =
    Je n'ai rien de toi avec le numéro { $number }.
    Regarde le numéro dans mon message, ou demande à un adulte responsable.

appeal-decided = Un adulte a déjà vérifié { $number }. C'était notre erreur, il n'y a rien d'autre à faire.

appeal-refused =
    Bonjour. Un adulte a vérifié { $number }. Cela reste retiré.
    Cela ne dit rien sur toi.
    Tu peux en parler à un adulte responsable. Donne-lui ce numéro.
    Tu t'inquiètes, ou on t'a poussé à le faire ? Touche Aide, ou écris-moi /helpline en privé. Tu as le droit de demander.

appeal-late =
    Bonjour. La réponse pour { $number } est en retard. Ce n'est pas ta faute, et je suis désolé.
    J'ai demandé encore une fois aux adultes. Je t'écris quand ils décident.
    Tu peux aussi demander à un adulte responsable. Donne-lui ce numéro.

sender-post-again = Tu peux publier de nouveau la même image dans ce groupe.

sender-ask-first = Le programme peut l'arrêter encore. Demande à un adulte responsable avant de la publier de nouveau.

menu-appeal = Dire qu'un retrait était une erreur
