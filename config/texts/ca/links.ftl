group-removed-message =
    S'ha tret un missatge d'aquest xat.
    Ho ha fet un programa, i es pot equivocar.
    Et preocupa alguna cosa? Parla amb un adult de confiança. No passa res per preguntar.

sender-notice-link =
    Hola. S'ha tret un missatge que vas penjar.
    Parlava d'una eina que fa fotos falses de persones sense roba.
    Ho ha fet un programa. Ningú no l'ha mirat. El programa es pot equivocar.
    Ningú no ha decidit res sobre tu.
    Una foto falsa així fa mal molt de temps a qui hi surt. En molts llocs no es permet fer-la ni passar-la.
    N'hi ha una de teva o d'algú que coneixes? Algú et va pressionar? Parla amb un adult de confiança o truca a un telèfon d'ajuda. No passa res per preguntar.
    Creus que és un error? Dona aquest número a un adult encarregat: { $number }.
