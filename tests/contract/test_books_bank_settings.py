"""The contract of `BankSettings`: each change is whole, told to the chain, and seen by an index."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.bank import OWN_BANKS, Bank, BankKind
from bot.domain.bank_records import BankChange
from bot.domain.errors import BankProtected
from bot.storage.books import Books
from tests.contract.banks_rig import entry, loaded, told
from tests.contract.books_rig import BooksRig, chain_is_whole, revision
from tests.fakes import START

END = START + timedelta(days=30)
FULL = Bank("school", BankKind.OWN, "people", "lead", "ours", 250, enabled=False, expires_at=END)


async def test_a_bank_comes_back_as_it_was_made(books: Books) -> None:
    assert await books.bank_settings.get("school") is None
    assert await books.bank_settings.open(FULL, "lead")
    assert await books.bank_settings.get("school") == FULL
    assert [one.bank for one in await books.bank_feed.banks()] == [FULL]
    assert (await told(books))[-1] == (
        '{"bank":"school","by":"lead","event":"bank","made":"own","share":250}'
    )


async def test_making_it_again_leaves_it_as_it_is(books: Books) -> None:
    await books.bank_settings.open(FULL)
    before = await revision(books), await told(books)
    assert not await books.bank_settings.open(Bank("school"))
    assert await books.bank_settings.get("school") == FULL
    assert (await revision(books), await told(books)) == before


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (BankChange(share=10), {"share": 10}),
        (BankChange(share=0, enabled=True), {"share": 0, "enabled": True}),
        (BankChange(owner="x", note="y", source="z"), {"owner": "x", "note": "y", "source": "z"}),
        (BankChange(expires_at=START), {"expires_at": START}),
        (BankChange(lasts=True), {"expires_at": None}),
    ],
)
async def test_each_setting_changes_by_itself(
    books: Books, change: BankChange, after: dict[str, object]
) -> None:
    await books.bank_settings.open(FULL)
    before = await revision(books)
    assert await books.bank_settings.change("school", change, "lead")
    assert await books.bank_settings.get("school") == replace(FULL, **after)  # type: ignore[arg-type]
    assert await revision(books) > before
    assert '"by":"lead"' in (await told(books))[-1]
    assert await chain_is_whole(books)
    # The same once more is none, so nobody loads anything again.
    before = await revision(books)
    assert not await books.bank_settings.change("school", change, "lead")
    assert await revision(books) == before


async def test_what_people_wrote_does_not_go_into_the_chain(books: Books) -> None:
    await books.bank_settings.open(FULL)
    await books.bank_settings.change("school", BankChange(note="about Maria", owner="Mr X"))
    assert "Maria" not in (await told(books))[-1]
    assert "Mr X" not in (await told(books))[-1]


async def test_a_bank_that_is_not_there_changes_nothing(books: Books) -> None:
    assert not await books.bank_settings.change("missing", BankChange(share=1))
    assert not await books.bank_settings.change("missing", BankChange())
    assert await books.bank_settings.remove("missing") is None
    assert await books.audit.entries() == []


async def test_two_processes_at_once_are_settled_by_the_first(database: BooksRig) -> None:
    async with database.open() as one, database.open(alone=False) as other:
        await one.bank_settings.open(FULL)
        change = BankChange(enabled=True)
        assert await one.bank_settings.change("school", change, "a")
        assert not await other.bank_settings.change("school", change, "b")
        assert await chain_is_whole(one)


async def test_a_bank_goes_with_all_its_entries(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.bank_settings._PIECE", 2)
    await books.banks.add("known", "a list", [entry(str(number)) for number in range(5)])
    await books.banks.add("other", "a list", [entry("1", "other")])
    before = await revision(books)
    assert await books.bank_settings.remove("known", "lead") == 5
    assert list(await loaded(books)) == ["other/1"]
    assert await books.bank_settings.get("known") is None
    assert '"removed":5' in (await told(books))[-1]
    assert await chain_is_whole(books)
    # Its numbers are gone with it: what follows must look at the banks, not at their sum.
    assert await revision(books) < before


async def test_a_removal_that_broke_off_leaves_a_disabled_bank_and_is_completed(
    database: BooksRig, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.bank_settings._PIECE", 2)
    await books.banks.add("known", "a list", [entry(str(number)) for number in range(5)])

    async def cut(_: float) -> None:
        # Somebody puts it on again meanwhile: the next piece is deleted from a disabled bank.
        raise ConnectionAbortedError

    with monkeypatch.context() as cutting:
        cutting.setattr(database.clock, "sleep", cut)
        with pytest.raises(ConnectionAbortedError):
            await books.bank_settings.remove("known")
    left = await books.bank_settings.get("known")
    assert left is not None
    assert not left.enabled
    assert len(await books.banks.entries("known")) == 3
    assert await books.bank_settings.remove("known") == 3
    assert await chain_is_whole(books)


async def test_a_bank_that_is_put_on_while_it_is_removed_is_off_again(
    database: BooksRig, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.bank_settings._PIECE", 2)
    await books.banks.add("known", "a list", [entry(str(number)) for number in range(3)])
    seen: list[bool] = []

    async def meanwhile(_: float) -> None:
        assert await books.bank_settings.change("known", BankChange(enabled=True))
        seen.append(True)

    monkeypatch.setattr(database.clock, "sleep", meanwhile)
    assert await books.bank_settings.remove("known") == 3
    assert seen
    assert await chain_is_whole(books)


@pytest.mark.parametrize("name", sorted(OWN_BANKS))
async def test_the_bots_own_banks_stay(books: Books, name: str) -> None:
    with pytest.raises(BankProtected, match="--disabled"):
        await books.bank_settings.remove(name)


async def test_a_bank_that_is_made_again_is_another_one(books: Books) -> None:
    await books.bank_settings.open(FULL)
    (before,) = await books.bank_feed.banks()
    await books.bank_settings.remove("school")
    await books.bank_settings.open(FULL)
    (after,) = await books.bank_feed.banks()
    assert after.id != before.id
