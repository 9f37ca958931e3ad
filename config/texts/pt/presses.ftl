confirm-admin = Alguém que gere o chat deu-me um comando sem mostrar o nome. Foste tu? Carrega no botão. Respondo-te em privado.

button-confirm = Fui eu

answer-in-private = A minha resposta é só para uma pessoa. Foste tu que perguntaste? Carrega no botão.

button-answer = Ler a resposta

group-media-paused =
    As fotos estão em pausa neste chat por agora. Podes continuar a escrever.
    Foi um adulto que decidiu. Não é por tua causa.

group-media-allowed = Já se podem pôr fotos neste chat outra vez.
