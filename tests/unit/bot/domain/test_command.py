"""Chat commands: what is read, who may give it, and that no text makes the reader fail."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.command import (
    BindAlerts,
    BindOffice,
    BlockPicture,
    ChangePolicy,
    Command,
    FalseAlarm,
    InfoPage,
    ListCases,
    Misspelt,
    Report,
    SendCode,
    ShowAlerts,
    ShowCase,
    ShowCode,
    ShowCoverage,
    ShowDryReport,
    ShowHashHelp,
    ShowHelplines,
    ShowLanguages,
    ShowPage,
    ShowPolicy,
    ShowSettings,
    ShowStatus,
    StartSelfTest,
    TestAlerts,
    Who,
    WithdrawCode,
)
from bot.domain.command_words import USAGE, parse_command, read_change, said_alone
from bot.domain.hash_code import MOST_LOOKS, CodeLook, HashCode, parse, write
from bot.domain.policy import (
    Digest,
    Mode,
    OpaqueHandling,
    PolicyChange,
    PresetName,
    ReasonChange,
)
from bot.domain.signal import OpaqueReason

LANGUAGES = frozenset({"en", "es"})


def _misspelt(word: str) -> Misspelt:
    return Misspelt(word, USAGE[word])


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/help", ShowPage(InfoPage.HELP)),
        ("/start", ShowPage(InfoPage.HELP)),
        ("/about", ShowPage(InfoPage.ABOUT)),
        ("/privacy", ShowPage(InfoPage.PRIVACY)),
        ("/status", ShowStatus()),
        ("/coverage", ShowCoverage()),
        ("/dryreport", ShowDryReport()),
        ("/dryreport 2W", ShowDryReport(14)),
        ("/policy", ShowPolicy()),
        ("/mode", ShowPolicy()),
        ("/settings", ShowSettings()),
        ("/language", ShowLanguages()),
        ("/language es", ChangePolicy(PolicyChange(language="es"))),
        ("/selftest", StartSelfTest()),
        ("/mode shadow", ChangePolicy(PolicyChange(mode=Mode.SHADOW))),
        ("/mode alert", ChangePolicy(PolicyChange(mode=Mode.ALERT))),
        ("/mode remove", ChangePolicy(PolicyChange(mode=Mode.REMOVE))),
        ("/policy mode alert", ChangePolicy(PolicyChange(mode=Mode.ALERT))),
        ("/policy preset strict", ChangePolicy(PolicyChange(preset=PresetName.STRICT))),
        ("/policy opaque count", ChangePolicy(PolicyChange(opaque=OpaqueHandling.COUNT))),
        ("/policy opaque allow", ChangePolicy(PolicyChange(opaque=OpaqueHandling.COUNT))),
        ("/policy links allow", ChangePolicy(PolicyChange(links=OpaqueHandling.COUNT))),
        ("/policy digest off", ChangePolicy(PolicyChange(digest=Digest.OFF))),
        ("/policy language es", ChangePolicy(PolicyChange(language="es"))),
        ("/policy show", ShowPolicy()),
        ("/policy set mode alert", ChangePolicy(PolicyChange(mode=Mode.ALERT))),
        ("/policy set preset strict", ChangePolicy(PolicyChange(preset=PresetName.STRICT))),
        ("/threshold", ShowPolicy()),
        ("/threshold relaxed", ChangePolicy(PolicyChange(preset=PresetName.LENIENT))),
        ("/threshold normal", ChangePolicy(PolicyChange(preset=PresetName.SCHOOL))),
        ("/threshold strict", ChangePolicy(PolicyChange(preset=PresetName.STRICT))),
        ("/threshold school", ChangePolicy(PolicyChange(preset=PresetName.SCHOOL))),
        ("/alerts", ShowAlerts()),
        ("/alerts here", ShowAlerts()),
        ("/alerts off", ChangePolicy(PolicyChange(alerts_off=True))),
        ("/alerts test", TestAlerts()),
        ("/alerts k7qf-2m", BindAlerts("K7QF-2M")),
        ("/lead l-902e-03m0", BindOffice("l-902e-03m0")),
        ("/report", Report()),
        ("/report it is about me", Report()),
        ("/case", ListCases()),
        ("/case C-0042", ShowCase(42)),
        ("/falsealarm c42", FalseAlarm(42)),
        ("/allowhash C-0042", FalseAlarm(42)),
        ("/blockhash C-0042", BlockPicture(42)),
        ("/hashhelp", ShowHashHelp()),
        ("/helpline", ShowHelplines()),
        ("/helpline es", ShowHelplines("ES")),
        ("/hashhelp ups1 abc def", SendCode("ups1 abc def")),
        ("/hashhelp something else", SendCode("something else")),
        ("/hashhelp h-0123-4567-89ab-cdef", ShowCode("h-0123-4567-89ab-cdef")),
        ("/withdraw h-0123-4567-89ab-cdef", WithdrawCode("h-0123-4567-89ab-cdef")),
    ],
)
def test_a_command_is_read(line: str, command: Command) -> None:
    assert parse_command(line, LANGUAGES) == command
    assert parse_command(f"  {line.upper()}  ", LANGUAGES) == command
    word, _, rest = line.partition(" ")
    assert parse_command(f"{word}@some_bot {rest}", LANGUAGES) == command


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("/help me", "help"),
        ("/status now", "status"),
        ("/mode off", "mode"),
        ("/mode remove now", "mode"),
        ("/mode strict", "mode"),
        ("/lead", "lead"),
        ("/policy preset", "policy"),
        ("/policy set", "policy"),
        ("/policy set set mode alert", "policy"),
        ("/policy set show", "policy"),
        ("/threshold 0.5", "threshold"),
        ("/threshold strict now", "threshold"),
        ("/policy preset remove", "policy"),
        ("/policy opaque shadow", "policy"),
        ("/policy opaque too_big", "policy"),
        ("/policy opaque too_big shadow", "policy"),
        ("/policy opaque too_bigg remove", "policy"),
        ("/policy opaque too_big remove now", "policy"),
        ("/policy opaque default", "policy"),
        # Links have a field of their own.
        ("/policy opaque link remove", "policy"),
        ("/policy links too_big remove", "policy"),
        ("/coverage now", "coverage"),
        ("/dryreport 61d", "dryreport"),
        ("/dryreport 2h", "dryreport"),
        ("/dryreport soon", "dryreport"),
        ("/policy digest maybe", "policy"),
        ("/policy language ca", "policy"),
        ("/language ca", "language"),
        ("/language es en", "language"),
        ("/settings mode", "settings"),
        ("/selftest now", "selftest"),
        ("/policy alerts_chat 5", "policy"),
        ("/alerts one two", "alerts"),
        ("/case forty-two", "case"),
        ("/case C-४२", "case"),
        ("/case ²", "case"),
        ("/case 1 2", "case"),
        ("/falsealarm", "falsealarm"),
        ("/falsealarm all", "falsealarm"),
    ],
)
def test_a_known_word_with_an_unknown_argument_is_answered_with_its_usage(
    line: str, word: str
) -> None:
    assert parse_command(line, LANGUAGES) == _misspelt(word)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "/",
        "//help",
        "/ help",
        "help",
        "please /help",
        "/start guard",  # what a platform posts by itself when a link brings the bot in
        "/ban ana",
        "/approve ana",
        "/@some_bot",
        "/ｈｅｌｐ",
        "/hеlp",  # the second letter is Cyrillic
        "/help\u200b",
        "/help;",
        "\u202e/help",
        "\\help",
        "!help",
    ],
)
def test_what_is_not_ours_is_no_command(line: str) -> None:
    assert parse_command(line, LANGUAGES) is None


def test_line_ends_and_strange_spaces_only_separate_words() -> None:
    assert parse_command("/mode\nremove", LANGUAGES) == ChangePolicy(PolicyChange(mode=Mode.REMOVE))
    assert parse_command("/mode\u2003remove", LANGUAGES) == ChangePolicy(
        PolicyChange(mode=Mode.REMOVE)
    )


def test_an_argument_that_only_looks_like_a_value_is_not_taken() -> None:
    for argument in ("rémove", "ｒemove", "remove\u200b", "remove\x00", "mode.remove"):
        assert parse_command(f"/mode {argument}", LANGUAGES) == _misspelt("mode")


@pytest.mark.parametrize(
    "line",
    ["/help " + "x " * 200_000, "/" + "x" * 1_000_000, "/case " + "9" * 1_000_000, " " * 1_000_000],
    ids=["many words", "long word", "long number", "only spaces"],
)
def test_huge_input_is_read_without_harm(line: str) -> None:
    assert isinstance(parse_command(line, LANGUAGES), Misspelt | None)


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    parse_command(text, LANGUAGES)


@given(st.sampled_from(sorted(USAGE)), st.text())
def test_a_known_word_is_always_answered_and_never_echoes_what_was_typed(
    word: str, rest: str
) -> None:
    command = parse_command(f"/{word} {rest}", LANGUAGES)
    assert command is not None
    if isinstance(command, Misspelt):
        assert command == _misspelt(word)


@given(st.text())
def test_no_argument_weakens_a_policy_but_a_named_value(argument: str) -> None:
    command = parse_command(f"/mode {argument}", LANGUAGES)
    if isinstance(command, ChangePolicy):
        assert argument.strip().lower() in set(Mode)


def test_only_adults_see_cases_and_only_admins_or_adults_change_the_policy() -> None:
    who = {line: parse_command(line, LANGUAGES) for line in ("/case", "/case 1", "/falsealarm 1")}
    assert {command.who for command in who.values() if command} == {Who.ADULT}
    for line in (
        "/mode shadow",
        "/policy",
        "/settings",
        "/language",
        "/language es",
        "/selftest",
        "/alerts",
        "/alerts test",
        "/status",
        "/coverage",
        "/dryreport",
        "/policy opaque too_big count",
    ):
        command = parse_command(line, LANGUAGES)
        assert command is not None
        assert command.who is Who.ADMIN_OR_ADULT


def test_anyone_may_ask_for_help_and_report() -> None:
    for line in ("/help", "/about", "/privacy", "/report", "/alerts K7QF"):
        command = parse_command(line, LANGUAGES)
        assert command is not None
        assert command.who is Who.ANYONE


def test_every_usage_starts_with_its_own_command() -> None:
    assert len(USAGE) == 37
    for word, usage in USAGE.items():
        assert usage.split()[0] == f"/{word}"
        assert parse_command(f"/{word}", LANGUAGES) is not None


@pytest.mark.parametrize("reason", set(OpaqueReason) - {OpaqueReason.LINK})
def test_a_reason_is_named_with_what_is_to_happen_for_it_alone(reason: OpaqueReason) -> None:
    wanted = {how.value: how for how in OpaqueHandling} | {"allow": OpaqueHandling.COUNT}
    for value, handling in {**wanted, "default": None}.items():
        change = ChangePolicy(PolicyChange(reason=ReasonChange(reason, handling)))
        assert parse_command(f"/policy opaque {reason} {value}", LANGUAGES) == change
        typed = reason.replace("_", "-").upper()
        assert parse_command(f"/policy opaque {typed} {value}", LANGUAGES) == change
    assert f" {reason}" in USAGE["policy"]


VALUES: dict[str, frozenset[str]] = {
    "mode": frozenset(Mode),
    "preset": frozenset(PresetName),
    "opaque": frozenset(OpaqueHandling),
    "links": frozenset(OpaqueHandling),
    "digest": frozenset(Digest),
    "language": LANGUAGES,
}


@given(
    st.sampled_from([*VALUES, "alerts_chat", ""]),
    st.sampled_from(sorted(frozenset().union(*VALUES.values()))) | st.text(),
)
def test_a_change_names_one_field_and_one_of_its_values(field: str, value: str) -> None:
    change = read_change(field, value, LANGUAGES)
    named = {} if change is None else {k: v for k, v in asdict(change).items() if v is not None}
    assert named == ({field: value} if value in VALUES.get(field, ()) else {})


A_CODE = write(HashCode("a" * 64, (CodeLook("0f" * 32, "3c" * 32, 80),)))


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (A_CODE, SendCode(A_CODE.lower())),
        (f"here it is: {A_CODE}", SendCode(f"here it is: {A_CODE}".lower())),
        # Half of a code is answered as one too: whoever sent it must not think that it counts.
        (A_CODE[:40], SendCode(A_CODE[:40].lower())),
        ("H-0123-4567-89AB-CDEF", ShowCode("h-0123-4567-89ab-cdef")),
        ("/hashhelp", ShowHashHelp()),
        ("/withdraw H-0123-4567-89AB-CDEF", WithdrawCode("h-0123-4567-89ab-cdef")),
        ("/mode shadow", ShowPage(InfoPage.HELP)),
        ("hello", ShowPage(InfoPage.HELP)),
        ("", ShowPage(InfoPage.HELP)),
        ("ups, wrong chat", ShowPage(InfoPage.HELP)),
        ("help me with H-0123", ShowPage(InfoPage.HELP)),
    ],
)
def test_what_is_said_in_private_is_a_code_a_number_or_asks_for_help(
    words: str, command: Command
) -> None:
    assert parse_command(said_alone(words), LANGUAGES) == command


def test_a_code_fits_into_one_message_with_its_command() -> None:
    looks = tuple(CodeLook(f"{number:02x}" * 32, "3c" * 32, 80) for number in (*CODE_BYTES,))
    longest = write(HashCode("a" * 64, looks))
    assert len(f"/hashhelp {longest}") <= 2000
    assert parse(longest) == HashCode("a" * 64, looks)


# Bytes with half of their bits set: what they make is no flat picture's.
CODE_BYTES = [one for one in range(256) if one.bit_count() == 4][:MOST_LOOKS]
