"""A picture is posted, in every shape and by every sender: a bad one goes, a clean one stays."""

import pytest

from tests.conformance.house import House, keys
from tests.conformance.scene import PEOPLE, Feature, Place, Scene, Shape, Who

SENDERS = [who for who in Who if who is not Who.LEAD]


async def test_a_bad_photo_is_removed_and_everybody_concerned_is_told(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad")
        await house.gone(bad)
        await house.quiet(app)
    said, told = await scene.world.said(Place.CLASS), await scene.world.told(Who.ANA)
    assert keys(said) == ["group-removed"]
    assert said[0].labels == ("button-why", "button-help")
    assert keys(told) == ["sender-notice"]
    (alert,) = await scene.world.said(Place.STAFF)
    assert alert.key == "alert-head"
    assert "alert-what-removed" in alert.text
    assert {"button-ack", "button-mistake"} <= set(alert.labels)
    # Nobody's name, in the class least of all.
    heard = " ".join(line.text for line in (*said, alert))
    assert not [name for name in scene.world.names(Who.ANA) if name in heard]


async def test_a_clean_photo_stands_and_nobody_hears_anything(scene: Scene, house: House) -> None:
    async with house.app() as app:
        clean = await scene.people.post(Who.ANA, b"clean")
        after = await scene.people.post(Who.BEN, b"bad")
        await house.gone(after)
        await house.quiet(app)
    assert await scene.world.stands(clean)
    assert await scene.world.told(Who.ANA) == []
    assert len(await scene.world.said(Place.STAFF)) == 1


@pytest.mark.parametrize("shape", list(Shape))
async def test_a_bad_picture_is_removed_wherever_it_stands(
    scene: Scene, house: House, shape: Shape
) -> None:
    async with house.app() as app:
        bad = await scene.people.post(Who.ANA, b"bad", shape)
        await house.gone(bad)
        await house.quiet(app)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]


@pytest.mark.parametrize("shape", list(Shape))
async def test_an_innocent_picture_was_seen_and_stands_wherever_it_is(
    scene: Scene, house: House, shape: Shape
) -> None:
    picture = b"clean and rare"
    async with house.app() as app:
        clean = await scene.people.post(Who.ANA, picture, shape)
        after = await scene.people.post(Who.BEN, b"bad")
        await house.gone(after)
        await house.quiet(app)
    assert picture in house.judge.seen
    assert await scene.world.stands(clean)
    assert await scene.world.told(Who.ANA) == []


@pytest.mark.parametrize("who", SENDERS)
async def test_every_sender_is_scanned_the_chats_own_admin_too(
    scene: Scene, house: House, who: Who
) -> None:
    async with house.app() as app:
        bad = await scene.people.post(who, b"bad")
        await house.gone(bad)
        await house.quiet(app)
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]
    assert len(await scene.world.said(Place.STAFF)) == 1
    if who in PEOPLE:
        assert keys(await scene.world.told(who)) == ["sender-notice"]


async def test_an_edit_that_swaps_an_innocent_photo_for_a_bad_one_is_removed(
    scene: Scene, house: House
) -> None:
    async with house.app() as app:
        post = await scene.people.post(Who.ANA, b"clean")
        await house.quiet(app)
        assert await scene.world.stands(post)
        await scene.people.swap(Who.ANA, post, b"bad")
        await house.gone(post)
        await house.quiet(app)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]


@pytest.mark.needs(Feature.ALBUM)
async def test_one_bad_picture_takes_its_whole_album_along(scene: Scene, house: House) -> None:
    async with house.app() as app:
        alone = await scene.people.post(Who.ANA, b"clean 0")
        album = await scene.people.album(Who.ANA, [b"clean 1", b"bad", b"clean 2", b"clean 3"])
        await house.gone(*album)
        await house.quiet(app)
    assert await scene.world.stands(alone)
    assert keys(await scene.world.told(Who.ANA)) == ["sender-notice"]
    assert keys(await scene.world.said(Place.CLASS)) == ["group-removed"]
    assert keys(await scene.world.said(Place.STAFF)) == ["alert-head"]


@pytest.mark.needs(Feature.ALBUM)
async def test_an_innocent_album_stands(scene: Scene, house: House) -> None:
    async with house.app() as app:
        album = await scene.people.album(Who.ANA, [b"clean 1", b"clean 2"])
        after = await scene.people.post(Who.BEN, b"bad")
        await house.gone(after)
        await house.quiet(app)
    assert [await scene.world.stands(one) for one in album] == [True, True]


async def test_a_burst_of_thirty_hides_no_bad_picture(scene: Scene, house: House) -> None:
    house.policy = house.policy.model_copy(update={"breaker_per_hour": 100})
    async with house.app() as app:
        posts = [
            await scene.people.post(
                Who.BEN, f"{'bad' if number % 3 == 0 else 'clean'} {number}".encode()
            )
            for number in range(30)
        ]
        bad, clean = posts[::3], [post for number, post in enumerate(posts) if number % 3]
        await house.gone(*bad, seconds=30)
        await house.quiet(app)
    assert all([await scene.world.stands(post) for post in clean])
    assert keys(await scene.world.said(Place.STAFF)) == ["alert-head"] * len(bad)
