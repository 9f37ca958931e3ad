"""The numbers behind `/metrics`: `bot.ports.Meters` on prometheus-client; no person, no chat.

Chat ids are left out of every label on purpose: metrics leave this machine, and a school's chats
are nobody else's business. Labels are closed sets (outcomes, reasons, kinds), so series stay few.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.aiohttp import make_aiohttp_handler

from bot.domain.action import ActionKind
from bot.domain.chase import Told
from bot.domain.effect import EffectState
from bot.domain.self_check import Checkup
from bot.domain.verdict import Outcome
from bot.domain.work import Backlog

# The targets are 100 ms for a known picture and 500 ms for any; the rest shows how bad it got.
_REMOVAL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600)
_DECISION_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Meters:
    """Counters, histograms and gauges in a registry of their own, so that two apps never mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._items = Counter(
            "upstander_items",
            "Items by outcome and reason",
            ["outcome", "reason"],
            registry=self.registry,
        )
        self._removal = Histogram(
            "upstander_removal_seconds",
            "From post to removal",
            buckets=_REMOVAL_SECONDS,
            registry=self.registry,
        )
        self._decision = Histogram(
            "upstander_decision_seconds",
            "From taking an item up to its verdict",
            buckets=_DECISION_SECONDS,
            registry=self.registry,
        )
        self._effects = Counter(
            "upstander_effects",
            "Ended effects by kind and how they ended",
            ["kind", "state"],
            registry=self.registry,
        )
        self._pages = Counter(
            "upstander_pages",
            "Tries to tell adults of a case that nobody took up, by channel and how they ended",
            ["channel", "told"],
            registry=self.registry,
        )
        self._unreached = Gauge(
            "upstander_unreached_cases",
            "Open cases of which the last try reached no adult on any channel",
            registry=self.registry,
        )
        self._self_checks = Counter(
            "upstander_self_checks",
            "Looks at the bot's own test card, by how they ended",
            ["ended"],
            registry=self.registry,
        )
        self._lag = Gauge(
            "upstander_event_loop_lag_seconds",
            "How late the event loop woke up, the worst of the last interval",
            registry=self.registry,
        )
        self._backlog = Gauge(
            "upstander_backlog",
            "What is on its way or stuck",
            ["what"],
            registry=self.registry,
        )

    def decided(self, outcome: Outcome, reason: str, seconds: float) -> None:
        """Count a verdict and the time that the item took from claim to decision."""
        self._items.labels(outcome, reason).inc()
        self._decision.observe(seconds)

    def removed(self, visible_seconds: float) -> None:
        """Note for how long a removed item could be seen."""
        self._removal.observe(visible_seconds)

    def effect_ended(self, kind: ActionKind, state: EffectState) -> None:
        """Count the end of an effect."""
        self._effects.labels(kind, state).inc()

    def paged(self, channel: str, told: Told) -> None:
        """Count a try to tell somebody; channels are those of the settings, so few."""
        self._pages.labels(channel, told.name.lower()).inc()

    def unreached(self, cases: int) -> None:
        """Note of how many open cases no adult could be told."""
        self._unreached.set(cases)

    def self_checked(self, checkup: Checkup) -> None:
        """Count a look at the test card."""
        self._self_checks.labels(checkup).inc()

    def lagged(self, seconds: float) -> None:
        """Note how late the event loop is."""
        self._lag.set(seconds)

    def waiting(self, backlog: Backlog) -> None:
        """Note what is on its way."""
        self._backlog.labels("undecided").set(backlog.undecided)
        self._backlog.labels("removals_pending").set(backlog.removals_pending)
        self._backlog.labels("alerts_pending").set(backlog.alerts_pending)
        self._backlog.labels("alerts_undelivered").set(backlog.alerts_undelivered)
        self._backlog.labels("parked").set(backlog.parked)

    def handler(self) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return the handler of `/metrics`."""
        return make_aiohttp_handler(self.registry)
