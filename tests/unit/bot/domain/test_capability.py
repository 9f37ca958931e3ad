"""The ways to tell a sender in private, and who has none."""

from itertools import chain, combinations

import pytest

from bot.domain.capability import Capability, NoticeWay, notice_ladder
from bot.domain.message import ActorKind
from tests.unit.bot.domain.builders import EVERYTHING

PRIVATE = (Capability.EPHEMERAL, Capability.DM, Capability.DM_IF_STARTED)
SUBSETS = list(chain.from_iterable(combinations(PRIVATE, count) for count in range(4)))


@pytest.mark.parametrize("subset", SUBSETS, ids="+".join)
def test_the_ladder_holds_what_the_platform_can_do_best_first(
    subset: tuple[Capability, ...],
) -> None:
    ladder = notice_ladder({*subset, Capability.DELETE}, ActorKind.USER)
    assert [way.value for way in ladder] == [capability.value for capability in subset]


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.USER])
def test_senders_without_a_private_side_have_no_ladder(kind: ActorKind) -> None:
    assert notice_ladder(EVERYTHING, kind) == ()


def test_every_way_is_on_the_full_ladder() -> None:
    assert notice_ladder(EVERYTHING, ActorKind.USER) == tuple(NoticeWay)
