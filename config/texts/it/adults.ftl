reason-empty = il file è vuoto

reason-not-a-picture = il file non è un'immagine

reason-unsupported = non so leggere questo tipo di file

reason-too-big = il file è troppo grande

reason-too-many-pixels = l'immagine è troppo larga o troppo alta

reason-too-much = c'è dentro più di quello che riesco a guardare

reason-encrypted = è chiuso con una password

reason-truncated = manca una parte del file

reason-undecodable = il file è rovinato

reason-unfetchable = non sono riuscito a caricare il file

reason-gone = non c'era più quando ho provato a guardare

reason-timed-out = ci voleva troppo tempo

reason-model-failed = una parte di me non ha funzionato

reason-not-judged = non ho avuto una risposta chiara

reason-crashed = ho dovuto fermarmi a metà

reason-unreadable = la piattaforma ha mandato una cosa che non so leggere
