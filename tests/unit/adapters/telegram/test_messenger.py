"""What the bot says arrives where it belongs, and a private word never where it does not."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest

from adapters.telegram.messenger import TEXT_CHARS
from bot.domain.action import ActionOutcome
from bot.domain.capability import NoticeWay
from bot.domain.event import Press
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.speech import Button, Speech
from tests.fakes import START, MovableClock
from tests.telegram.faults import Kind
from tests.telegram.ground import Query
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Person
from tests.unit.adapters.telegram.conftest import Hands
from tests.unit.adapters.telegram.scripted import Scripted, gives, refuses

OK, UNSUPPORTED = ActionOutcome.OK, ActionOutcome.UNSUPPORTED
HELLO = Speech("Hello.")
LONG = Speech("This is too long for a pop-up. " * 10)
ANA = Actor(ActorKind.USER, "700")
GROUP = ChatRef("telegram", "-1001")


def _group(telegram: FakeTelegram, *, supergroup: bool = True) -> tuple[Chat, Person]:
    world = telegram.world
    ana = world.new_user("Ana")
    chat = world.new_group("7B", supergroup, members=[ana], admins=[world.new_user("Owner")])
    world.add_bot(chat)
    return chat, ana


async def _press(
    hands: Hands, telegram: FakeTelegram, chat: Chat, person: Person
) -> tuple[Press, Query]:
    """Let a person press a button of the bot's."""
    await hands.sender.say(chat.ref, Speech("Question?", (Button("Yes", "token"),)))
    query = telegram.world.press(telegram.world.spoken(chat)[-1], "Yes", person)
    assert query is not None
    return Press(chat.ref, person.actor, START, "token", reply=query.id), query


# --- to everybody


async def test_words_are_said_as_they_are_without_markup_or_preview(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, _ = _group(telegram)
    text = "A *word* with <b>signs</b> & _lines_\nand a second line."
    result = await hands.sender.say(chat.ref, Speech(text))
    assert (result.outcome, result.message) == (OK, str(telegram.world.spoken(chat)[0].id))
    assert telegram.world.said(chat) == [text]
    (call,) = telegram.calls("sendMessage")
    assert "parse_mode" not in call.params
    assert call.params["link_preview_options"] == '{"is_disabled": true}'


async def test_buttons_stand_one_a_row_and_carry_their_action(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, _ = _group(telegram)
    await hands.sender.say(chat.ref, Speech("?", (Button("Yes", "a"), Button("No", "b"))))
    rows = telegram.world.spoken(chat)[0].raw["reply_markup"]["inline_keyboard"]
    assert rows == [
        [{"text": "Yes", "callback_data": "a"}],
        [{"text": "No", "callback_data": "b"}],
    ]


async def test_a_private_button_leads_out_of_the_group_with_its_action(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    action = "why:42:" + "x" * 41
    await hands.sender.say(chat.ref, Speech("?", (Button("Why?", action, private=True),)))
    assert telegram.world.press(telegram.world.spoken(chat)[0], "Why?", ana) is None
    started = telegram.world.standing(telegram.world.private(ana))[-1].text
    payload = started.removeprefix("/start ")
    assert len(payload) == 64
    assert urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode() == action


async def test_in_a_private_chat_a_private_button_is_an_ordinary_one(
    hands: Hands, telegram: FakeTelegram
) -> None:
    _, ana = _group(telegram)
    telegram.world.start(ana)
    private = telegram.world.private(ana)
    await hands.sender.say(private.ref, Speech("?", (Button("Why?", "a", private=True),)))
    assert telegram.world.spoken(private)[0].buttons == [{"text": "Why?", "callback_data": "a"}]


async def test_an_action_that_does_not_fit_into_a_link_stays_an_ordinary_button(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, _ = _group(telegram)
    action = "x" * 49
    await hands.sender.say(chat.ref, Speech("?", (Button("Why?", action, private=True),)))
    assert telegram.world.spoken(chat)[0].buttons == [{"text": "Why?", "callback_data": action}]


async def test_without_knowing_its_own_name_the_bot_offers_an_ordinary_button(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, _ = _group(telegram)
    telegram.faults.fail("getMe", Kind.SERVER_ERROR)
    await hands.sender.say(chat.ref, Speech("?", (Button("Why?", "a", private=True),)))
    assert telegram.world.spoken(chat)[0].buttons == [{"text": "Why?", "callback_data": "a"}]


@pytest.mark.parametrize("line", ["word " * 30, "🙂" * 70])
async def test_a_long_text_is_split_at_line_breaks_with_the_buttons_at_its_end(
    hands: Hands, telegram: FakeTelegram, line: str
) -> None:
    chat, _ = _group(telegram)
    text = "\n".join(f"{number} {line}".strip() for number in range(80))
    result = await hands.sender.say(chat.ref, Speech(text, (Button("Yes", "a"),)))
    spoken = telegram.world.spoken(chat)
    assert result.message == str(spoken[-1].id)
    assert len(spoken) > 2
    assert "\n".join(message.text for message in spoken) == text
    assert [len(message.buttons) for message in spoken] == [0] * (len(spoken) - 1) + [1]


async def test_a_line_that_is_too_long_is_cut_without_losing_a_sign(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, _ = _group(telegram)
    text = "🙂" * TEXT_CHARS
    await hands.sender.say(chat.ref, Speech(text))
    assert "".join(telegram.world.said(chat)) == text


async def test_a_text_that_just_fits_is_one_message(hands: Hands, telegram: FakeTelegram) -> None:
    chat, _ = _group(telegram)
    await hands.sender.say(chat.ref, Speech("x" * TEXT_CHARS))
    assert len(telegram.world.said(chat)) == 1


async def test_with_a_part_sent_and_another_not_nobody_knows_what_the_readers_have(
    odd: Hands, scripted: Scripted
) -> None:
    flood = refuses(429, "Too Many Requests", retry_after=5)
    scripted.answer("sendMessage", gives({"message_id": 1}), flood)
    result = await odd.sender.say(GROUP, Speech("x" * (TEXT_CHARS + 1)))
    assert result.outcome is ActionOutcome.UNREACHABLE


async def test_words_follow_a_chat_that_moved(hands: Hands, telegram: FakeTelegram) -> None:
    chat, _ = _group(telegram, supergroup=False)
    new = telegram.world.migrate(chat)
    assert (await hands.sender.say(chat.ref, HELLO)).outcome is OK
    assert telegram.world.said(new) == ["Hello."]
    assert hands.moved == [(str(chat.id), str(new.id))]


async def test_a_chat_in_which_the_bot_may_not_write_says_how_to_fix_it(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, _ = _group(telegram)
    telegram.world.demote_bot(chat)
    chat.permissions["can_send_messages"] = False
    result = await hands.sender.say(chat.ref, HELLO)
    assert (result.outcome, result.fix) == (ActionOutcome.FORBIDDEN, "fix-telegram-write")


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (Kind.FLOOD, ActionOutcome.LATER),
        (Kind.LOST, ActionOutcome.UNREACHABLE),
        (Kind.CUT, ActionOutcome.UNREACHABLE),
        (Kind.SERVER_ERROR, ActionOutcome.UNREACHABLE),
    ],
)
async def test_trouble_on_the_way_is_an_outcome_and_nothing_is_said_twice(
    hands: Hands, telegram: FakeTelegram, kind: Kind, outcome: ActionOutcome
) -> None:
    chat, _ = _group(telegram)
    telegram.faults.fail("sendMessage", kind, retry_after=8)
    result = await hands.sender.say(chat.ref, HELLO)
    assert result.outcome is outcome
    assert result.retry_after == (timedelta(seconds=8) if kind is Kind.FLOOD else None)
    assert len(telegram.calls("sendMessage")) == 1


# --- to one person


async def test_a_note_in_the_group_is_seen_by_one_member_alone(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    result = await hands.sender.tell(NoticeWay.EPHEMERAL, chat.ref, ana.actor, HELLO)
    assert result.outcome is OK
    assert telegram.world.said(chat) == []
    assert [note.text for note in telegram.world.whispered(chat, ana)] == ["Hello."]


async def test_a_private_chat_is_for_who_has_opened_it(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    way = NoticeWay.DM_IF_STARTED
    refused = await hands.sender.tell(way, chat.ref, ana.actor, HELLO)
    assert refused.outcome is ActionOutcome.FORBIDDEN
    telegram.world.start(ana)
    assert (await hands.sender.tell(way, chat.ref, ana.actor, HELLO)).outcome is OK
    assert telegram.world.said_privately(ana) == ["Hello."]
    assert telegram.world.said(chat) == []


@pytest.mark.parametrize("way", NoticeWay)
@pytest.mark.parametrize(
    "actor",
    [
        Actor(ActorKind.BOT, "5"),
        Actor(ActorKind.CHANNEL, "-1005"),
        Actor(ActorKind.ANONYMOUS_ADMIN, "-1001"),
        Actor(ActorKind.USER, "unknown"),
    ],
)
async def test_who_has_no_private_side_is_told_nothing(
    odd: Hands, scripted: Scripted, way: NoticeWay, actor: Actor
) -> None:
    assert (await odd.sender.tell(way, GROUP, actor, HELLO)).outcome is UNSUPPORTED
    assert scripted.calls == []


async def test_nobody_can_be_written_to_first(odd: Hands, scripted: Scripted) -> None:
    assert (await odd.sender.tell(NoticeWay.DM, GROUP, ANA, HELLO)).outcome is UNSUPPORTED
    assert scripted.calls == []


# --- to a presser


async def test_a_short_answer_pops_up_for_the_presser_alone(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    press, query = await _press(hands, telegram, chat, ana)
    assert (await hands.sender.reply(press, HELLO)).outcome is OK
    assert (query.answered, query.text, query.alert) == (True, "Hello.", True)
    assert telegram.world.said(chat) == ["Question?"]


@pytest.mark.parametrize("speech", [LONG, Speech("Short.", (Button("More", "more"),))])
async def test_an_answer_that_does_not_fit_stands_in_the_group_for_the_presser_alone(
    hands: Hands, telegram: FakeTelegram, speech: Speech
) -> None:
    chat, ana = _group(telegram)
    press, query = await _press(hands, telegram, chat, ana)
    assert (await hands.sender.reply(press, speech)).outcome is OK
    assert [note.text for note in telegram.world.whispered(chat, ana)] == [speech.text]
    assert (query.answered, query.text) == (True, "")
    assert telegram.world.said(chat) == ["Question?"]
    parameters = telegram.calls("sendMessage")[-1].params["ephemeral_message_parameters"]
    assert query.id in str(parameters)


async def test_without_notes_in_groups_the_answer_goes_to_the_opened_private_chat(
    hands: Hands, telegram: FakeTelegram
) -> None:
    (chat, ana), telegram.world.ephemeral = _group(telegram), False
    telegram.world.start(ana)
    press, query = await _press(hands, telegram, chat, ana)
    assert (await hands.sender.reply(press, LONG)).outcome is OK
    assert telegram.world.said_privately(ana) == [LONG.text]
    assert telegram.world.said(chat) == ["Question?"]
    assert query.answered


async def test_where_no_way_is_open_one_tap_opens_it(hands: Hands, telegram: FakeTelegram) -> None:
    (chat, ana), telegram.world.ephemeral = _group(telegram), False
    press, query = await _press(hands, telegram, chat, ana)
    assert (await hands.sender.reply(press, LONG)).outcome is OK
    telegram.world.follow(ana, query.url)
    started = telegram.world.standing(telegram.world.private(ana))[-1].text
    assert urlsafe_b64decode(started.removeprefix("/start ") + "===").decode() == "token"
    assert telegram.world.said(chat) == ["Question?"]


async def test_a_press_that_is_too_long_for_a_link_ends_without_an_answer(
    hands: Hands, telegram: FakeTelegram
) -> None:
    (chat, ana), telegram.world.ephemeral = _group(telegram), False
    press, query = await _press(hands, telegram, chat, ana)
    press = Press(press.chat, press.actor, press.at, "x" * 49, press.reply)
    assert (await hands.sender.reply(press, LONG)).outcome is UNSUPPORTED
    assert (query.answered, query.url) == (True, "")


async def test_an_old_press_is_answered_in_another_way(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    press, _ = await _press(hands, telegram, chat, ana)
    assert isinstance(hands.clock, MovableClock)
    hands.clock.move(timedelta(minutes=20))
    assert (await hands.sender.reply(press, HELLO)).outcome is OK
    assert [note.text for note in telegram.world.whispered(chat, ana)] == ["Hello."]


async def test_an_answer_that_may_have_arrived_is_not_given_again(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    press, _ = await _press(hands, telegram, chat, ana)
    telegram.faults.fail("sendMessage", Kind.LOST)
    result = await hands.sender.reply(press, LONG)
    assert result.outcome is ActionOutcome.UNREACHABLE
    assert telegram.world.said_privately(ana) == [LONG.text]
    assert telegram.calls("answerCallbackQuery") != []


async def test_a_press_in_private_is_answered_there_and_its_spinner_ends(
    hands: Hands, telegram: FakeTelegram
) -> None:
    _, ana = _group(telegram)
    telegram.world.start(ana)
    private = telegram.world.private(ana)
    press, query = await _press(hands, telegram, private, ana)
    assert (await hands.sender.reply(press, HELLO)).outcome is OK
    assert telegram.world.said(private) == ["Question?", "Hello."]
    assert (query.answered, query.text) == (True, "")


async def test_a_reply_without_words_only_ends_the_spinner(
    hands: Hands, telegram: FakeTelegram
) -> None:
    _, ana = _group(telegram)
    telegram.world.start(ana)
    private = telegram.world.private(ana)
    press, query = await _press(hands, telegram, private, ana)
    assert (await hands.sender.reply(press, Speech(""))).outcome is OK
    assert telegram.world.said(private) == ["Question?"]
    assert (query.answered, query.text) == (True, "")


async def test_the_start_that_a_link_brought_is_answered_in_its_private_chat(
    hands: Hands, telegram: FakeTelegram
) -> None:
    _, ana = _group(telegram)
    telegram.world.start(ana, "dG9rZW4")
    private = telegram.world.private(ana)
    press = Press(private.ref, ana.actor, START, "token")
    assert (await hands.sender.reply(press, HELLO)).outcome is OK
    assert telegram.world.said(private) == ["Hello."]
    assert telegram.calls("answerCallbackQuery") == []


async def test_a_press_in_a_group_without_a_way_back_is_not_answered_for_all_to_read(
    odd: Hands, scripted: Scripted
) -> None:
    press = Press(GROUP, ANA, START, "token")
    assert (await odd.sender.reply(press, HELLO)).outcome is UNSUPPORTED
    assert scripted.calls == []
