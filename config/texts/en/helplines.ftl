### Who helps. Names, numbers and hours come from config/helplines and from nowhere else.
### Rules: as in pupils.ftl. A number that nobody has checked is never said.

# For: pupils. Above the answer to /helpline. $country: its two letters.
helplines-of = Who helps in { $country }:

# For: pupils. Where it cannot wait. $phone: the emergency number.
helpline-emergency = Not safe right now? Call { $phone }, or go to an adult near you.

# For: pupils. The same where no number is known.
helpline-no-emergency = Not safe right now? Call the emergency number of your country, or go to an adult near you.

# For: pupils. Above a list of people.
helplines-head = These people listen and help:

# For: pupils. Nobody is known in that country.
helplines-none = I know no number for your country. An adult you trust can find one with you.

# For: pupils. Above a list of what takes pictures off the internet.
helplines-removal = These can get a picture off the internet. An adult can do it with you:

# For: pupils. Under a list whose numbers are not fresh.
helplines-old = Somebody checked these some time ago. Please check that they are still right.

# For: pupils. Under the answer to /helpline.
helplines-other = For another country, write /helpline and its two letters.

# For: pupils. Begins a line. $helpline: who it is. $phone: the number.
helpline-call = • { $helpline }: call { $phone }.

# For: pupils. Begins a line. $helpline: who it is.
helpline-tool = • Look for { $helpline }.

# For: pupils. Goes on in a line.
helpline-internet = For trouble on the internet.

# For: pupils. Goes on in a line.
helpline-always = Day and night.

# For: pupils. Goes on in a line. $days: every, mon_sat or mon_fri. $opens, $closes: times of day.
helpline-open =
    { $days ->
        [every] Every day from { $opens } to { $closes }.
        [mon_sat] Monday to Saturday from { $opens } to { $closes }.
       *[mon_fri] Monday to Friday from { $opens } to { $closes }.
    }

# For: pupils. Goes on in a line.
helpline-free = It is free.

# For: pupils. Goes on in a line. $youngest, $oldest: years of age.
helpline-ages = For people from { $youngest } to { $oldest } years old.

# For: pupils. Goes on in a line. $age: years of age.
helpline-under = For people under { $age }.

# For: pupils. Goes on in a line. $age: years of age.
helpline-over = For people of { $age } and over.

# For: pupils. Goes on in a line. $phone: the number.
helpline-text = You can also send a text message to { $phone }.

# For: anyone.
menu-helpline = Who you can call for help
