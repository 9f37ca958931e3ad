group-removed-message =
    Un message a été retiré de ce chat.
    C'est un programme qui a fait ça, et il peut se tromper.
    Quelque chose t'inquiète ? Parle à un adulte de confiance. Tu peux demander sans avoir d'ennuis.

sender-notice-link =
    Salut. Un message que tu as posté a été retiré.
    Il parlait d'un outil qui fait de fausses photos de gens sans habits.
    C'est un programme qui a fait ça. Personne ne l'a regardé. Le programme peut se tromper.
    Personne n'a rien décidé sur toi.
    Une fausse photo comme ça fait du mal longtemps. Souvent, il n'est pas permis de la faire ou de la passer.
    Y en a-t-il une de toi ou d'une amie, d'un ami ? Quelqu'un t'a mis la pression ? Parle à un adulte de confiance ou à une ligne d'écoute. Tu peux demander sans avoir d'ennuis.
    Tu crois que c'est une erreur ? Donne ce numéro à un adulte responsable : { $number }.
