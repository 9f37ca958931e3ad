"""One chat's policy: what counts as a match there and what is done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Literal, NamedTuple, assert_never

from bot.domain.message import ChatRef
from bot.domain.signal import Extent, OpaqueReason


class Mode(StrEnum):
    """What the bot may do in a chat, weakest first."""

    SHADOW = "shadow"
    ALERT = "alert"
    REMOVE = "remove"


class OpaqueHandling(StrEnum):
    """What happens to an item that could not be judged, weakest first."""

    COUNT = "count"
    ALERT = "alert"
    REMOVE = "remove"


class Digest(StrEnum):
    """Whether weak signs of one model alone wait to be told together, weakest first."""

    ON = "on"
    OFF = "off"


# How items that could not be judged for one reason are handled, where that differs from the rest:
# sorted by reason, each once. Links have a field of their own.
ByReason = tuple[tuple[OpaqueReason, OpaqueHandling], ...]


class PresetName(StrEnum):
    """The named sets of thresholds, weakest first."""

    LENIENT = "lenient"
    SCHOOL = "school"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Rule:
    """When the labels of one model count.

    Attributes:
        model: The model's id.
        labels: Labels that count; others are ignored (a bare belly never counts).
        review: From this score on an adult is asked.
        remove: From this score on the item is removed.
        agree: Two different models that both reach their `agree` remove together. None: never.
        source: Where the numbers come from.
        panel_review: Like `review`, for a picture in the picture. None: never.
        panel_remove: Like `remove`, for a picture in the picture. None: never.
        detail_review: Like `review`, for a tile or the picture turned. None: never.
        detail_remove: Like `remove`, for a tile or the picture turned. None: never.
        needed: Without an answer of this model nothing is allowed. One that is asked only about
            what is not clear, or that not every installation has, is not needed.
        review_rate: The measured share of harmless pictures that this rule adds to those about
            which an adult is asked and which stay. None: nothing was measured.
        remove_rate: The same for those that it removes.
    """

    model: str
    labels: frozenset[str]
    review: float
    remove: float
    agree: float | None
    source: str
    panel_review: float | None = None
    panel_remove: float | None = None
    detail_review: float | None = None
    detail_remove: float | None = None
    needed: bool = True
    review_rate: float | None = None
    remove_rate: float | None = None

    def __post_init__(self) -> None:
        """Refuse thresholds that could never fire or fire in the wrong order."""
        if not 0 < self.review <= self.remove <= 1:
            raise ValueError(
                f"rule for {self.model}: need 0 < review <= remove <= 1, "
                f"got review {self.review} and remove {self.remove}"
            )
        if self.agree is not None and not 0 < self.agree <= 1:
            raise ValueError(f"rule for {self.model}: need 0 < agree <= 1, got {self.agree}")
        self._refuse_order("panel", self.panel_review, self.panel_remove)
        self._refuse_order("detail", self.detail_review, self.detail_remove)

    def _refuse_order(self, what: str, review: float | None, remove: float | None) -> None:
        least = _NEVER if review is None else review
        most = _NEVER if remove is None else remove
        if not 0 < least <= most or (remove is not None and remove > 1):
            raise ValueError(
                f"rule for {self.model}: need 0 < {what}_review <= {what}_remove <= 1, "
                f"got {what}_review {review} and {what}_remove {remove}"
            )

    def limits(self, extent: Extent) -> "Limits":
        """Return from which values on something happens. A part is never a second voice."""
        match extent:
            case Extent.WHOLE:
                return Limits(self.review, self.remove, self.agree or _NEVER)
            case Extent.PANEL:
                return Limits(self.panel_review or _NEVER, self.panel_remove or _NEVER, _NEVER)
            case Extent.DETAIL:
                return Limits(self.detail_review or _NEVER, self.detail_remove or _NEVER, _NEVER)
            case other:
                assert_never(other)


_NEVER = 2.0


class Limits(NamedTuple):
    """From which value of a score on an adult is asked, it is removed, or it is a second voice."""

    review: float
    remove: float
    agree: float


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of rules. Every model that a rule needs must have answered before `ALLOW`.

    Attributes:
        thorough: Every picture gets every look, not only what is not clear at first.
    """

    name: PresetName
    rules: tuple[Rule, ...]
    thorough: bool = False

    def __post_init__(self) -> None:
        """Refuse a preset that needs no model: it would call everything clean."""
        if not self.models:
            raise ValueError(f"preset {self.name} has no rules that are needed")

    @property
    def models(self) -> frozenset[str]:
        """The models whose answer this preset needs."""
        return frozenset(rule.model for rule in self.rules if rule.needed)

    @property
    def review_rate(self) -> float | None:
        """The share of harmless pictures about which an adult is asked; None if nobody knows."""
        return _together([rule.review_rate for rule in self.rules])

    @property
    def remove_rate(self) -> float | None:
        """The share of harmless pictures that is removed; None if nobody knows."""
        return _together([rule.remove_rate for rule in self.rules])


def _together(rates: Sequence[float | None]) -> float | None:
    """Return the sum; None if one is missing, for a smaller number would be a promise."""
    known = [rate for rate in rates if rate is not None]
    return sum(known) if len(known) == len(rates) else None


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force in one chat at one time.

    Attributes:
        alerts_chat: The chat of the adults, or None while nobody was named.
        language: Of the notices in this chat, such as ``en``.
        breaker_per_hour: Classifier removals an hour after which the rest goes to review.
        links: What happens to an address in a message, whose target nobody looked at.
        by_reason: For which reasons something else than `opaque` happens.
        digest: What an admin chose; the strictest preset waits for nothing.
    """

    mode: Mode
    preset: Preset
    opaque: OpaqueHandling
    language: str
    alerts_chat: str | None
    breaker_per_hour: int
    revision: int = 0
    links: OpaqueHandling = OpaqueHandling.COUNT
    by_reason: ByReason = ()
    digest: Digest = Digest.OFF

    @property
    def lets_wait(self) -> bool:
        """Whether an alert about one model's weak sign waits for others."""
        return self.digest is Digest.ON and self.preset.name is not PresetName.STRICT

    @property
    def settings(self) -> "PolicySettings":
        """This policy as it is stored."""
        return PolicySettings(
            mode=self.mode,
            preset=self.preset.name,
            opaque=self.opaque,
            language=self.language,
            alerts_chat=self.alerts_chat,
            links=self.links,
            by_reason=self.by_reason,
            digest=self.digest,
        )

    def on_opaque(self, reason: str) -> OpaqueHandling:
        """Return what happens to an item that could not be judged for a reason."""
        return self.settings.on_opaque(reason)

    def adults_of(self, chat: ChatRef) -> ChatRef | None:
        """Return the chat of the adults of the chat that this policy is about."""
        return ChatRef(chat.platform, self.alerts_chat) if self.alerts_chat else None


@dataclass(frozen=True, slots=True)
class ReasonChange:
    """What is to happen for one reason from now on; None: what happens for the others."""

    reason: OpaqueReason
    handling: OpaqueHandling | None


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """The fields that a command wants to change; None leaves a field as it is.

    Attributes:
        alerts_off: Nobody is to get the alerts any more.
    """

    mode: Mode | None = None
    preset: PresetName | None = None
    opaque: OpaqueHandling | None = None
    language: str | None = None
    alerts_chat: str | None = None
    links: OpaqueHandling | None = None
    reason: ReasonChange | None = None
    digest: Digest | None = None
    alerts_off: Literal[True] | None = None


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """A policy as it is stored: the preset by name, so that its numbers can be corrected."""

    mode: Mode
    preset: PresetName
    opaque: OpaqueHandling
    language: str
    alerts_chat: str | None
    links: OpaqueHandling = OpaqueHandling.COUNT
    by_reason: ByReason = ()
    digest: Digest = Digest.OFF

    def on_opaque(self, reason: str) -> OpaqueHandling:
        """Return what happens to an item that could not be judged for a reason."""
        if reason == OpaqueReason.LINK:
            return self.links
        return next((how for one, how in self.by_reason if one == reason), self.opaque)

    def with_change(self, change: PolicyChange) -> "PolicySettings":
        """Return these settings with the named fields replaced."""
        return replace(
            self,
            mode=change.mode or self.mode,
            preset=change.preset or self.preset,
            opaque=change.opaque or self.opaque,
            language=change.language or self.language,
            alerts_chat=None if change.alerts_off else change.alerts_chat or self.alerts_chat,
            links=change.links or self.links,
            by_reason=_changed(self.by_reason, change.reason),
            digest=change.digest or self.digest,
        )


def _changed(before: ByReason, change: ReasonChange | None) -> ByReason:
    if change is None:
        return before
    others = [pair for pair in before if pair[0] is not change.reason]
    own = [] if change.handling is None else [(change.reason, change.handling)]
    return tuple(sorted(others + own))


@dataclass(frozen=True, slots=True)
class PolicyRevision:
    """One stored revision of a chat's policy; the newest active one is in force."""

    chat: ChatRef
    revision: int
    settings: PolicySettings
    active_from: datetime
    cancelled: bool = False


class Direction(IntEnum):
    """Which way a change moves a chat's protection."""

    WEAKER = -1
    SAME = 0
    STRONGER = 1


def strength(level: Mode | OpaqueHandling | PresetName | Digest) -> int:
    """Return the rank of a level among its kind, weakest first."""
    return list(type(level)).index(level)


def direction(before: PolicySettings, after: PolicySettings) -> Direction:
    """Say which way a change goes; a mixed change counts as weaker.

    Sending the alerts to another chat takes them away from the adults who get them now, so it
    is weaker, unless nobody gets them yet. What cannot be judged is compared reason by reason: a
    weaker handling of one is no less weak for a stronger one of all others.
    """
    steps = [
        strength(after.mode) - strength(before.mode),
        strength(after.preset) - strength(before.preset),
        strength(after.opaque) - strength(before.opaque),
        strength(after.digest) - strength(before.digest),
    ]
    steps += [
        strength(after.on_opaque(reason)) - strength(before.on_opaque(reason))
        for reason in OpaqueReason
    ]
    if after.alerts_chat != before.alerts_chat:
        steps.append(1 if before.alerts_chat is None else -1)
    if any(step < 0 for step in steps):
        return Direction.WEAKER
    return Direction.STRONGER if any(step > 0 for step in steps) else Direction.SAME


def strictest(known: PolicySettings, other: PolicySettings) -> PolicySettings:
    """Return the stronger of two policies, field by field.

    Language and adults are those of `known`: whoever got the alerts until now keeps them. Only
    where nobody did, those of `other` get them.
    """
    return replace(
        known,
        mode=max(known.mode, other.mode, key=strength),
        preset=max(known.preset, other.preset, key=strength),
        opaque=max(known.opaque, other.opaque, key=strength),
        links=max(known.links, other.links, key=strength),
        digest=max(known.digest, other.digest, key=strength),
        by_reason=tuple(
            (reason, max(known.on_opaque(reason), other.on_opaque(reason), key=strength))
            for reason in sorted({reason for reason, _ in known.by_reason + other.by_reason})
        ),
        alerts_chat=known.alerts_chat or other.alerts_chat,
    )


def starts_at(way: Direction, now: datetime, delay: timedelta) -> datetime:
    """Return when a change takes effect: at once, or after the delay if it weakens."""
    return now + delay if way is Direction.WEAKER else now
