button-help = Hilfe

help-menu =
    Hallo. Worum geht es? Wähl etwas aus. Du kannst jederzeit aufhören.
    Ich bin ein Programm. Niemand in deinen Chats sieht das hier, und ich speichere nicht, was du wählst.
    Die App, in der wir schreiben, kann es sehen, so wie alles, was du dort schreibst.
    Bitte schick mir kein Bild. Ich muss es nicht sehen.

button-help-victim = Es geht um mich

button-help-blackmail = Jemand macht mir Angst oder will etwas

button-help-bystander = Ich habe etwas gesehen oder bekommen

button-help-regret = Ich habe etwas gepostet

button-help-lines = Wen kann ich anrufen?

button-help-bot = Was ist dieser Bot?

button-help-next = Weiter

button-help-back = Zurück

button-help-menu = Von vorn

button-help-code = So macht man den Code

help-victim-1 =
    Du bist nicht schuld daran. Das gilt, wenn das Bild echt ist, und auch, wenn nicht.
    Es gilt auch, wenn es von dir kam.
    Du brauchst es niemandem zu zeigen, auch mir nicht.
    Du bestimmst, wie es weitergeht. Niemand braucht zu wissen, dass du hier bist.

help-victim-2 =
    Bitte behalte die Nachrichten, auch wenn es wehtut, sie zu sehen. Sie können dir später helfen.
    Schreib Namen und Zeiten auf, und wo es war. Das Bild brauchst du dafür nicht zu speichern.
    Du brauchst niemandem zu antworten.

help-victim-3 =
    Ich kann auf das Bild achten. Ich muss es dafür nicht sehen.
    Dein eigenes Handy macht einen Code daraus. Das Bild bleibt bei dir.
    Schick mir nur den Code. Wenn jemand das Bild postet, erkenne ich es und sage es Erwachsenen.

help-victim-4 =
    Du brauchst das nicht allein zu schaffen. Sag es bitte heute einer erwachsenen Person, der du vertraust, wenn du kannst.
    Du kannst es so sagen: „Mir ist online etwas passiert. Kannst du mir helfen?“
    Du bekommst keinen Ärger, wenn du fragst.

help-blackmail-1 =
    Du bist nicht schuld daran. Das passiert vielen, und man kann es stoppen.
    Bitte zahl nichts. Bitte schick nichts mehr.
    Wer etwas bekommt, will oft noch mehr.

help-blackmail-2 =
    Antworte nicht mehr. Du brauchst nicht zu sagen, warum.
    Bitte lösch nichts: nicht den Chat und nicht dein Konto. Dort sieht man, was sie getan haben.
    Schreib den Namen von ihrem Konto und die Zeit auf. Oder mach einen Screenshot von den Worten, nicht vom Bild.
    Danach kannst du sie blockieren.

help-blackmail-3 =
    Sag es bitte jetzt einer erwachsenen Person, der du vertraust. Das darfst du, auch wenn jemand sagt, dass es nicht geht.
    Die Person kann es mit dir melden. Du bekommst keinen Ärger, wenn du fragst.

help-blackmail-4 =
    Du kannst etwas tun, bevor es jemand postet. Dein eigenes Handy macht einen Code aus dem Bild.
    Das Bild bleibt bei dir. Schick mir nur den Code.
    Ich passe auf einige Chats auf. Wenn es dort jemand postet, erkenne ich es und sage es Erwachsenen.

help-bystander-1 =
    Gut, dass du fragst. Bitte öffne es nicht noch einmal, und gib es nicht weiter.
    Bitte mach keinen Screenshot, und zeig es niemandem.
    Es tut der Person auf dem Bild weh, auch wenn es nicht echt ist.

help-bystander-2 =
    Bitte lösch es noch nicht. Es kann der Person darauf helfen. Frag zuerst eine erwachsene Person, der du vertraust.
    Such bitte nicht, wer es ist, und sprich im Chat nicht darüber.

help-bystander-3 =
    { $reporting ->
        [menu] Du kannst es uns sagen. Öffne im Chat das Menü der Nachricht. Wähl „Apps“ und dann „Report picture“.
       *[answer] Du kannst es uns sagen. Antworte im Chat auf die Nachricht mit /report.
    }
    Ich sage dem Chat nicht, dass du es warst.
    Seid ihr befreundet? Du kannst sagen: „Ich halte zu dir.“ Das hilft sehr.
    Du kannst auch mit einer erwachsenen Person sprechen, der du vertraust. Du bekommst keinen Ärger, wenn du fragst.

help-regret-1 =
    Gut, dass du fragst. Es hilft, wenn du jetzt aufhörst.
    Bitte schick es nicht noch einmal, hier nicht und auch nicht anderswo.
    Hat dich jemand gedrängt? Daran bist du nicht schuld.

help-regret-2 =
    Sag auch den anderen, dass sie aufhören sollen. Ein Satz reicht: „Bitte gebt das nicht weiter.“
    Bitte lösch die Nachrichten noch nicht. Frag zuerst eine erwachsene Person, der du vertraust.

help-regret-3 =
    Sag es bitte heute einer erwachsenen Person, der du vertraust. Mir brauchst du nicht zu sagen, was es war.
    Ich entscheide nichts über dich, und ich speichere nicht, was du hier wählst.
    Du bekommst keinen Ärger, wenn du fragst.

help-showed =
    Ich habe nicht geöffnet, was du geschickt hast, und hier schaut es niemand an. Bitte schick mir keine Bilder oder Dateien.
    Du brauchst es niemandem zu zeigen.

help-slow =
    Das war viel auf einmal. Warte bitte zehn Minuten, dann schreib mir wieder.
    Kann es nicht warten? Sprich mit einer erwachsenen Person, der du vertraust, oder ruf ein Hilfetelefon an.
