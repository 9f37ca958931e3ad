"""Which languages are offered here, and what a folder of texts lacks that is not offered."""

from pathlib import Path

from bot.cli.finding import Finding
from bot.domain.errors import StartRefused
from config.phrasebook import TEXTS, Phrasebook
from config.schema import Settings


def phrasebook_for(settings: Settings, folder: Path = TEXTS) -> Phrasebook:
    """Return every sentence in every language.

    Raises:
        StartRefused: A file cannot be read, or the language of the settings is not offered.
    """
    language = settings.policy.language
    texts = Phrasebook(settings.timezone, folder, default=language)
    if language in texts.languages:
        return texts
    missing = texts.gaps.get(language)
    why = gap_line(language, missing) if missing else f"config/texts has no folder {language}"
    offered = ", ".join(sorted(texts.languages))
    raise StartRefused(f"UPSTANDER_POLICY__LANGUAGE: {why}. Choose one of: {offered}")


def gap_line(language: str, missing: frozenset[str]) -> str:
    """Say why a language is not offered, with the texts that it lacks."""
    keys = ", ".join(sorted(missing))
    return f"config/texts/{language} is not offered, because it lacks what pupils read: {keys}"


def language_finding(settings: Settings, folder: Path = TEXTS) -> Finding:
    """Return what `doctor` says of the languages."""
    try:
        texts = phrasebook_for(settings, folder)
    except StartRefused as error:
        return Finding("languages", ok=False, detail="cannot be used", fix=str(error))
    offered = sorted(texts.languages)
    partly = [code for code in offered if texts.adults_read(code) != code]
    detail = f"{', '.join(offered)}; of these only what pupils read: {', '.join(partly) or 'none'}"
    gaps = [gap_line(language, missing) for language, missing in sorted(texts.gaps.items())]
    return Finding("languages", ok=not gaps, detail=detail, fix=". ".join(gaps))
