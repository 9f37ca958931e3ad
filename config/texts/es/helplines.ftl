### Quién ayuda. Las notas sobre cada texto están en en/helplines.ftl.

helplines-of = Quién ayuda en { $country }:

helpline-emergency = ¿No estás a salvo ahora? Llama al { $phone } o ve con un adulto que esté cerca.

helpline-no-emergency = ¿No estás a salvo ahora? Llama al número de emergencias de tu país o ve con un adulto que esté cerca.

helplines-head = Estas personas escuchan y ayudan:

helplines-none = No sé ningún número de tu país. Un adulto de confianza puede buscar uno contigo.

helplines-removal = Con esto se puede quitar una foto de internet. Un adulto puede hacerlo contigo:

helplines-old = Alguien revisó estos datos hace tiempo. Mira si siguen bien, por favor.

helplines-other = Para otro país, escribe /helpline y sus dos letras.

helpline-call = • { $helpline }: llama al { $phone }.

helpline-tool = • Busca { $helpline }.

helpline-internet = Para problemas en internet.

helpline-always = De día y de noche.

helpline-open =
    { $days ->
        [every] Todos los días de { $opens } a { $closes }.
        [mon_sat] De lunes a sábado de { $opens } a { $closes }.
       *[mon_fri] De lunes a viernes de { $opens } a { $closes }.
    }

helpline-free = Es gratis.

helpline-ages = Para personas de { $youngest } a { $oldest } años.

helpline-under = Para menores de { $age } años.

helpline-over = Desde los { $age } años.

helpline-text = También puedes enviar un SMS al { $phone }.

menu-helpline = A quién puedes llamar
