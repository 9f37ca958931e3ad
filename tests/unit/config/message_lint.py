"""What a text may never say, by audience; the rules of docs/texts.md as code."""

import re
import unicodedata

from tests.unit.config.readability import sentences, words

MOST_WORDS = 120
MOST_WORDS_A_SENTENCE = 16

# Accusing, frightening or revealing words. Stems, so that every ending is found.
_NEVER = {
    "en": (
        r"nud(?:e|es|ity)|naked|porn\w*|explicit\w*|csam|sexual\w*|criminal\w*|offend\w*|"
        r"perpetrat\w*|victim\w*|parents?|mum|mom|dad|mother|father|guilt\w*|blame you|"
        r"you (?:have )?(?:shared|made)|delete (?:it|them) now|accus\w*"
    ),
    "es": (
        r"desnud\w*|porno\w*|expl[ií]cit\w*|sexual\w*|delincuente\w*|criminal\w*|agresor\w*|"
        r"v[ií]ctimas?|padres?|madres?|mam[aá]|pap[aá]|culpable\w*|"
        r"(?:has )?(?:compartid[oa]|compartiste|hiciste)|b[oó]rral[oa]|acus\w*"
    ),
    "fr": (
        r"nue?s?|nudité|porno\w*|explicite\w*|sexuel\w*|criminel\w*|délinquan\w*|agresseu\w*|"
        r"victimes?|parents?|mères?|pères?|maman|papa|coupable\w*|accus\w*|"
        r"as (?:partagé|créé|fabriqué)\w*|(?:efface|supprime)-(?:la|le|les)"
    ),
    "de": (
        r"nackt\w*|porno\w*|explizit\w*|sexuell\w*|kriminell\w*|täter\w*|opfer\w*|eltern|mutter|"
        r"vater|mama|papa|schuldige?r?|beschuldig\w*|hast (?:\w+ ){0,3}(?:geteilt|erstellt)|"
        r"lösch(?:e)? (?:es|sie) (?:jetzt|sofort)"
    ),
    "pt": (
        r"nu[as]?|nudez|despid\w*|porno\w*|pornográfic\w*|explícit\w*|sexua\w*|criminos\w*|"
        r"agressor\w*|vítimas?|pais|mãe|pai|mamã|papá|culpad\w*|acus\w*|"
        r"partilhaste|fizeste uma|apaga-[oa]s?"
    ),
    "it": (
        r"nud[aieo]|nudità|porno\w*|esplicit\w*|sessual\w*|criminal\w*|aggressor\w*|vittim\w*|"
        r"genitor\w*|mamma|papà|madre|padre|colpevol\w*|accus\w*|"
        r"hai (?:condiviso|creato)|cancella(?:la|lo|li)"
    ),
    "ca": (
        r"nua|nues|nus?|nuesa|despulla\w*|porno\w*|explícit\w*|sexual\w*|criminal\w*|"
        r"agressor\w*|víctim\w*|pares?|mares?|mama|papa|culpable\w*|acusa\w*|"
        r"has (?:compartit|creat)|esborra-(?:la|ho|les)"
    ),
    # The words that run into the next one (and, the, by, for, like) are taken off first.
    "ar": (
        r"عاري\w*|عراة|عري|إباحي\w*|جنسي\w*|صريح\w*|مجرم\w*|معتد\w*|ضحي\w*|ضحايا|والد\w*|"
        r"أبوي\w*|أهلك|أم|أمك|أبوك|أبيك|مذنب\w*|متهم\w*|اتهام\w*|شاركت(?:ها)?|صنعت(?:ها)?|احذف\w*"
    ),
}
# An adult may have to hear of the police or of a crime; a pupil must not be threatened with it.
_NEVER_TO_PUPILS = {
    "en": (
        r"illegal\w*|crimes?|law|police|caught|punish\w*|ban(?:ned)?|warn(?:ed|ing)?|must|"
        r"threat\w*|danger\w*"
    ),
    "es": (
        r"ilegal\w*|delitos?|ley|polic[ií]a|pillad\w*|castig\w*|expuls\w*|debes|"
        r"amenaz\w*|peligr\w*"
    ),
    "fr": (
        r"illéga\w*|délits?|crimes?|lois?|police|puni\w*|exclu\w*|tu dois|menac\w*|danger\w*|"
        r"pris sur le fait|averti\w*"
    ),
    "de": (
        r"illegal\w*|verboten\w*|straftat\w*|gesetz\w*|polizei|erwischt|strafe\w*|bestraf\w*|"
        r"ausgeschlossen|musst|droh\w*|gefähr\w*|verwarn\w*"
    ),
    "pt": (
        r"ilega\w*|crimes?|leis?|polícia|apanhad\w*|castig\w*|expuls\w*|deves|ameaç\w*|perig\w*"
    ),
    "it": (
        r"illegal\w*|reat[oi]|legge|polizia|scopert[oaie]|puni\w*|castig\w*|espuls\w*|devi|"
        r"minacc\w*|pericol\w*"
    ),
    "ca": (
        r"il·lega\w*|delict\w*|lleis?|policia|enxampa\w*|c[aà]stig\w*|expuls\w*|has de|"
        r"amena[cç]\w*|perill\w*"
    ),
    "ar": (
        r"جريم\w*|جرائم|قانون\w*|شرط\w*|عقاب\w*|عقوب\w*|معاقب\w*|طرد\w*|تهديد\w*|خطر|خطير\w*|"
        r"يجب|ضبط\w*"
    ),
}
# Arabic writes these as one word with the next; the vowel signs may stand or not.
_STUCK = {"ar": r"(?:[وف]?(?:ال|لل|بال|كال|[بلك])?)"}
_VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")
_SCORE = re.compile(
    r"%|٪|\bscore|\bpuntuaci|\bpontuaç|\bpunteggi|\bpunktzahl|\bprozent|\bدرجة|\bنسبة|"
    r"\b0[.,]\d{2}|\d (?:of|de|sur|von|su|من) 100",
    re.IGNORECASE,
)
# Whoever needs help is not asked for the picture, and not why. "Don't send it" is no such request.
_ASKS = {
    "en": (
        r"(?<!don't )(?<!not )\b(?:send|show|forward|give)(?: me| us)?(?: the| a| your) "
        r"(?:picture|photo)|"
        r"\bwhy (?:did|have|are) you\b|\byou should have\b"
    ),
    "es": (
        r"(?<!no )\b(?:(?:me|nos) )?(?:env[ií]a|manda|pasa|enseña)(?:me|nos)? (?:la|una|tu) foto|"
        r"¿por qué (?:lo|la|has|hiciste)|\bdeber[ií]as haber\b"
    ),
    "fr": (
        r"(?<!n')\b(?:envoie|montre|donne|passe)(?:-(?:moi|nous))? (?:la|une|ta) (?:photo|image)|"
        r"\bpourquoi (?:(?:l')?as-tu|tu (?:l')?as|est-ce que tu)\b|\btu aurais dû\b"
    ),
    # The negation may stand behind: "schick mir das Bild nicht".
    "de": (
        r"\b(?:schicke?|sende?|zeige?|gib)(?: mir| uns)?(?: bitte)? (?:das|ein|dein) "
        r"(?:bild|foto)\b(?! (?:nicht|an niemanden))|\b(?:warum|wieso) hast du\b|"
        r"\bdu hättest (?:\w+ ){1,5}sollen\b"
    ),
    "pt": (
        r"(?<!não )\b(?:envia|manda|mostra|passa|dá)(?:-(?:me|nos))? (?:a|uma|essa)(?: tua)? foto|"
        r"\bporque (?:é que )?(?:o |a )?(?:fizeste|enviaste|mandaste|puseste)\b|\bdevias ter\b"
    ),
    "it": (
        r"(?<!non )\b(?:manda|invia|mostra|passa|da|fa)(?:mi|ci|mmi|cci)?(?: vedere)? "
        r"(?:la|una)(?: tua)? foto|\bperché (?:l'|lo |la )?hai\b|\bavresti dovuto\b"
    ),
    "ca": (
        r"(?<!no )\b(?:envia|ensenya|mostra|passa|dona)(?:'m|'ns)? (?:la|una)(?: teva)? foto|"
        r"\bper què (?:ho |la )?(?:has|vas)\b|\bhauries d'haver\b"
    ),
    "ar": (
        r"(?<!لا )\b(?:أرسلي?|أرني|أريني|أعطني|أعطيني)(?: لي| لنا| إلي| إلينا)? (?:ال)?صورة|"
        r"(?:الرجاء|فضلك) (?:إرسال|إظهار) (?:ال)?صورة|\bلماذا (?:فعلت|نشرت|أرسلت)|\bكان عليك\b"
    ),
}
# Names of helplines that are spelt like this: nobody shouts.
_NAMES = frozenset({"NCMEC"})
_LINK = re.compile(
    r"https?:|www\.|\bt\.me\b|\b[\w-]+\.(?:com|org|net|me|io|es|uk|fr|de|pt|it|cat|eu)\b",
    re.IGNORECASE,
)


def complaints(text: str, language: str, audience: str) -> list[str]:
    """Return everything that is wrong with one rendered text; empty when it is fit to be said."""
    found = [f"says {match!r}" for match in _forbidden(text, language, audience)]
    if _SCORE.search(text):
        found.append("names a score")
    if _LINK.search(text):
        found.append("holds a link")
    if "@" in text:
        found.append("addresses an account")
    found += [f"holds the symbol {char!r}" for char in text if _is_emoji(char)]
    if len(words(text)) > MOST_WORDS:
        found.append(f"is {len(words(text))} words long")
    if audience != "adults":
        found += _too_hard_to_follow(text)
        asked = re.search(_ASKS[language], text, re.IGNORECASE)
        found += [f"asks: {asked[0]!r}"] if asked else []
    return found


def _forbidden(text: str, language: str, audience: str) -> list[str]:
    patterns = [_NEVER[language]]
    if audience != "adults":
        patterns.append(_NEVER_TO_PUPILS[language])
    stuck = _STUCK.get(language, "")
    bare = _VOWELS.sub("", text)
    return [
        match
        for pattern in patterns
        for match in re.findall(rf"\b{stuck}({pattern})\b", bare, re.IGNORECASE)
    ]


def _is_emoji(char: str) -> bool:
    return char == "\ufe0f" or unicodedata.category(char) == "So"


def _too_hard_to_follow(text: str) -> list[str]:
    found = [
        f"has a sentence of {len(words(sentence))} words"
        for sentence in sentences(text)
        if len(words(sentence)) > MOST_WORDS_A_SENTENCE
    ]
    if "!" in text or "¡" in text:
        found.append("raises its voice")
    shouting = [
        word for word in words(text) if len(word) > 4 and word.isupper() and word not in _NAMES
    ]
    return found + [f"shouts {word!r}" for word in shouting]
