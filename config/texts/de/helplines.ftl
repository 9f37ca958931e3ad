helplines-of = Wer in { $country } hilft:

helpline-emergency = Bist du gerade nicht sicher? Ruf { $phone } an, oder geh zu Erwachsenen in deiner Nähe.

helpline-no-emergency = Bist du gerade nicht sicher? Ruf den Notruf von deinem Land an, oder geh zu Erwachsenen in deiner Nähe.

helplines-head = Diese Menschen hören zu und helfen:

helplines-none = Ich kenne keine Nummer für dein Land. Eine erwachsene Person, der du vertraust, kann mit dir eine suchen.

helplines-removal = Damit kann man ein Bild aus dem Internet nehmen. Erwachsene können es mit dir tun:

helplines-old = Jemand hat das vor einiger Zeit geprüft. Schau bitte nach, ob es noch stimmt.

helplines-other = Für ein anderes Land schreib /helpline und seine zwei Buchstaben.

helpline-call = • { $helpline }: Ruf { $phone } an.

helpline-tool = • Such nach { $helpline }.

helpline-internet = Bei Ärger im Internet.

helpline-always = Bei Tag und bei Nacht.

helpline-open =
    { $days ->
        [every] Jeden Tag von { $opens } bis { $closes } Uhr.
        [mon_sat] Montag bis Samstag von { $opens } bis { $closes } Uhr.
       *[mon_fri] Montag bis Freitag von { $opens } bis { $closes } Uhr.
    }

helpline-free = Es kostet nichts.

helpline-ages = Für alle von { $youngest } bis { $oldest } Jahren.

helpline-under = Für alle unter { $age } Jahren.

helpline-over = Für alle ab { $age } Jahren.

helpline-text = Du kannst auch eine SMS an { $phone } schicken.

menu-helpline = Wen du anrufen kannst
