"""What counts of the loaded banks, by looks: the limit of lists, chats, and registration checks."""

from PIL import Image

from bot.domain.bank import Bank, BankEntry, BankKind, MatchRule
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch, Signal
from classifiers.hashing import look_at
from classifiers.windows import Refusal, Windows, windows_of
from tests.unit.classifiers.pictures import drawing, encode
from tests.unit.classifiers.test_screener import RednessModel, screener

PICTURE = drawing(1)
PDQ = look_at(PICTURE).pdq
CHAT = ChatRef("sandbox", "class")


def off_by(bits: int) -> str:
    """Return a hash near the picture's; spread, so that it has substance."""
    return f"{int(PDQ, 16) ^ sum(1 << 8 * number for number in range(bits)):064x}"


def matches(signals: tuple[Signal, ...]) -> list[str]:
    return [one.entry for one in signals if isinstance(one, BankMatch)]


def test_the_limit_holds_for_lists_alone() -> None:
    subject = screener(RednessModel())
    banks = [Bank("list"), Bank("own", BankKind.OWN)]
    pages = [[BankEntry("list", "l", pdq=off_by(12)), BankEntry("own", "o", pdq=off_by(12))]]
    for limit, found in ((31, ["l", "o"]), (12, ["l", "o"]), (11, ["o"])):
        subject.load_banks(banks, pages, list_limit=limit)
        assert sorted(matches(subject.screen(encode(PICTURE, "PNG")).signals)) == found
        subject.change_banks(banks, (), (), list_limit=limit)
        assert sorted(matches(subject.screen(encode(PICTURE, "PNG")).signals)) == found


def test_a_nearer_entry_of_another_chat_stands_in_for_none_of_this_one() -> None:
    subject = screener(RednessModel())
    near = BankEntry("list", "near", pdq=PDQ, scope=ChatRef("sandbox", "other"))
    subject.load_banks([Bank("list")], [[near, BankEntry("list", "here", pdq=off_by(9))]])
    assert matches(subject.screen(encode(PICTURE, "PNG"), chat=CHAT).signals) == ["here"]


def test_registered_windows_are_compared_before_a_registration() -> None:
    subject = screener(RednessModel())
    described = windows_of(PICTURE)
    assert isinstance(described, Windows)
    other = windows_of(drawing(2))
    assert isinstance(other, Windows)
    guard = BankEntry("memes", "m", pdq=other.whole.pdq, windows=other.packed + described.packed)
    subject.load_banks([Bank("memes", BankKind.GUARD)], [[guard]])
    (found,) = subject.likes(described.packed)
    assert (found.entry, found.distance, found.rule) == ("m", 0, MatchRule.KNOWN)
    apart = windows_of(drawing(7))
    assert isinstance(apart, Windows)
    assert subject.likes(apart.packed) == ()


def test_what_has_nothing_in_it_is_not_described() -> None:
    assert windows_of(Image.new("RGB", (15, 300), "red")) is Refusal.EMPTY
    flat = windows_of(Image.new("RGB", (300, 300), "red"))
    assert flat in (Refusal.FLAT, Refusal.FEATURELESS)
    sky = Image.linear_gradient("L").convert("RGB")
    assert windows_of(sky) in (Refusal.FLAT, Refusal.FEATURELESS)
    assert isinstance(windows_of(PICTURE), Windows)
