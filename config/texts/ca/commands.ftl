button-why = Per què?

press-not-allowed = Aquest botó és per als adults encarregats. No ha canviat res.

press-too-old = Aquest botó ja no serveix. No ha canviat res.

alerts-bad-code = Aquest codi no serveix. Envia /alerts al xat de la classe i te'n donaré un altre.

alerts-not-here = Els avisos no poden arribar aquí. Envia /alerts al xat de la classe i et donaré un altre codi. L'ha d'enviar qui administra el xat dels adults.

command-misspelt =
    No ho he entès. Prova-ho així:
    { $usage }

command-not-allowed = Aquesta ordre és per als adults encarregats. No ha canviat res.

language-name = català

menu-help = Què faig i qui ajuda

menu-about = Què reviso

menu-privacy = Què guardo

menu-report = Avisar un adult d'un missatge
