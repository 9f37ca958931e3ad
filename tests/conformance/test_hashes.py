"""What people bring by hash: reports, codes from home, adults who block, and yesterday's copies."""

import re

from bot.domain.hash_code import CodeLook, HashCode, write
from config.schema import BankSettings
from tests.conformance.house import House, keys, lines
from tests.conformance.scene import Place, Post, Scene, Who
from tests.fakes import look_of
from tests.integration.stage import until

_REFERENCE = re.compile(r"reference=(H(?:-[0-9A-Z]{4}){4})")


def code(shown: bytes = b"@cat") -> str:
    """Return the code that somebody makes of a picture at home."""
    look = look_of(shown)
    return write(HashCode("c" * 64, (CodeLook(look[:32].hex(), look[32:].hex(), 90),)))


async def posted(
    scene: Scene, house: House, data: bytes, place: Place = Place.CLASS, who: Who = Who.ANA
) -> Post:
    """Post something and wait until it is seen."""
    before = len(house.judge.seen)
    post = await scene.people.post(who, data, place=place)
    await house.sees(before + 1)
    return post


async def sent(scene: Scene, house: House, who: Who = Who.BEN) -> str:
    """Send a code in private, and return the number that it got."""
    await scene.speech.confide(who, code())
    found = _REFERENCE.search((await house.learns(who, "hash-ok")).text)
    assert found is not None
    return found[1]


async def about_reported(house: House, scene: Scene) -> int:
    said = await scene.world.said(Place.STAFF)
    return len([line for line in said if "alert-why-reported-before" in line.text])


async def test_a_copy_of_what_was_reported_asks_an_adult_in_the_same_chat_alone(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        first = await posted(scene, house, b"clean @cat 1")
        await house.quiet(app)
        await scene.speech.answer(Who.BEN, "/report", first)
        await house.hears(Place.STAFF, "alert-head")
        await until(lambda: house.look("SELECT 1 FROM bank_entry") != [], what="the hashes")
        copy = await posted(scene, house, b"clean @cat 2")
        await house.hears(Place.STAFF, "alert-head", times=2)
        elsewhere = await posted(scene, house, b"clean @cat 3", Place.OTHER_CLASS)
        other = await posted(scene, house, b"clean @dog 1")
        await house.quiet(app)
        for post in (first, copy, elsewhere, other):
            assert await scene.world.stands(post)
    assert await about_reported(house, scene) == 1
    assert len(lines(await scene.world.said(Place.STAFF), "alert-head")) == 2


async def test_a_picture_whose_code_was_sent_from_home_asks_an_adult_when_it_is_posted(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        number = await sent(scene, house)
        await house.quiet(app)
        # Nobody is alarmed by a code as such.
        assert await scene.world.said(Place.STAFF) == []
        await scene.speech.confide(Who.BEN, f"/hashhelp {number}")
        await house.learns(Who.BEN, "hash-not-seen")
        post = await posted(scene, house, b"clean @cat 1", Place.OTHER_CLASS)
        alert = await house.hears(Place.STAFF, "alert-head")
        assert await scene.world.stands(post)
        await scene.speech.confide(Who.BEN, number.lower())
        await house.learns(Who.BEN, "hash-seen")
        await house.quiet(app)
    assert "alert-why-reported-before" in alert.text
    assert not [name for name in scene.world.names(Who.BEN) if name in alert.text]
    assert number not in alert.text


async def test_a_code_that_was_withdrawn_stops_nothing(scene: Scene, house: House) -> None:
    async with house.app() as app:
        number = await sent(scene, house)
        await scene.speech.confide(Who.BEN, f"/withdraw {number}")
        await house.learns(Who.BEN, "hash-withdrawn")
        post = await posted(scene, house, b"clean @cat 1")
        await scene.speech.confide(Who.BEN, f"/hashhelp {number}")
        await house.learns(Who.BEN, "hash-unknown")
        await house.quiet(app)
        assert await scene.world.stands(post)
    assert await scene.world.said(Place.STAFF) == []


async def test_a_blocked_picture_goes_in_every_chat_yesterdays_copies_too(
    scene: Scene, house: House
) -> None:
    house.banks = BankSettings(second_adult=False)
    async with house.app() as app:
        first = await posted(scene, house, b"clean @cat 1")
        elsewhere = await posted(scene, house, b"clean @cat 2", Place.OTHER_CLASS, Who.BEN)
        other = await posted(scene, house, b"clean @dog 1")
        await house.quiet(app)
        await scene.speech.answer(Who.BEN, "/report", first)
        await house.hears(Place.STAFF, "alert-head")
        await scene.people.write(Who.LEAD, "/blockhash C-0001", place=Place.STAFF)
        await house.answers(Who.LEAD, Place.STAFF, "block-everywhere")
        await house.gone(first, elsewhere)
        new = await posted(scene, house, b"clean @cat 3", Place.OTHER_CLASS)
        await house.gone(new)
        await house.quiet(app)
        assert await scene.world.stands(other)
    said = await scene.world.said(Place.STAFF)
    assert len([line for line in said if "alert-what-removed-earlier" in line.text]) == 2
    assert lines(await scene.world.told(Who.ANA), "sender-notice-earlier") != []


async def test_the_button_under_an_alert_blocks_too(scene: Scene, house: House) -> None:
    async with house.app() as app:
        first = await posted(scene, house, b"clean @cat 1")
        copy = await posted(scene, house, b"clean @cat 2", who=Who.BEN)
        await house.quiet(app)
        await scene.speech.answer(Who.BEN, "/report", first)
        await house.hears(Place.STAFF, "alert-head")
        await scene.speech.press(Who.LEAD, "button-block", place=Place.STAFF)
        await house.answers(Who.LEAD, Place.STAFF, "block-here")
        await house.gone(first, copy)
        await house.quiet(app)


async def test_a_pupil_blocks_nothing(scene: Scene, house: House) -> None:
    async with house.app() as app:
        post = await posted(scene, house, b"clean @cat 1")
        await house.quiet(app)
        await scene.speech.answer(Who.BEN, "/report", post)
        await house.hears(Place.STAFF, "alert-head")
        # Not even one who is the chat's admin.
        await scene.people.write(Who.CLEO, "/blockhash C-0001")
        await house.learns(Who.CLEO, "command-not-allowed")
        token = await scene.world.token(Place.STAFF, "button-block")
        await scene.speech.forge(Who.CLEO, token)
        await house.learns(Who.CLEO, "press-not-allowed")
        await house.quiet(app)
        assert await scene.world.stands(post)


async def test_a_picture_in_private_is_not_looked_at(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.speech.confide(Who.BEN, "", b"bad @cat 1")
        await house.learns(Who.BEN, "help-showed")
        await house.quiet(app)
    assert house.judge.seen == []
    assert house.look("SELECT 1 FROM item") == []
    assert await scene.world.said(Place.STAFF) == []


async def test_half_a_code_is_answered_and_blocks_nothing(scene: Scene, house: House) -> None:
    async with house.app() as app:
        await scene.speech.confide(Who.BEN, code()[:-20])
        await house.learns(Who.BEN, "hash-refused-cut-short")
        await house.quiet(app)
    assert house.look("SELECT 1 FROM bank_entry") == []


async def test_whoever_asks_about_codes_in_the_class_is_answered_alone(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        asked = await scene.people.write(Who.BEN, "/hashhelp")
        await until_told(house, Who.BEN)
        await house.quiet(app)
        assert not await scene.world.stands(asked)
    assert keys(await scene.world.told(Who.BEN)) in (["hashhelp-private"], ["hashhelp-page"])
    assert await scene.world.said(Place.CLASS) == []


async def until_told(house: House, who: Who) -> None:
    async def told() -> bool:
        return await house.scene.world.told(who) != []

    await until(told, what=f"{who} to be told something")


async def test_nothing_of_a_code_stays_where_it_was_sent(scene: Scene, house: House) -> None:
    async with house.app() as app:
        number = await sent(scene, house)
        await house.quiet(app)
    kept = (house.folder / "upstander.db").read_bytes()
    kept += b"".join(one.read_bytes() for one in house.folder.glob("upstander.db-*"))
    assert number.encode() not in kept
    assert code().encode() not in kept
