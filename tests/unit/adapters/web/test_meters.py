"""Metrics: each call shows up, and nothing about a person or a chat does."""

import aiohttp

from adapters.web.meters import Meters
from adapters.web.server import make_app, serve
from bot import ports
from bot.chase_ports import ChaseMeters
from bot.domain.action import ActionKind
from bot.domain.chase import Told
from bot.domain.effect import EffectState
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome
from bot.domain.work import Backlog
from tests.unit.adapters.web.test_server import GOOD, FixedProbe


async def scrape(meters: Meters) -> str:
    app = make_app(FixedProbe(GOOD), meters)
    async with (
        serve(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
        session.get("/metrics") as response,
    ):
        assert response.headers["Content-Type"].startswith("text/plain")
        return await response.text()


async def test_each_call_shows_up() -> None:
    meters = Meters()
    port: ports.Meters = meters

    port.decided(Outcome.OPAQUE, OpaqueReason.TOO_BIG, 0.04)
    port.decided(Outcome.REMOVE, "bank:test", 0.02)
    port.removed(0.3)
    port.effect_ended(ActionKind.TAKEDOWN, EffectState.DONE)
    meters.lagged(0.012)
    meters.waiting(Backlog(1, 2, 3, 4, 5))
    pages: ChaseMeters = meters
    pages.paged("mail-1", Told.REFUSED)
    meters.unreached(6)

    lines = (await scrape(meters)).splitlines()
    expected = [
        'upstander_items_total{outcome="opaque",reason="too_big"} 1.0',
        'upstander_items_total{outcome="remove",reason="bank:test"} 1.0',
        'upstander_decision_seconds_bucket{le="0.025"} 1.0',
        'upstander_decision_seconds_bucket{le="0.05"} 2.0',
        "upstander_removal_seconds_sum 0.3",
        'upstander_effects_total{kind="takedown",state="done"} 1.0',
        "upstander_event_loop_lag_seconds 0.012",
        'upstander_backlog{what="undecided"} 1.0',
        'upstander_backlog{what="removals_pending"} 2.0',
        'upstander_backlog{what="alerts_pending"} 3.0',
        'upstander_backlog{what="alerts_undelivered"} 4.0',
        'upstander_backlog{what="parked"} 5.0',
        'upstander_pages_total{channel="mail-1",told="refused"} 1.0',
        "upstander_unreached_cases 6.0",
    ]
    assert [line for line in expected if line not in lines] == []


async def test_no_label_could_hold_a_person_or_a_chat() -> None:
    names = {
        label
        for metric in Meters().registry.collect()
        for sample in metric.samples
        for label in sample.labels
    }

    assert names <= {"outcome", "reason", "kind", "state", "what", "le"}


async def test_two_apps_do_not_share_their_numbers() -> None:
    first, second = Meters(), Meters()
    first.removed(1)

    assert "upstander_removal_seconds_count 1.0" in await scrape(first)
    assert "upstander_removal_seconds_count 0.0" in await scrape(second)
