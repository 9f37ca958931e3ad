"""Codes from home: taken, asked about, withdrawn; limits, calm refusals, and nobody found out."""

import itertools
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.sandbox.errors import Unreachable
from adapters.sandbox.faults import Call
from bot.domain.bank import KNOWN_DISTANCE, Bank, BankEntry, BankKind, Standing
from bot.domain.command import SendCode
from bot.domain.errors import TryLater
from bot.domain.event import CommandGiven
from bot.domain.hash_code import CodeLook, HashCode, Refusal, write
from bot.domain.message import Actor, ChatRef, MessageRef
from bot.domain.reports import ALL_CODES_A_DAY, CODES_A_DAY, MOST_POSTERS
from bot.domain.speech import Saying
from bot.domain.standing import KEEP_REPORTED, Ruling
from bot.services import hash_help
from bot.services.bank_loader import BankLoader
from bot.services.hashes import Hashes, HashTools
from bot.services.masking import Mask, mask_key
from bot.services.scope import Scope
from classifiers.comparing import HashComparer
from config.phrasebook import Phrasebook
from tests.contract.books_rig import SqliteRig
from tests.contract.seen import person, saw
from tests.fakes import START, FakeScreener
from tests.looks import look
from tests.unit.bot.services.bench import ANA, CLASS, Bench

BEN = person("ben")
REFERENCE = re.compile(r"reference=(\S+)")


class Desk:
    """What answers Ana and Ben in private."""

    def __init__(self, bench: Bench, *, second_adult: bool = True) -> None:
        self.bench = bench
        self.screener = FakeScreener(bench.clock.now)
        numbers = itertools.count(1)
        self.mask = Mask(mask_key(b"k" * 32))
        tools = HashTools(
            self.screener,
            HashComparer(),
            self.mask,
            bench.clock,
            lambda size: next(numbers).to_bytes(size),
            second_adult,
        )
        self.hashes = Hashes.over(
            bench.books,
            tools,
            bench.platforms,
            bench.policies,
            bench.answers,
            lambda: KNOWN_DISTANCE,
        )
        self._help = self.hashes.desk._hashes
        self.loader = BankLoader(bench.books.bank_feed, self.screener, 0.0005)

    async def send(self, text: str, by: Actor = ANA) -> str:
        return await self._help.send(self._event(by), text, "en")

    async def number(self, text: str, by: Actor = ANA) -> str:
        """Send a code that is taken, and return its number."""
        found = REFERENCE.search(await self.send(text, by))
        assert found is not None
        return found[1]

    async def status(self, reference: str, by: Actor = ANA) -> str:
        return await self._help.status(self._event(by), reference, "en")

    async def withdraw(self, reference: str, by: Actor = ANA) -> str:
        return await self._help.withdraw(self._event(by), reference, "en")

    async def entries(self) -> list[BankEntry]:
        return await self.bench.books.banks.entries("reported")

    async def stored(self) -> str:
        """Return all that the database holds of codes, and what the audit chain says."""
        rig = SqliteRig.__new__(SqliteRig)
        rig.url = self.bench.books.queue._database.url
        tables = ("bank_entry", "bank_change", "audit", "bank", "bank_hit")
        rows = [await rig.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608 - ours
        return repr(rows)

    def _event(self, by: Actor) -> CommandGiven:
        ref = MessageRef("sandbox", f"private:{by.id}", "1")
        return CommandGiven(ref, by, self.bench.clock.now(), "/hashhelp", private=True)


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench)


def code(seed: int = 1) -> str:
    found = look(seed)
    return write(HashCode(f"{seed:064x}", (CodeLook(found[:32].hex(), found[32:].hex(), 90),)))


async def test_a_code_becomes_an_entry_that_nobody_vouches_for(desk: Desk) -> None:
    answer = await desk.send(code())
    assert answer.startswith("en/hash-ok reference=H-")
    assert str(START + KEEP_REPORTED) in answer
    (entry,) = await desk.entries()
    assert (entry.standing, entry.scope) == (Standing.NEW, None)
    assert (entry.sha256, entry.windows) == (f"{1:064x}", look(1))


async def test_neither_the_number_nor_who_sent_it_is_stored(desk: Desk) -> None:
    number = await desk.number(code())
    stored = await desk.stored()
    assert desk.mask.reference(number) in stored
    for secret in (number, number.replace("-", ""), ANA.id, "private"):
        assert f"'{secret}'" not in stored
        assert f'"{secret}"' not in stored
    # The entry's name says nothing of the number either.
    (entry,) = await desk.entries()
    assert number.replace("-", "").lower() not in entry.entry


async def test_two_people_with_one_picture_have_a_number_each(desk: Desk) -> None:
    first, second = await desk.number(code()), await desk.number(code(), BEN)
    assert first != second
    assert (await desk.withdraw(first)).startswith("en/hash-withdrawn")
    assert (await desk.status(second)).startswith("en/hash-not-seen")


async def test_the_same_code_again_gets_a_new_number_and_leaves_no_orphan(desk: Desk) -> None:
    # So it is after a crash too, when the first number reached nobody.
    first, second = await desk.number(code()), await desk.number(code())
    assert first != second
    assert len(await desk.entries()) == 1
    assert await desk.status(first) == "en/hash-unknown"


async def test_whoever_knows_the_number_may_ask_and_withdraw(desk: Desk) -> None:
    number = await desk.number(code())
    asked = await desk.status(number.lower().replace("-", " "), BEN)
    assert asked.splitlines() == [
        "en/hash-not-seen",
        f"en/hash-kept until={START + KEEP_REPORTED}",
    ]
    assert await desk.withdraw(number, BEN) == "en/hash-withdrawn"
    assert await desk.entries() == []


@pytest.mark.parametrize("wrong", ["", "nonsense", "H-0123-4567-89AB-CDEF", "gone", "over"])
async def test_every_wrong_number_is_answered_alike(desk: Desk, wrong: str) -> None:
    number = await desk.number(code())
    if wrong == "gone":
        await desk.withdraw(number)
    if wrong == "over":
        desk.bench.clock.move(KEEP_REPORTED)
    asked = number if wrong in ("gone", "over") else wrong
    assert await desk.status(asked) == "en/hash-unknown"
    if wrong != "over":
        assert await desk.withdraw(asked) == "en/hash-unknown"


async def test_a_withdrawn_code_matches_no_more_at_once(desk: Desk) -> None:
    number = await desk.number(code())
    await desk.loader.refresh()
    assert len(desk.screener.likes(look(1))) == 1
    desk.bench.books.when_banks_change(desk.loader.ring)
    await desk.withdraw(number)
    assert desk.loader._rung.is_set()
    await desk.loader.refresh()
    assert desk.screener.likes(look(1)) == ()


async def test_a_code_that_adults_ruled_about_is_told_as_it_is(desk: Desk) -> None:
    number = await desk.number(code())
    (entry,) = await desk.entries()
    await desk.bench.books.bank_entries.rule("reported", entry.entry, Ruling.DISABLE)
    assert await desk.status(number) == "en/hash-inactive"


async def test_what_a_person_confirmed_has_no_end(desk: Desk) -> None:
    number = await desk.number(code())
    (entry,) = await desk.entries()
    await desk.bench.books.bank_entries.rule("reported", entry.entry, Ruling.CONFIRM)
    assert await desk.status(number) == "en/hash-not-seen"


# --- what is refused


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_its_own_calm_words(refusal: Refusal) -> None:
    book = Phrasebook("UTC", strict=True)
    key = f"hash-refused-{refusal.replace('_', '-')}"
    said = {language: book.write(language, Saying(key)) for language in book.languages}
    assert len(set(said.values())) == len(book.languages)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hello", "not-a-code"),
        (code()[:50], "cut-short"),
        (f"{code(1)} {code(2)}", "several"),
        ("UPS9ABC", "other-version"),
    ],
)
async def test_what_is_no_code_is_told_why(desk: Desk, text: str, key: str) -> None:
    assert await desk.send(text) == f"en/hash-refused-{key}"
    assert await desk.entries() == []


async def test_a_picture_that_everybody_has_is_not_taken(desk: Desk) -> None:
    books = desk.bench.books
    await books.bank_settings.open(Bank("memes", BankKind.GUARD))
    meme = BankEntry("memes", "cat", f"{1:064x}", look(1)[:32].hex(), windows=look(1))
    await books.banks.add("memes", "", [meme])
    await desk.loader.refresh()
    assert await desk.send(code(1)) == "en/hash-refused-common"
    assert (await desk.send(code(2))).startswith("en/hash-ok")


@pytest.mark.parametrize("posters", [MOST_POSTERS, MOST_POSTERS + 1])
async def test_a_picture_that_many_have_posted_is_not_taken(desk: Desk, posters: int) -> None:
    for number in range(posters):
        # In whichever chats, and however often each of them.
        chat = CLASS if number % 2 else ChatRef("sandbox", "class-8a")
        for again in range(2):
            await saw(
                desk.bench.books, f"m{number}{again}", look(1), chat=chat, by=person(str(number))
            )
    refused = await desk.send(code(1)) == "en/hash-refused-common"
    assert refused is (posters > MOST_POSTERS)


# --- limits


async def test_one_person_sends_so_many_codes_a_day(desk: Desk) -> None:
    for seed in range(CODES_A_DAY):
        assert (await desk.send(code(seed))).startswith("en/hash-ok")
    assert await desk.send(code(99)) == "en/hash-slow"
    assert (await desk.send(code(99), BEN)).startswith("en/hash-ok")
    desk.bench.clock.move(timedelta(days=1))
    assert (await desk.send(code(100))).startswith("en/hash-ok")


async def test_all_together_send_so_many_and_the_operator_is_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert ALL_CODES_A_DAY > CODES_A_DAY
    monkeypatch.setattr(hash_help, "ALL_CODES_A_DAY", 2)
    for number in range(2):
        assert (await desk.send(code(number), person(str(number)))).startswith("en/hash-ok")
    for number in range(2, 4):
        assert await desk.send(code(number), person(str(number))) == "en/hash-slow"
    told = [one for one in caplog.records if one.levelname == "ERROR"]
    assert len(told) == 1
    assert "codes came in today" in told[0].getMessage()


async def test_nobody_asks_without_end_not_even_with_the_right_number(desk: Desk) -> None:
    number = await desk.number(code())
    for _ in range(hash_help._TRIES_AN_HOUR - 1):
        assert await desk.status("H-0000-0000-0000-0000") == "en/hash-unknown"
    for answer in (await desk.status(number), await desk.withdraw(number), await desk.send("x")):
        assert answer == "en/hash-slow"
    assert (await desk.status(number, BEN)).startswith("en/hash-not-seen")
    desk.bench.clock.move(timedelta(hours=1))
    assert (await desk.status(number)).startswith("en/hash-not-seen")


async def test_whoever_asks_is_not_remembered_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hash_help, "_MOST_PERSONS", 3)
    for number in range(9):
        await desk.status("nonsense", person(str(number)))
    assert len(desk._help._counter._tries) == 3


# --- digests


def test_digests_name_nobody_without_the_key() -> None:
    one, other = Mask(mask_key(b"a" * 32)), Mask(mask_key(b"b" * 32))
    today, tomorrow = START, START + timedelta(days=1)
    digests = [
        one.reporter("sandbox", ANA, today),
        one.reporter("sandbox", ANA, tomorrow),
        one.reporter("telegram", ANA, today),
        one.reporter("sandbox", BEN, today),
        one.adult("sandbox", ANA),
        one.reference(ANA.id),
        other.reporter("sandbox", ANA, today),
    ]
    assert len(set(digests)) == len(digests)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)
    assert one.reporter("sandbox", ANA, today + timedelta(hours=1)) == digests[0]
    assert mask_key(b"a" * 32) != b"a" * 32


# --- in private, and only there


async def in_class(desk: Desk, *, reply: str = "") -> tuple[str, bool]:
    """Send a code in the class; return the answer, and whether the message still stands."""
    bench, text = desk.bench, f"/hashhelp {code()}"
    message = bench.world.post(CLASS.chat, ANA, text)
    event = CommandGiven(MessageRef("sandbox", CLASS.chat, message.id), ANA, START, text)
    event = replace(event, reply=reply)
    policy = await bench.policies.now(CLASS)
    answer = await desk.hashes.desk.answer(
        SendCode(code()), Scope(event, (CLASS,), policy, openly=False)
    )
    return answer, message.id in bench.world.store.chats[CLASS.chat].messages


async def test_in_a_chat_of_many_the_command_goes_and_its_giver_is_led_away(desk: Desk) -> None:
    assert await in_class(desk) == ("en/hashhelp-private", False)
    assert await desk.entries() == []


async def test_where_only_the_giver_sees_it_a_code_is_taken_anywhere(desk: Desk) -> None:
    answer, _ = await in_class(desk, reply="token")
    assert answer.startswith("en/hash-ok")


async def test_a_command_that_still_stands_comes_again(desk: Desk) -> None:
    desk.bench.world.faults.fail(Call.TAKE_DOWN, Unreachable())
    with pytest.raises(TryLater):
        await in_class(desk)
