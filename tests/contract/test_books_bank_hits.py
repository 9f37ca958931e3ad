"""The contract of decisions about banks: matches are counted, and what follows is seen and told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import ActionKind
from bot.domain.bank import (
    FIRST_HITS,
    TEST_BANK,
    Bank,
    BankEntry,
    BankKind,
    MatchRule,
    Standing,
)
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.signal import BankMatch
from bot.domain.standing import FLOOD_HITS, FLOOD_SENDERS, FLOOD_WINDOW, Ruling
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from tests.contract.banks_rig import (
    entry,
    hit,
    loaded,
    match,
    own_bank,
    register,
    stored,
    told,
)
from tests.contract.books_rig import (
    CLASS,
    DONE,
    OTHER_CLASS,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decision,
    ended,
    post,
    revision,
)

FLOOD = (ActionKind.FLOOD,)


@pytest.fixture
async def known(books: Books) -> AsyncIterator[Books]:
    """A book with a list and a bank of reports."""
    await books.banks.add("known", "a list", [entry("1"), entry("2")])
    await own_bank(books, "r", bank="reported")
    yield books
    assert await chain_is_whole(books)


async def flood(
    books: Books,
    *found: BankMatch,
    hits: int = FLOOD_HITS,
    senders: int = FLOOD_SENDERS,
    chats: int = 1,
) -> list[int]:
    """Let an entry match so often, by so many; return the cases."""
    wanted = found or (match("1"),)
    return [
        await hit(
            books,
            *wanted,
            actor=f"pupil-{number % senders}",
            chat=ChatRef("sandbox", f"class-{number % chats}"),
        )
        for number in range(hits)
    ]


# --- hits


async def test_each_stored_entry_that_matched_is_noted_once(
    database: BooksRig, known: Books
) -> None:
    turned = replace(match("1"), orientation=3, rule=MatchRule.POSSIBLE)
    case = await hit(known, match("1"), turned, match("r", "reported"), match("9"))
    rows = await database.rows(
        "SELECT entry, h.case_id FROM bank_hit h JOIN bank_entry e ON e.id = h.entry_id"
    )
    assert [tuple(row) for row in rows] == [("1", case), ("r", case)]


async def test_a_hit_without_a_case_counts_too(database: BooksRig, known: Books) -> None:
    assert await hit(known, match("1"), outcome=Outcome.ALLOW, reason="allowed") == 0
    assert await database.rows("SELECT case_id FROM bank_hit") == [(None,)]
    assert (await stored(known)).hits == 1


async def test_a_test_card_and_what_did_not_match_leave_no_hit(
    database: BooksRig, known: Books
) -> None:
    await known.banks.add(TEST_BANK, "a wrong name", [entry("card", TEST_BANK)])
    await hit(known, BankMatch(TEST_BANK, "card", 0, MatchRule.FILE, test=True))
    await hit(known)
    assert await database.rows("SELECT * FROM bank_hit") == []


async def test_a_worker_that_lost_its_lease_counts_nothing(
    database: BooksRig, known: Books
) -> None:
    await post(known, "m")
    late = replace(await claimed(known), attempts=0)
    found = (match("r", "reported"),)
    base = decision(Outcome.REVIEW, ())
    wanted = replace(base, verdict=replace(base.verdict, signals=found))
    for _ in range(FIRST_HITS):
        assert await known.queue.decide("w", late, wanted) is None
    assert await database.rows("SELECT * FROM bank_hit") == []


# --- the first ones


async def test_the_first_hits_leave_an_entry_new_and_the_last_of_them_ends_that(
    known: Books,
) -> None:
    for number in range(1, FIRST_HITS + 1):
        assert (await loaded(known))["reported/r"].standing is Standing.NEW
        before = await revision(known)
        await hit(known, match("r", "reported"))
        assert (await revision(known) > before) is (number == FIRST_HITS)
    assert (await loaded(known))["reported/r"].standing is Standing.UNSURE
    # Never more than that, however often: a person has to vouch for it.
    for _ in range(3 * FIRST_HITS):
        await hit(known, match("r", "reported"))
    assert (await loaded(known))["reported/r"].standing is Standing.UNSURE


@pytest.mark.parametrize("name", ["reported", "school"])
async def test_what_people_put_in_starts_as_new_whatever_they_say(books: Books, name: str) -> None:
    await books.bank_settings.open(Bank(name, BankKind.OWN))
    for number, standing in enumerate((Standing.UNSURE, Standing.LISTED, Standing.ALLOWED)):
        await register(books, entry(str(number), name, standing=standing))
    assert {one.standing for one in (await loaded(books)).values()} == {Standing.NEW}


async def test_hits_of_different_entries_are_not_taken_together(known: Books) -> None:
    await register(known, entry("q", "reported"))
    for _ in range(FIRST_HITS - 1):
        await hit(known, match("r", "reported"))
        await hit(known, match("q", "reported"))
    found = await loaded(known)
    assert {found[f"reported/{one}"].standing for one in "rq"} == {Standing.NEW}


async def test_what_is_forgotten_is_new_for_longer(database: BooksRig, known: Books) -> None:
    await hit(known, match("r", "reported"))
    database.clock.move(timedelta(days=181))
    now = database.clock.now()
    assert await known.retention.forget_hits(now - timedelta(days=180), now) == 1
    assert (await stored(known, "r", "reported")).hits == 0


# --- too many


async def test_a_flood_puts_a_listed_entry_into_quarantine_and_both_keys_are_needed(
    database: BooksRig, known: Books
) -> None:
    await flood(known, hits=FLOOD_HITS - 1)
    assert (await loaded(known))["known/1"].standing is Standing.LISTED
    before = await revision(known)
    await flood(known, hits=1)
    assert await revision(known) > before
    found = await loaded(known)
    assert found["known/1"].standing is Standing.UNSURE
    assert found["known/2"].standing is Standing.LISTED
    assert (await stored(known)).quarantined_at == database.clock.now()
    assert '"quarantined":"known/1"' in (await told(known))[-1]


@pytest.mark.parametrize(
    ("hits", "senders", "minutes"),
    [
        (3 * FLOOD_HITS, FLOOD_SENDERS - 1, 0),
        (FLOOD_HITS - 1, FLOOD_HITS - 1, 0),
        (FLOOD_HITS, FLOOD_SENDERS, 61),
    ],
)
async def test_few_senders_or_much_time_are_no_flood(
    database: BooksRig, known: Books, hits: int, senders: int, minutes: int
) -> None:
    await flood(known, hits=hits // 2, senders=senders)
    database.clock.move(timedelta(minutes=minutes))
    await flood(known, hits=hits - hits // 2, senders=senders)
    assert (await loaded(known))["known/1"].standing is Standing.LISTED


async def test_the_window_is_an_hour_and_no_longer(database: BooksRig, known: Books) -> None:
    await flood(known, hits=FLOOD_HITS - 1)
    database.clock.move(FLOOD_WINDOW - SECOND)
    await flood(known, hits=1)
    assert (await stored(known)).quarantined_at


async def test_the_same_id_on_another_platform_is_another_sender(known: Books) -> None:
    for number in range(FLOOD_HITS):
        kind = (ActorKind.USER, ActorKind.CHANNEL)[number % 2]
        chat = ChatRef("sandbox", "class") if number % 4 < 2 else ChatRef("sandbox", "other")
        await hit(known, match("1"), actor=Actor(kind, f"a{number % 3}"), chat=chat)
    assert (await stored(known)).quarantined_at


async def test_what_a_person_vouches_for_is_never_doubted(known: Books) -> None:
    await known.bank_entries.rule("known", "1", Ruling.CONFIRM)
    await flood(known, match("1", standing=Standing.CONFIRMED), hits=2 * FLOOD_HITS)
    assert (await stored(known)).quarantined_at is None
    assert (await loaded(known))["known/1"].standing is Standing.CONFIRMED


async def test_a_quarantine_changes_nothing_for_what_was_confirmed_after_it(known: Books) -> None:
    await flood(known)
    await known.bank_entries.rule("known", "1", Ruling.CONFIRM)
    await flood(known, hits=FLOOD_HITS)
    assert (await loaded(known))["known/1"].standing is Standing.CONFIRMED


async def test_what_adults_allowed_is_never_doubted(known: Books) -> None:
    await known.bank_settings.open(Bank("fine", BankKind.ALLOW))
    await known.banks.add("fine", "adults", [BankEntry("fine", "1", sha256="a" * 64)])
    await flood(known, match("1", "fine", standing=Standing.ALLOWED))
    assert (await loaded(known))["fine/1"].standing is Standing.ALLOWED
    assert (await stored(known, "1", "fine")).quarantined_at is None


async def test_the_adults_of_each_chat_are_told_once(database: BooksRig, known: Books) -> None:
    cases = await flood(known, chats=3)
    rows = await database.rows("SELECT case_id FROM effect WHERE kind = 'flood' ORDER BY case_id")
    # The newest case of each: it stands where people look.
    assert [row[0] for row in rows] == cases[-3:]
    await flood(known, hits=FLOOD_HITS, chats=3)
    assert len(await database.rows("SELECT 1 FROM effect WHERE kind = 'flood'")) == 3
    for _ in range(3):
        await ended(known, ActionKind.FLOOD, DONE)
    assert await known.outbox.claim(FLOOD, "w") is None


async def test_several_entries_of_one_picture_are_told_of_once(
    database: BooksRig, known: Books
) -> None:
    await flood(known, match("1"), match("2"))
    assert len(await database.rows("SELECT 1 FROM effect WHERE kind = 'flood'")) == 1
    assert {(await stored(known, name)).quarantined_at for name in "12"} != {None}


async def test_the_news_survives_a_death_at_the_last_step(
    database: BooksRig, known: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    await flood(known, hits=FLOOD_HITS - 1)
    with monkeypatch.context() as dying:
        dying.setattr(known.audit, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            await flood(known, hits=1)
    # Neither the hit nor what follows from it.
    assert (await stored(known)).hits == FLOOD_HITS - 1
    assert (await stored(known)).quarantined_at is None
    assert await database.rows("SELECT 1 FROM effect WHERE kind = 'flood'") == []
    database.clock.move(timedelta(minutes=5))
    await known.outbox.recover("w")
    await flood(known, hits=1, senders=1)
    assert (await stored(known)).quarantined_at
    assert len(await database.rows("SELECT 1 FROM effect WHERE kind = 'flood'")) == 1


async def test_two_processes_that_see_a_flood_at_once_tell_of_it_once(database: BooksRig) -> None:
    async with database.open() as one, database.open(alone=False) as other:
        await one.banks.add("known", "a list", [entry("1")])
        await flood(one, hits=FLOOD_HITS - 1)
        for books, chat in ((one, CLASS), (other, CLASS), (one, OTHER_CLASS)):
            await hit(books, match("1"), chat=chat)
        assert len(await database.rows("SELECT 1 FROM effect WHERE kind = 'flood'")) <= 2
        noted = [one for one in await told(one) if "quarantined" in one]
        assert len(noted) == 1
