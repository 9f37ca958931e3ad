helplines-of = Qui ajuda en aquest país ({ $country }):

helpline-emergency = No estàs en un lloc segur ara? Truca al { $phone } o ves amb un adult que sigui a prop.

helpline-no-emergency = No estàs en un lloc segur ara? Truca al número d'emergències del teu país o busca un adult a prop.

helplines-head = Aquestes persones escolten i ajuden:

helplines-none = No sé cap número del teu país. Un adult de confiança en pot buscar un amb tu.

helplines-removal = Amb això es pot treure una foto d'internet. Un adult ho pot fer amb tu:

helplines-old = Algú va revisar aquestes dades fa un temps. Mira si encara estan bé, si us plau.

helplines-other = Per a un altre país, escriu /helpline i les seves dues lletres.

helpline-call = • { $helpline }: truca al { $phone }.

helpline-tool = • Busca { $helpline }.

helpline-internet = Per a problemes a internet.

helpline-always = De dia i de nit.

helpline-open =
    { $days ->
        [every] Cada dia de { $opens } a { $closes }.
        [mon_sat] De dilluns a dissabte de { $opens } a { $closes }.
       *[mon_fri] De dilluns a divendres de { $opens } a { $closes }.
    }

helpline-free = És gratis.

helpline-ages = De { $youngest } a { $oldest } anys.

helpline-under = Per a qui té menys de { $age } anys.

helpline-over = A partir de { $age } anys.

helpline-text = També pots enviar un SMS al { $phone }.

menu-helpline = A qui pots trucar
