reason-empty = o ficheiro está vazio

reason-not-a-picture = o ficheiro não é uma imagem

reason-unsupported = não sei ler este tipo de ficheiro

reason-too-big = o ficheiro é grande demais

reason-too-many-pixels = a imagem é larga ou alta demais

reason-too-much = tem mais coisas dentro do que consigo ver

reason-encrypted = está fechado com uma palavra-passe

reason-truncated = falta uma parte do ficheiro

reason-undecodable = o ficheiro está estragado

reason-unfetchable = não consegui abrir o ficheiro

reason-gone = já lá não estava quando fui ver

reason-timed-out = demorou tempo demais

reason-model-failed = uma parte de mim não funcionou

reason-not-judged = não tive uma resposta clara

reason-crashed = tive de parar a meio

reason-unreadable = a plataforma enviou uma coisa que não sei ler
