"""Evidence as hypothesis draws it."""

import math

from hypothesis import strategies as st

from bot.domain.bank import MatchRule
from bot.domain.policy import Policy, Preset, PresetName, Rule
from bot.domain.signal import BankMatch, Failure, OpaqueReason, Score
from tests.unit.bot.domain.builders import likeness, policy

models = st.sampled_from(["one", "two", "three"])
labels = st.sampled_from(["bad", "worse", "harmless"])
shares = st.floats(0, 1)
good_scores = st.builds(Score, models, labels, shares)
broken_values = st.one_of(
    st.just(math.nan),
    st.floats(max_value=-1e-9, allow_nan=False),
    st.floats(min_value=1.000001, allow_nan=False),
)
failures = st.builds(Failure, models, st.sampled_from(OpaqueReason))
matches = st.builds(
    BankMatch,
    st.sampled_from(["known", "test-card"]),
    st.just("entry"),
    st.integers(0, 31),
    st.sampled_from([MatchRule.FILE, MatchRule.KNOWN]),
)
likenesses = st.builds(likeness, st.integers(0, 31), st.sampled_from(["C-0001-1", "C-0002-1"]))
signals = st.lists(st.one_of(good_scores, failures, matches, likenesses)).map(tuple)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Return a policy with one to three rules whose thresholds are in order."""
    rules = []
    for model in draw(st.lists(models, min_size=1, max_size=3)):
        review, remove = sorted(
            draw(st.tuples(st.floats(0.01, 1), st.floats(0.01, 1))), key=lambda share: share
        )
        agree = draw(st.none() | st.floats(0.01, 1))
        counted = frozenset(draw(st.lists(labels, min_size=1)))
        rules.append(Rule(model, counted, review, remove, agree, "drawn"))
    return policy(preset=Preset(PresetName.SCHOOL, tuple(rules)))
