"""Asks the models about one view: two cheap looks first, and more where these are not clear.

Most pictures of a class end after the first two looks. What is not clear is looked at again in
more detail, turned, in overlapping tiles, and by further models if there are any. Pictures in a
picture, such as in a screenshot or a collage, are looked at by themselves in any case, since a
model that sees the whole misses them. The measurements are in docs/models.md.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from bot.domain.signal import Extent, Failure, OpaqueReason, Score
from classifiers.layout import Box, layout_of, working_copy
from classifiers.models import Model

logger = logging.getLogger(__name__)

_TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
# A tile is a square of half the shorter side, and the next one begins half a tile further on.
_LEAST_TILE = 96
_MOST_TILES = 24
# First looks and tiles are content with a smaller copy whose shorter side has so many pixels: a tile
# of it is larger than what open_nsfw reads. Making it once took 4 ms of a photo of 12 megapixels;
# shrinking the photo for each model took 17, and 6 more for each tile.
_ROUGH_SIDE = 512
# Frames of a film that are looked at closer, those first that show most: two have to agree.
_SUSPECTS = 6
# What a closer look sees that often above what is clear, is worth all looks: of 78 safe pictures
# the first look of NudeNet finds six unclear, and the closer one confirms none of them so far.
_CONFIRMED = 2.0


@dataclass(frozen=True, slots=True)
class Stage:
    """One model's part.

    Attributes:
        first: The model as it looks first; it may be a cheaper form of `closer`.
        closer: The model as it looks at what is not clear; None if it looks once.
        clear: Below this value, on every label of `counts`, it sees nothing.
        counts: What its first look is for; that it sees a face, say, makes no picture unclear.
        tiles: Whether it is shown what is not clear in tiles and turned as well.
    """

    first: Model
    closer: Model | None
    clear: float
    counts: frozenset[str]
    tiles: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the models say of one view: scores, and which models failed."""

    scores: tuple[Score, ...]
    failures: tuple[Failure, ...]


class Cascade:
    """Holds the models in the order in which they are asked. May be used by several threads.

    Attributes:
        stages: Those that are asked about every picture.
        uncertain: Those that are asked where these are not sure.
    """

    def __init__(self, stages: Sequence[Stage], uncertain: Sequence[Model] = ()) -> None:
        self.stages = tuple(stages)
        self.uncertain = tuple(uncertain)

    def judge_film(self, frames: Sequence[Image.Image], *, thorough: bool) -> list[Opinion]:
        """Return what the models say of each frame of a film.

        The first look at all of them finds the few that are looked at closer. Who is thorough gives
        every frame every look.
        """
        if thorough:
            return [self.judge(frame, thorough=True) for frame in frames]
        asked, seen = [_Asking() for _ in frames], list[float]()
        for asking, frame in zip(asked, frames, strict=True):
            seen.append(max(self._first_look(asking, frame), default=0.0))
        suspects = sorted(range(len(frames)), key=lambda place: -seen[place])[:_SUSPECTS]
        for place in suspects:
            if seen[place] >= 1:
                asked[place].forget(self.stages)
                self._look_closer(asked[place], frames[place])
        return [asking.opinion() for asking in asked]

    def judge(self, picture: Image.Image, *, thorough: bool) -> Opinion:
        """Return what the models say of an RGB picture.

        Args:
            thorough: Take no short cut: every picture gets every look.
        """
        asked, (small, factor) = _Asking(), working_copy(picture)
        found = layout_of(small)
        layout = found.scaled(factor, picture.size)
        content, rough = layout.content.cut(picture), found.content.cut(small)
        if min(rough.size) < _ROUGH_SIDE:
            rough, factor = content, 1
        first = self._first_look(asked, rough)
        if thorough or max(first, default=0.0) >= 1:
            asked.forget(self.stages)
            confirmed = self._look_closer(asked, content)
            tiles = [box.shrunk(factor) for box in tiles_of(content)]
            self._look_at_tiles(asked, rough, tiles, first, always=thorough or confirmed)
            if content.size != picture.size:
                # A border may belong to the picture: of one painting it was a third of the score.
                for stage in self.stages:
                    asked.ask(stage.closer or stage.first, picture, Extent.WHOLE)
        for box in layout.parts:
            self._look_at_panel(asked, box.cut(picture))
        return asked.opinion()

    def _first_look(self, asked: "_Asking", picture: Image.Image) -> list[float]:
        """Return what each model saw at first, however little; from 1 on it is not clear."""
        return [asked.look(stage.first, stage, picture, Extent.WHOLE) for stage in self.stages]

    def _look_at_panel(self, asked: "_Asking", panel: Image.Image) -> None:
        first = []
        for stage in self.stages:
            # A quick guess counts no more than a detail does.
            extent = Extent.PANEL if stage.closer is None else Extent.DETAIL
            first.append(asked.look(stage.first, stage, panel, extent))
        if max(first, default=0.0) >= 1:
            confirmed = self._look_closer(asked, panel, Extent.PANEL)
            self._look_at_tiles(asked, panel, [*tiles_of(panel)], first, always=confirmed)

    def _look_closer(
        self, asked: "_Asking", picture: Image.Image, extent: Extent = Extent.WHOLE
    ) -> bool:
        """Return whether a closer look sees more than a doubt."""
        seen = [
            asked.look(stage.closer, stage, picture, extent)
            for stage in self.stages
            if stage.closer is not None
        ]
        if extent is Extent.WHOLE:
            for model in self.uncertain:
                asked.ask(model, picture, extent)
        return max(seen, default=0.0) >= _CONFIRMED

    def _look_at_tiles(
        self,
        asked: "_Asking",
        picture: Image.Image,
        tiles: Sequence[Box],
        first: Sequence[float],
        *,
        always: bool,
    ) -> None:
        """Ask the models that look at tiles, where they saw something themselves, or always."""
        for stage, seen in zip(self.stages, first, strict=True):
            if stage.tiles and (always or seen >= 1):
                for turn in _TURNS:
                    asked.ask(stage.first, picture.transpose(turn), Extent.DETAIL)
                for box in tiles:
                    asked.ask(stage.first, box.cut(picture), Extent.DETAIL)


def tiles_of(picture: Image.Image) -> Iterator[Box]:
    """Yield overlapping squares of half the shorter side that cover a picture."""
    side = min(picture.size) // 2
    if side < _LEAST_TILE:
        return
    places = [
        (left, top)
        for top in _starts(picture.height, side)
        for left in _starts(picture.width, side)
    ]
    for left, top in places[:_MOST_TILES]:
        yield Box(left, top, left + side, top + side)


def _starts(length: int, side: int) -> list[int]:
    """Return where tiles begin so that they overlap by about a half and reach the end."""
    count = -(-(length - side) // (side // 2)) + 1
    return [round(step * (length - side) / max(1, count - 1)) for step in range(count)]


class _Asking:
    """Collects what the models answer: of each label the highest value."""

    def __init__(self) -> None:
        self._best: dict[tuple[str, str, Extent], Score] = {}
        self._failures: dict[str, Failure] = {}

    def look(self, model: Model, stage: Stage, picture: Image.Image, extent: Extent) -> float:
        """Ask a model of a stage; return what it sees, from 1 on more than what is clear."""
        scores = self.ask(model, picture, extent)
        if scores is None:
            return _CONFIRMED
        seen = (score.value for score in scores if score.label in stage.counts)
        return max(seen, default=0.0) / stage.clear

    def ask(self, model: Model, picture: Image.Image, extent: Extent) -> tuple[Score, ...] | None:
        """Ask one model; return what it says, or None if it fails."""
        try:
            scores = model.judge(picture)
        # A model is foreign code: ONNX Runtime, NumPy and Pillow raise what they like. A model
        # that fails leaves a mark, and the other models are still asked.
        except Exception as error:  # noqa: BLE001
            logger.error("model %s failed: %s", model.id, type(error).__name__)  # noqa: TRY400
            self._failures[model.id] = Failure(model.id, OpaqueReason.MODEL_FAILED)
            return None
        for score in scores:
            key = score.model, score.label, extent
            if key not in self._best or score.value > self._best[key].value:
                self._best[key] = replace(score, extent=extent)
        return scores

    def forget(self, stages: Iterable[Stage]) -> None:
        """Let go of quick guesses about the whole picture, which is looked at closer now.

        On 78 safe pictures one reached .6 by such a guess, and none by the closer look.
        """
        guessing = {stage.first.id for stage in stages if stage.closer is not None}
        self._best = {
            key: score
            for key, score in self._best.items()
            if score.model not in guessing or score.extent is not Extent.WHOLE
        }

    def opinion(self) -> Opinion:
        """Return what was answered."""
        return Opinion(tuple(self._best.values()), tuple(self._failures.values()))
