onboarding-hello =
    Ciao. Sono un programma e aiuto a proteggere questa chat.
    Controllo le foto che si mettono qui. Con /about ti dico di più.

onboarding-all-set = Grazie. Ora qui ho tutti i permessi che mi servono.
