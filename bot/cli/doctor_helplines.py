"""What `doctor` finds out about the helplines that pupils are shown."""

from datetime import date

from bot.cli.finding import Finding
from bot.domain.errors import StartRefused
from config.helplines import HelplineFiles, load_helplines
from config.schema import Settings

_NAME = "helplines"


def helplines_finding(settings: Settings, today: date) -> Finding:
    """Say whether pupils of this installation's country are shown numbers, and fresh ones."""
    try:
        found = load_helplines(settings.data_dir, settings.country)
    except StartRefused as error:
        return Finding(_NAME, ok=False, detail="cannot be used", fix=str(error))
    countries = ", ".join(sorted(found.countries))
    detail = f"for {settings.country or 'no country'}; there are some for {countries}"
    return Finding(_NAME, ok=True, detail=detail, fix=_advice(found, settings.country, today))


def _advice(found: HelplineFiles, country: str, today: date) -> str:
    """Say what a person should look at; nothing of it keeps the bot from its work."""
    if not country:
        return (
            "Name your country, so that pupils who ask for help are shown its numbers: "
            "UPSTANDER_COUNTRY=ES"
        )
    lines = found.of(country).lines
    unknown = [line.name for line in lines if line.checked_on is None]
    old = [line.name for line in lines if line.is_old(today)]
    advice = [] if country in found.countries else [f"There is no number for {country}."]
    if unknown:
        advice.append(f"Nobody has checked {', '.join(unknown)}, so pupils are not shown it.")
    if old:
        advice.append(f"It is long ago that somebody checked {', '.join(old)}.")
    if not advice:
        return ""
    return " ".join([*advice, "docs/operations.md, Helplines, says how to put that right."])
