"""Cheap looks first, more where it is not clear, and parts by themselves."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.domain.signal import Extent, Failure, OpaqueReason, Score
from classifiers.cascade import Cascade, Opinion, Stage, tiles_of
from tests.unit.classifiers.pictures import drawing

BAD = frozenset({"bad"})


@dataclass
class Scripted:
    """Answers with a value that is looked up by the size of the picture."""

    id: str
    value: float = 0.0
    by_size: dict[tuple[int, int], float] = field(default_factory=dict)
    asked: list[tuple[int, int]] = field(default_factory=list)
    label: str = "bad"

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        self.asked.append(picture.size)
        return (Score(self.id, self.label, self.by_size.get(picture.size, self.value)),)


class Broken:
    """Fails."""

    id = "broken"

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        raise RuntimeError(picture.size)


@dataclass
class Cast:
    """Two models, one of which has a closer look, and one for what is uncertain."""

    whole: Scripted = field(default_factory=lambda: Scripted("whole"))
    quick: Scripted = field(default_factory=lambda: Scripted("parts"))
    closer: Scripted = field(default_factory=lambda: Scripted("parts"))
    third: Scripted = field(default_factory=lambda: Scripted("third"))

    def cascade(self) -> Cascade:
        return Cascade(
            [
                Stage(self.whole, None, 0.05, BAD, tiles=True),
                Stage(self.quick, self.closer, 0.1, BAD, tiles=False),
            ],
            [self.third],
        )


def screen_with(picture: Image.Image) -> Image.Image:
    """Return a plain screen with a picture, and ink in its corners so that it has no border."""
    screen = Image.new("RGB", (600, 1200), (230, 230, 230))
    draw = ImageDraw.Draw(screen)
    for left, top in ((0, 0), (580, 0), (0, 1180), (580, 1180)):
        draw.rectangle((left, top, left + 20, top + 20), fill="black")
    screen.paste(picture, (80, 400))
    return screen


def noise(width: int, height: int) -> Image.Image:
    """Return a picture that is busy everywhere and has neither border nor seams."""
    levels = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(levels)


PICTURE = noise(400, 300)


def values(opinion: Opinion, model: str) -> dict[Extent, float]:
    """Return what one model says, by of how much."""
    return {one.extent: one.value for one in opinion.scores if one.model == model}


def test_what_is_clear_to_all_is_looked_at_once() -> None:
    cast = Cast()
    opinion = cast.cascade().judge(PICTURE, thorough=False)
    assert cast.whole.asked == cast.quick.asked == [(400, 300)]
    assert cast.closer.asked == cast.third.asked == []
    assert {(one.model, one.value, one.extent) for one in opinion.scores} == {
        ("whole", 0.0, Extent.WHOLE),
        ("parts", 0.0, Extent.WHOLE),
    }


@pytest.mark.parametrize(
    ("whole", "quick", "closer"), [(0.05, 0.0, 0.0), (0.0, 0.1, 0.2), (0.9, 0.9, 0.9)]
)
def test_what_is_not_clear_to_one_is_looked_at_closer_by_all(
    whole: float, quick: float, closer: float
) -> None:
    cast = Cast(Scripted("whole", whole), Scripted("parts", quick), Scripted("parts", closer))
    cast.cascade().judge(PICTURE, thorough=False)
    assert cast.closer.asked == cast.third.asked == [(400, 300)]
    # Turned three times, and in tiles.
    assert sorted(set(cast.whole.asked)) == [(150, 150), (300, 400), (400, 300)]
    assert cast.quick.asked == [(400, 300)]


def test_a_large_picture_gets_the_same_looks_from_a_smaller_copy_but_for_the_closer_one() -> None:
    cast = Cast(Scripted("whole", 0.9), Scripted("parts", 0.9), Scripted("parts", 0.9))
    picture = noise(2000, 1500)
    cast.cascade().judge(picture, thorough=False)
    assert cast.closer.asked == cast.third.asked == [(2000, 1500)]
    assert cast.quick.asked == [(1000, 750)]
    turned = [(750, 1000), (1000, 750), (750, 1000)]
    tiles = [(375, 375)] * len(list(tiles_of(picture)))
    assert cast.whole.asked == [(1000, 750), *turned, *tiles]


def test_what_would_be_too_small_in_the_smaller_copy_is_looked_at_in_full() -> None:
    cast = Cast(Scripted("whole", 0.9))
    cast.cascade().judge(noise(2000, 1000), thorough=False)
    assert cast.quick.asked == [(2000, 1000)]
    assert (500, 500) in cast.whole.asked


def test_a_border_is_left_out_of_the_smaller_copy_too() -> None:
    cast, framed = Cast(), Image.new("RGB", (2000, 1900), "white")
    framed.paste(noise(1800, 1600), (100, 200))
    cast.cascade().judge(framed, thorough=True)
    assert cast.quick.asked == [(900, 800)]
    assert cast.closer.asked == [(1800, 1600), framed.size]


def test_a_quick_guess_that_the_closer_look_does_not_confirm_is_not_looked_at_in_tiles() -> None:
    cast = Cast(quick=Scripted("parts", 0.9), closer=Scripted("parts", 0.19))
    cast.cascade().judge(PICTURE, thorough=False)
    assert cast.closer.asked == cast.third.asked == [(400, 300)]
    assert cast.whole.asked == [(400, 300)]


def test_what_does_not_count_makes_no_picture_unclear() -> None:
    cast = Cast(quick=Scripted("parts", 0.9, label="a face"))
    opinion = cast.cascade().judge(PICTURE, thorough=False)
    assert cast.closer.asked == cast.third.asked == []
    # It is kept all the same: a preset may count what the first look is not for.
    assert [one.value for one in opinion.scores if one.label == "a face"] == [0.9]


def test_who_is_thorough_takes_no_short_cut() -> None:
    cast = Cast()
    cast.cascade().judge(PICTURE, thorough=True)
    assert cast.closer.asked == cast.third.asked == [(400, 300)]
    assert (150, 150) in cast.whole.asked


def test_the_highest_of_all_looks_counts_and_parts_are_kept_apart() -> None:
    cast = Cast(
        Scripted("whole", 0.1, {(150, 150): 0.8}),
        Scripted("parts", 0.2),
        Scripted("parts", 0.6),
    )
    opinion = cast.cascade().judge(PICTURE, thorough=False)
    found = {(one.model, one.extent): one.value for one in opinion.scores}
    assert found == {
        ("whole", Extent.WHOLE): 0.1,
        ("whole", Extent.DETAIL): 0.8,
        ("parts", Extent.WHOLE): 0.6,
        ("third", Extent.WHOLE): 0.0,
    }


def test_the_closer_look_takes_the_place_of_the_first() -> None:
    cast = Cast(quick=Scripted("parts", 0.9), closer=Scripted("parts", 0.2))
    opinion = cast.cascade().judge(PICTURE, thorough=False)
    assert [one.value for one in opinion.scores if one.model == "parts"] == [0.2]


def test_a_model_that_fails_leaves_a_mark_and_makes_it_uncertain() -> None:
    third = Scripted("third")
    cascade = Cascade([Stage(Broken(), None, 0.5, BAD, tiles=False)], [third])
    opinion = cascade.judge(PICTURE, thorough=False)
    assert opinion.failures == (Failure("broken", OpaqueReason.MODEL_FAILED),)
    assert third.asked == [(400, 300)]


def test_a_picture_in_a_picture_is_looked_at_by_itself() -> None:
    cast = Cast()
    cast.cascade().judge(screen_with(noise(200, 160)), thorough=False)
    assert len(cast.whole.asked) == 2
    part = cast.whole.asked[1]
    assert abs(part[0] - 200) <= 16
    assert abs(part[1] - 160) <= 16
    assert cast.closer.asked == []


def test_what_is_not_clear_in_a_part_is_looked_at_in_tiles() -> None:
    cast = Cast(Scripted("whole", by_size={(240, 240): 0.3}))
    opinion = cast.cascade().judge(screen_with(noise(240, 240)), thorough=False)
    assert (120, 120) in cast.whole.asked
    assert cast.closer.asked == [(240, 240)]
    assert values(opinion, "whole") == {Extent.WHOLE: 0.0, Extent.PANEL: 0.3, Extent.DETAIL: 0.3}


def test_a_quick_guess_about_a_panel_counts_no_more_than_a_detail() -> None:
    cast = Cast(
        quick=Scripted("parts", by_size={(240, 240): 0.9}),
        closer=Scripted("parts", by_size={(240, 240): 0.2}),
    )
    opinion = cast.cascade().judge(screen_with(noise(240, 240)), thorough=False)
    assert values(opinion, "parts") == {Extent.WHOLE: 0.0, Extent.PANEL: 0.2, Extent.DETAIL: 0.9}


def test_a_border_of_plain_colour_is_not_looked_at() -> None:
    framed = Image.new("RGB", (800, 800), "white")
    framed.paste(drawing(1, 500, 400), (150, 200))
    cast = Cast()
    cast.cascade().judge(framed, thorough=False)
    width, height = cast.whole.asked[0]
    assert (abs(width - 500) <= 4, abs(height - 400) <= 4) == (True, True)


@pytest.mark.parametrize("size", [(400, 300), (1080, 2340), (192, 192), (2000, 300)])
def test_tiles_cover_a_picture_and_overlap(size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size)
    seen = np.zeros(size[::-1], dtype=bool)
    tiles = list(tiles_of(picture))
    for tile in tiles:
        assert tile.within(type(tile)(0, 0, *size)) == tile
        seen[tile.top : tile.bottom, tile.left : tile.right] = True
    assert seen.all() or len(tiles) == 24


def test_what_is_too_small_has_no_tiles() -> None:
    assert list(tiles_of(Image.new("RGB", (190, 400)))) == []


# --- films


def film(count: int) -> list[Image.Image]:
    """Return frames that are told apart by their size."""
    return [noise(300 + number, 200) for number in range(count)]


def test_every_frame_gets_the_first_look_and_clear_ones_no_other() -> None:
    cast = Cast()
    opinions = cast.cascade().judge_film(film(5), thorough=False)
    assert cast.whole.asked == cast.quick.asked == [(300 + number, 200) for number in range(5)]
    assert cast.closer.asked == cast.third.asked == []
    assert len(opinions) == 5
    assert all({one.model for one in opinion.scores} == {"whole", "parts"} for opinion in opinions)


def test_the_frames_that_show_most_are_looked_at_closer() -> None:
    values = [0.06, 0.5, 0.0, 0.2, 0.07, 0.04, 0.9, 0.3, 0.4]
    cast = Cast(Scripted("whole", by_size={(300 + n, 200): one for n, one in enumerate(values)}))
    opinions = cast.cascade().judge_film(film(9), thorough=False)
    assert sorted(cast.closer.asked) == [(300 + n, 200) for n in (1, 3, 4, 6, 7, 8)]
    found = [max(one.value for one in opinion.scores) for opinion in opinions]
    assert found == values


def test_a_model_that_fails_on_a_frame_is_told_with_that_frame() -> None:
    cascade = Cascade([Stage(Broken(), None, 0.5, BAD, tiles=False)])
    opinions = cascade.judge_film(film(2), thorough=False)
    assert [len(opinion.failures) for opinion in opinions] == [1, 1]


def test_who_is_thorough_gives_every_frame_every_look() -> None:
    cast = Cast()
    cast.cascade().judge_film(film(4), thorough=True)
    assert len(cast.closer.asked) == 4
