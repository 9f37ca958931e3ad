helplines-of = Quem ajuda neste país ({ $country }):

helpline-emergency = Não estás a salvo agora? Liga para o { $phone } ou vai ter com um adulto perto de ti.

helpline-no-emergency = Não estás a salvo agora? Liga para o número de emergência do teu país ou procura um adulto perto.

helplines-head = Estas pessoas ouvem e ajudam:

helplines-none = Não sei nenhum número do teu país. Um adulto de confiança pode ver isso contigo.

helplines-removal = Com isto pode-se tirar uma foto da internet. Um adulto pode fazer isso contigo:

helplines-old = Alguém viu estes dados há algum tempo. Vê se ainda estão certos, por favor.

helplines-other = Para outro país, escreve /helpline e as suas duas letras.

helpline-call = • { $helpline }: liga para o { $phone }.

helpline-tool = • Procura { $helpline }.

helpline-internet = Para problemas na internet.

helpline-always = De dia e de noite.

helpline-open =
    { $days ->
        [every] Todos os dias das { $opens } às { $closes }.
        [mon_sat] De segunda a sábado das { $opens } às { $closes }.
       *[mon_fri] De segunda a sexta das { $opens } às { $closes }.
    }

helpline-free = É grátis.

helpline-ages = Dos { $youngest } aos { $oldest } anos.

helpline-under = Para quem tem menos de { $age } anos.

helpline-over = A partir dos { $age } anos.

helpline-text = Também podes enviar um SMS para o { $phone }.

menu-helpline = A quem podes ligar
