helplines-of = Qui aide dans ce pays ({ $country }) :

helpline-emergency = Tu n'es pas en sécurité ? Appelle le { $phone }, ou va voir un adulte près de toi.

helpline-no-emergency = Tu n'es pas en sécurité ? Appelle le numéro d'urgence de ton pays, ou va voir un adulte près de toi.

helplines-head = Ces personnes écoutent et aident :

helplines-none = Je ne connais pas de numéro pour ton pays. Un adulte de confiance peut en chercher un avec toi.

helplines-removal = Avec ça, on peut retirer une photo d'internet. Un adulte peut le faire avec toi :

helplines-old = Quelqu'un a vérifié ça il y a un moment. Regarde si c'est encore juste, s'il te plaît.

helplines-other = Pour un autre pays, écris /helpline et ses deux lettres.

helpline-call = • { $helpline } : appelle le { $phone }.

helpline-tool = • Cherche { $helpline }.

helpline-internet = Pour les soucis sur internet.

helpline-always = Jour et nuit.

helpline-open =
    { $days ->
        [every] Tous les jours de { $opens } à { $closes }.
        [mon_sat] Du lundi au samedi de { $opens } à { $closes }.
       *[mon_fri] Du lundi au vendredi de { $opens } à { $closes }.
    }

helpline-free = C'est gratuit.

helpline-ages = De { $youngest } à { $oldest } ans.

helpline-under = Pour les moins de { $age } ans.

helpline-over = À partir de { $age } ans.

helpline-text = Tu peux aussi envoyer un SMS au { $phone }.

menu-helpline = Qui tu peux appeler
