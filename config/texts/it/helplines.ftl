helplines-of = Chi aiuta in questo Paese ({ $country }):

helpline-emergency = Non sei al sicuro ora? Chiama il { $phone } o vai da un adulto vicino a te.

helpline-no-emergency = Non sei al sicuro ora? Chiama il numero di emergenza del tuo Paese o vai da un adulto vicino.

helplines-head = Queste persone ascoltano e aiutano:

helplines-none = Non so nessun numero per il tuo Paese. Un adulto di cui ti fidi può cercarlo con te.

helplines-removal = Con questi si può togliere una foto da internet. Un adulto può farlo con te:

helplines-old = Qualcuno ha controllato questi dati tempo fa. Guarda se sono ancora giusti, per favore.

helplines-other = Per un altro Paese, scrivi /helpline e le sue due lettere.

helpline-call = • { $helpline }: chiama il { $phone }.

helpline-tool = • Cerca { $helpline }.

helpline-internet = Per i problemi su internet.

helpline-always = Di giorno e di notte.

helpline-open =
    { $days ->
        [every] Ogni giorno dalle { $opens } alle { $closes }.
        [mon_sat] Da lunedì a sabato dalle { $opens } alle { $closes }.
       *[mon_fri] Da lunedì a venerdì dalle { $opens } alle { $closes }.
    }

helpline-free = È gratis.

helpline-ages = Per chi ha da { $youngest } a { $oldest } anni.

helpline-under = Per chi ha meno di { $age } anni.

helpline-over = Per chi ha { $age } anni o più.

helpline-text = Puoi anche mandare un SMS al { $phone }.

menu-helpline = Chi puoi chiamare
