reason-empty = le fichier est vide

reason-not-a-picture = le fichier n'est pas une image

reason-unsupported = je ne sais pas lire ce type de fichier

reason-too-big = le fichier est trop lourd

reason-too-many-pixels = l'image est trop large ou trop haute

reason-too-much = il y a dedans plus que ce que je peux regarder

reason-encrypted = un mot de passe le protège

reason-truncated = il manque un bout du fichier

reason-undecodable = le fichier est abîmé

reason-unfetchable = je n'ai pas pu charger le fichier

reason-gone = ce n'était plus là quand j'ai voulu regarder

reason-timed-out = cela prenait trop de temps

reason-model-failed = une partie de moi n'a pas marché

reason-not-judged = je n'ai pas eu de réponse claire

reason-crashed = j'ai dû m'arrêter au milieu

reason-unreadable = la plateforme a envoyé quelque chose que je ne sais pas lire
