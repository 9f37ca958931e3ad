"""The contract of false alarms about banks: the innocent picture is let go, and nothing else is."""

import pytest

from bot.domain.bank import Bank, BankEntry, BankKind, MatchRule, Standing
from bot.domain.case import CaseState
from bot.domain.signal import BankMatch, Fingerprint
from bot.domain.standing import KEEP_REPORTED, Ruling
from bot.domain.verdict import ALBUM, Outcome
from bot.storage.books import Books
from tests.contract.banks_rig import (
    DHASH,
    OTHER,
    PLAIN,
    entry,
    hit,
    loaded,
    match,
    own_bank,
    register,
    stored,
    told,
)
from tests.contract.books_rig import CLASS, LEAD, OTHER_CLASS, BooksRig, chain_is_whole, revision
from tests.fakes import START

SHOWN = Fingerprint("e" * 64, PLAIN, 90, DHASH)


async def rule_wrong(books: Books, case: int) -> str:
    """Rule that a case was a false alarm; return what the chain says of it."""
    assert await books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    assert await chain_is_whole(books)
    return (await told(books))[-1]


# --- what people reported


async def test_what_somebody_reported_matches_no_more(books: Books) -> None:
    await own_bank(books, "1", "2", bank="reported")
    case = await hit(books, match("1", "reported", standing=Standing.NEW))
    before = await revision(books)
    assert '"disabled":1' in await rule_wrong(books, case)
    assert "reported/1" not in await loaded(books)
    assert "reported/2" in await loaded(books)
    assert await revision(books) > before
    # Not deleted: who reported may ask, and a person may put it on again.
    assert (await stored(books, "1", "reported")).disabled
    assert await books.bank_entries.rule("reported", "1", Ruling.ENABLE)


async def test_what_a_case_put_in_matches_no_more(books: Books) -> None:
    case = await hit(books)
    await register(books, entry("1", "reported"), case_id=case)
    await rule_wrong(books, case)
    assert (await stored(books, "1", "reported")).disabled


@pytest.mark.parametrize("bank", ["reported", "known", "school"])
async def test_what_a_person_vouches_for_stays(books: Books, bank: str) -> None:
    await own_bank(books, "1", bank=bank)
    assert await books.bank_entries.rule(bank, "1", Ruling.CONFIRM)
    found = match("1", bank, standing=Standing.CONFIRMED)
    case = await hit(books, found, outcome=Outcome.REMOVE, reason=f"bank:{bank}")
    assert '"disputed":1' in await rule_wrong(books, case)
    one = await stored(books, "1", bank)
    assert (one.disabled, one.standing, one.disputed) == (False, Standing.CONFIRMED, 1)
    assert f"{bank}/1" in await loaded(books)


async def test_what_those_who_keep_a_list_vouch_for_stays_and_the_ruling_is_counted(
    books: Books,
) -> None:
    await books.banks.add("known", "a list", [entry("1")])
    for chat in (CLASS, OTHER_CLASS):
        found = match("1", standing=Standing.LISTED)
        case = await hit(books, found, chat=chat, outcome=Outcome.REMOVE, reason="bank:known")
        assert '"disputed":1' in await rule_wrong(books, case)
    one = await stored(books)
    assert (one.standing, one.disabled, one.disputed) == (Standing.LISTED, False, 2)


async def test_a_confirmed_one_of_models_stays(books: Books) -> None:
    await books.banks.add("removed", "models", [entry("C-0009-1", "removed")])
    await books.bank_entries.rule("removed", "C-0009-1", Ruling.CONFIRM)
    case = await hit(books, match("C-0009-1", "removed", standing=Standing.CONFIRMED))
    assert '"taken_back":0' in await rule_wrong(books, case)
    assert "removed/C-0009-1" in await loaded(books)


# --- what models removed


def far(look: str, bits: int) -> str:
    """Return a hash that differs in so many bits, spread over it."""
    return f"{int(look, 16) ^ sum(1 << 4 * number for number in range(bits)):064x}"


@pytest.mark.parametrize(
    ("bits", "second", "left"), [(63, 50, 0), (64, 50, 1), (63, 51, 1), (31, 200, 0)]
)
async def test_what_was_cut_from_the_same_picture_is_taken_back(
    books: Books, bits: int, second: int, left: int
) -> None:
    window = bytes.fromhex(far(PLAIN, bits) + far(DHASH, min(second, 64)))
    if second > 64:
        window = bytes.fromhex(far(PLAIN, bits) + f"{int(DHASH, 16) ^ ((1 << second) - 1):064x}")
    looks = bytes.fromhex(OTHER + OTHER) + window
    whole = far(PLAIN, 31) if bits == 31 else OTHER
    one = BankEntry("removed", "C-0009-1", pdq=whole, windows=looks, standing=Standing.UNSURE)
    await books.banks.add("removed", "models", [one])
    case = await hit(books, fingerprint=SHOWN)
    assert f'"taken_back":{1 - left}' in await rule_wrong(books, case)
    assert len(await books.banks.entries("removed")) == left


async def test_what_is_cut_from_an_entry_of_the_case_is_taken_back(books: Books) -> None:
    cut = bytes.fromhex(far(OTHER, 40) + far(OTHER, 20))
    own = BankEntry("removed", "C-1-1", pdq=OTHER, windows=bytes.fromhex(OTHER + OTHER))
    other = BankEntry("removed", "C-9-1", pdq="55" * 32, windows=bytes.fromhex("55" * 64) + cut)
    await books.banks.add("removed", "models", [own, other])
    # The item itself looks like neither: the match was with a part of it.
    shown = Fingerprint("e" * 64, "99" * 32, 90, "99" * 32)
    case = await hit(books, match("C-1-1", "removed"), fingerprint=shown)
    assert '"taken_back":2' in await rule_wrong(books, case)


# --- what is allowed from then on


async def test_the_picture_is_allowed_in_its_chat_and_nowhere_else(books: Books) -> None:
    case = await hit(books, fingerprint=SHOWN)
    assert '"allowed":1' in await rule_wrong(books, case)
    (bank,) = await books.banks.summaries()
    assert (bank.name, bank.bank.kind) == ("allowed", BankKind.ALLOW)
    one = await stored(books, "C-0001", "allowed")
    assert one.known == BankEntry(
        "allowed",
        "C-0001",
        sha256="e" * 64,
        pdq=PLAIN,
        quality=90,
        standing=Standing.ALLOWED,
        windows=bytes.fromhex(PLAIN + DHASH),
        scope=CLASS,
    )
    assert one.case_id == case
    # Not for ever: somebody may have pressed the wrong button.
    assert one.expires_at == START + KEEP_REPORTED


@pytest.mark.parametrize("quality", [49, 0])
async def test_a_flat_picture_is_allowed_as_a_file_only(books: Books, quality: int) -> None:
    case = await hit(books, fingerprint=Fingerprint("e" * 64, PLAIN, quality, DHASH))
    await rule_wrong(books, case)
    one = (await stored(books, "C-0001", "allowed")).known
    assert (one.sha256, one.pdq, one.windows) == ("e" * 64, None, b"")


async def test_what_could_not_be_hashed_is_allowed_as_a_file_only(books: Books) -> None:
    case = await hit(books, fingerprint=Fingerprint("e" * 64))
    await rule_wrong(books, case)
    assert (await stored(books, "C-0001", "allowed")).known.pdq is None


@pytest.mark.parametrize(
    ("found", "outcome", "reason"),
    [
        # Against what somebody vouches for the ruling of one chat counts for nothing.
        (match(standing=Standing.LISTED), Outcome.REMOVE, "bank:known"),
        (match(standing=Standing.CONFIRMED, rule=MatchRule.NEAR), Outcome.REMOVE, "bank:known"),
        (match(), Outcome.OPAQUE, "encrypted"),
        (match(), Outcome.REMOVE, ALBUM),
        (BankMatch("test-card", "1", 0, MatchRule.FILE, test=True), Outcome.REMOVE, "bank:t"),
    ],
)
async def test_not_everything_becomes_allowed(
    books: Books, found: BankMatch, outcome: Outcome, reason: str
) -> None:
    case = await hit(books, found, outcome=outcome, reason=reason)
    assert '"allowed":0' in await rule_wrong(books, case)
    assert await books.banks.entries("allowed") == []


async def test_other_rulings_allow_and_disable_nothing(books: Books) -> None:
    await own_bank(books, "1", bank="reported")
    for state in (CaseState.ACKNOWLEDGED, CaseState.CLOSED):
        case = await hit(books, match("1", "reported"))
        assert await books.cases.set_state(case, state, LEAD)
    assert list(await loaded(books)) == ["reported/1"]


async def test_two_adults_at_once_correct_once(database: BooksRig) -> None:
    async with database.open() as one, database.open(alone=False) as other:
        case = await hit(one)
        assert await one.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
        assert not await other.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
        assert len(await one.banks.entries("allowed")) == 1


async def test_ruling_and_correction_come_together_or_not_at_all(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    await own_bank(books, "1", bank="reported")
    case = await hit(books, match("1", "reported"))
    with monkeypatch.context() as dying:
        dying.setattr(books.audit, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            await books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    assert list(await loaded(books)) == ["reported/1"]
    found = await books.cases.get(case)
    assert found is not None
    assert found.state is CaseState.OPEN
    await rule_wrong(books, case)
    assert list(await loaded(books)) == ["allowed/C-0001"]


async def test_who_erases_the_case_erases_the_permission(books: Books) -> None:
    case = await hit(books)
    await rule_wrong(books, case)
    assert (await stored(books, "C-0001", "allowed")).case_id == case
    await books.bank_settings.open(Bank("unrelated"))
