onboarding-hello =
    Olá. Sou um programa e ajudo a cuidar deste chat.
    Verifico as fotos que se põem aqui. Com /about conto-te mais.

onboarding-all-set = Obrigado pela ajuda. Agora tenho aqui tudo o que preciso.
