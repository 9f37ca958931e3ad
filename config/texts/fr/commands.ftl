button-why = Pourquoi ?

press-not-allowed = Ce bouton est pour les adultes responsables. Rien n'a changé.

press-too-old = Ce bouton ne marche plus. Rien n'a changé.

alerts-bad-code = Ce code ne marche pas. Envoie /alerts dans le chat de la classe pour en avoir un autre.

alerts-not-here = Les alertes ne peuvent pas arriver ici. Envoie /alerts dans le chat de la classe pour avoir un autre code. C'est un admin du chat des adultes qui doit l'envoyer là-bas.

command-misspelt =
    Je n'ai pas compris. Essaie comme ça :
    { $usage }

command-not-allowed = Cette commande est pour les adultes responsables. Rien n'a changé.

language-name = français

menu-help = Ce que je fais et qui peut aider

menu-about = Ce que je vérifie

menu-privacy = Ce que je garde

menu-report = Signaler un message à un adulte
