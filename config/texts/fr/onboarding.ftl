onboarding-hello =
    Salut. Je suis un programme, et j'aide à protéger ce chat.
    Je vérifie les photos qui sont postées ici. Avec /about, je t'en dis plus.

onboarding-all-set = Merci. J'ai maintenant tous les droits qu'il me faut ici.
