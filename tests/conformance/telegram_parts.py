"""How each shape of the scenarios is written on Telegram."""

from typing import assert_never

from tests.conformance.scene import Hidden, Shape
from tests.telegram import attachments as parts
from tests.telegram.attachments import Part
from tests.telegram.files import MOST_BYTES, Files
from tests.telegram.state import Chat, Json, Person

FILLER = b"clean filler"
EMOJI = "5368324170671202286"


def parts_of(shape: Shape, data: bytes, stranger: Person) -> list[Part]:  # noqa: C901, PLR0911, PLR0912 - one arm a shape
    """Return what a message holds in which a picture stands like this."""
    match shape:
        case Shape.PHOTO:
            return [parts.photo(data)]
        case Shape.FILE:
            return [parts.document(data, "image/png", "picture.png")]
        case Shape.MISNAMED_FILE:
            return [parts.document(data, "text/plain", "homework.txt")]
        case Shape.SPOILER:
            return [parts.photo(data), parts.spoiler()]
        case Shape.FORWARD:
            return [parts.photo(data), parts.forwarded_from(stranger)]
        case Shape.EXTERNAL_REPLY:
            return [parts.quoting(stranger, parts.photo(data)), _words]
        case Shape.LIVE_STILL:
            return [parts.live_photo(data, FILLER)]
        case Shape.LIVE_VIDEO:
            return [parts.live_photo(FILLER, data)]
        case Shape.ANIMATION:
            return [parts.animation(data)]
        case Shape.VIDEO:
            return [parts.video(data)]
        case Shape.VIDEO_COVER:
            return [parts.video(FILLER, cover=data)]
        case Shape.VIDEO_NOTE:
            return [parts.video_note(data)]
        case Shape.STICKER:
            return [parts.sticker(data)]
        case Shape.CUSTOM_EMOJI:
            return [parts.custom_emoji(EMOJI)]
        case Shape.POLL_QUESTION:
            return [parts.poll("Well?", [("a", None), ("b", None)], parts.photo(data))]
        case Shape.POLL_EXPLANATION:
            return [_explained(data)]
        case Shape.POLL_OPTION:
            return [parts.poll("Well?", [("a", None), ("b", parts.photo(data))])]
        case Shape.RICH_MESSAGE:
            return [parts.rich_message("words", FILLER, data)]
        case Shape.UNKNOWN_FIELD:
            return [_of_tomorrow(data)]
        case other:
            assert_never(other)


def hidden_parts(slot: Hidden, elsewhere: Chat) -> list[Part]:
    """Return what a message holds in which something cannot be fetched."""
    match slot:
        case Hidden.OVERSIZE:
            return [parts.document(b"bad", size=MOST_BYTES + 1)]
        case Hidden.NO_HANDLE:
            return [parts.raw_fields(of_tomorrow={"file_unique_id": "AQADunknown"}), _words]
        case Hidden.PAID_MEDIA:
            return [parts.paid_media()]
        case Hidden.STORY:
            return [parts.story(elsewhere)]
        case other:
            assert_never(other)


def is_of_the_future(shape: Shape | Hidden) -> bool:
    """Whether no judge knows such a field yet."""
    return shape in (Shape.UNKNOWN_FIELD, Hidden.NO_HANDLE)


def _words(_: Files) -> Json:
    return {"text": "look"}


def _explained(data: bytes) -> Part:
    quiz = parts.poll("Well?", [("a", None), ("b", None)])

    def write(files: Files) -> Json:
        raw = quiz(files)
        shown: Json = {"explanation": "because", "explanation_media": parts.photo(data)(files)}
        return {"poll": raw["poll"] | shown}

    return write


def _of_tomorrow(data: bytes) -> Part:
    def write(files: Files) -> Json:
        deep = [{"inside": files.keep(data, "photos") | {"width": 640, "height": 480}}]
        return {"text": "look", "hologram": {"of_tomorrow": deep}}

    return write
