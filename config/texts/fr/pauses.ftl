### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

group-outbreak =
    Les photos sont en pause dans ce chat jusqu'à { DATETIME($until, timeStyle: "short") }. Tu peux encore écrire.
    On t'a envoyé une chose qui fait du mal à quelqu'un ? Ne la passe pas. Ne l'ouvre plus. Garde ton téléphone comme il est et parle à un adulte de confiance.

group-paused = On ne peut pas tout poster dans ce chat jusqu'à { DATETIME($until, timeStyle: "short") }. Tu peux encore écrire. Ce n'est pas à cause de toi.

menu-lock = Mettre en pause les photos ou d'autres médias

menu-unlock = Permettre de nouveau les médias

menu-panic = Tout mettre en pause sauf les mots
