"""The sandbox's routes: what people may do, see and fetch, and what no website may."""

import asyncio
import io
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.sandbox import forms
from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.forms import FIELD_BYTES, FILE_BYTES
from adapters.sandbox.server import setup
from adapters.sandbox.state import Upload
from adapters.sandbox.world import World
from bot.domain.message import MessageRef
from bot.domain.speech import Button
from tests.unit.adapters.sandbox.conftest import Client
from tests.unit.adapters.sandbox.stage import ANA, LEAD, draw, make_world

PICTURE = draw()
JSON = {"Content-Type": "application/json"}


def form(*files: tuple[bytes, str], **fields: str) -> FormData:
    data = FormData(default_to_multipart=True)
    for name, value in fields.items():
        data.add_field(name.rstrip("_"), value)
    for content, name in files:
        data.add_field("file", io.BytesIO(content), filename=name)
    return data


def by_ana(*files: tuple[bytes, str], **fields: str) -> FormData:
    return form(*files, as_="ana", chat="class-7b", **fields)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def code(response: object) -> str:
    assert hasattr(response, "json")
    answer = await response.json()
    assert answer["error"]["message"]
    return str(answer["error"]["code"])


# --- what people do


async def test_a_message_with_files_is_posted(client: Client, world: World) -> None:
    response = await client.post(
        "/sandbox/messages", data=by_ana((PICTURE, "a.png"), (b"abc", "b.txt"), text="hi")
    )
    assert response.status == 201
    message = world.store.message((await response.json())["id"])
    assert message.actor == ANA
    assert message.text == "hi"
    uploads = [file.upload for file in message.files]
    assert [(file.data, file.name, file.slot) for file in uploads] == [
        (PICTURE, "a.png", "photo"),
        (b"abc", "b.txt", "document"),
    ]


async def test_a_reply_names_its_message(client: Client, world: World) -> None:
    first = world.post("class-7b", ANA, "one")
    response = await client.post("/sandbox/messages", data=by_ana(text="two", reply_to=first.id))
    assert world.store.message((await response.json())["id"]).reply_to == first.id


async def test_an_edit_changes_the_text_and_swaps_the_file(client: Client, world: World) -> None:
    message = world.post("class-7b", ANA, "one", [Upload(b"old")])
    path = f"/sandbox/messages/{message.id}/edit"
    await client.post(path, data=form(as_="ana", text="two"))
    assert (message.text, message.files[0].upload.data) == ("two", b"old")
    await client.post(path, data=form((PICTURE, "x"), as_="ana"))
    assert (message.text, message.files[0].upload.data) == ("two", PICTURE)
    refused = await client.post(path, data=form(as_="ben", text="three"))
    assert (refused.status, await code(refused)) == (403, "not-allowed")


async def test_a_message_is_deleted_by_its_sender_only(client: Client, world: World) -> None:
    message = world.post("class-7b", ANA, "one")
    path = f"/sandbox/messages/{message.id}"
    assert (await client.delete(path)).status == 400
    assert (await client.delete(path, params={"as": "ben"})).status == 403
    assert (await client.delete(path, params={"as": "ana"})).status == 204
    gone = await client.delete(path, params={"as": "ana"})
    assert (gone.status, await code(gone)) == (404, "no-such-message")


async def test_a_button_is_pressed(client: Client, world: World) -> None:
    message = world.post("class-7b", ANA, "one")
    message.buttons = (Button("Why?", "why:1"),)
    wanted = {"as": "ben", "message": message.id, "action": "why:1"}
    assert (await client.post("/sandbox/press", json=wanted)).status == 204
    assert world.updates.pending == 2
    wrong = await client.post("/sandbox/press", json=wanted | {"action": "ack:1"})
    assert (wrong.status, await code(wrong)) == (403, "not-allowed")


@pytest.mark.parametrize("body", ["", "[]", "5", "{", '{"as": "ana"}'])
async def test_a_press_that_is_not_understood_is_a_bad_request(client: Client, body: str) -> None:
    response = await client.post("/sandbox/press", data=body, headers=JSON)
    assert (response.status, await code(response)) == (400, "bad-request")


async def test_a_press_has_to_be_json(client: Client) -> None:
    assert (await client.post("/sandbox/press", data="as=ana")).status == 400


@pytest.mark.parametrize(
    ("fields", "status", "wanted"),
    [
        ({"as_": "ana", "text": "x"}, 400, "bad-request"),
        ({"chat": "class-7b", "text": "x"}, 400, "bad-request"),
        ({"as_": "lead", "chat": "class-7b", "text": "x"}, 403, "not-in-chat"),
        ({"as_": "ana", "chat": "nowhere", "text": "x"}, 404, "no-such-chat"),
        ({"as_": "ana", "chat": "class-7b"}, 403, "not-allowed"),
        ({"as_": "ana", "chat": "class-7b", "text": "x" * 5000}, 413, "too-much"),
        ({"as_": "ana", "chat": "class-7b", "text": "x" * (FIELD_BYTES + 1)}, 413, "too-much"),
        ({"as_": "ana", "chat": "class-7b"} | {f"f{n}": "x" for n in range(9)}, 413, "too-much"),
    ],
)
async def test_a_post_that_cannot_be_says_why(
    client: Client, fields: dict[str, str], status: int, wanted: str
) -> None:
    response = await client.post("/sandbox/messages", data=form(**fields))
    assert (response.status, await code(response)) == (status, wanted)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"hello"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"nothing of the kind"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nno name\r\n--x--\r\n"),
        ("multipart/mixed; boundary=x", b"--x--\r\n"),
    ],
)
async def test_a_body_that_is_no_form_is_a_bad_request(
    client: Client, kind: str, body: bytes
) -> None:
    response = await client.post("/sandbox/messages", data=body, headers={"Content-Type": kind})
    assert (response.status, await code(response)) == (400, "bad-request")


async def test_a_form_that_does_not_end_is_given_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "SECONDS", 0.05)
    never = asyncio.Event()

    async def stalled() -> AsyncIterator[bytes]:
        yield b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhel"
        await never.wait()

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = await client.post("/sandbox/messages", data=stalled(), headers=headers)
    assert (response.status, await code(response)) == (400, "bad-request")
    never.set()


async def test_a_file_and_their_number_are_bounded(client: Client, world: World) -> None:
    big = await client.post("/sandbox/messages", data=by_ana((b"x" * (FILE_BYTES + 1), "big")))
    many = await client.post("/sandbox/messages", data=by_ana(*[(b"x", "n")] * 11))
    assert (big.status, await code(big)) == (413, "too-much")
    assert (many.status, await code(many)) == (413, "too-much")
    assert world.store.bytes_held == 0


async def test_a_file_larger_than_the_bot_can_fetch_can_be_posted_and_had(
    client: Client, world: World
) -> None:
    big = b"x" * (21 * 1024 * 1024)
    response = await client.post("/sandbox/messages", data=by_ana((big, "big")))
    (file,) = world.store.message((await response.json())["id"]).files
    assert await (await client.get(f"/sandbox/media/{file.id}")).read() == big


async def test_no_byte_of_an_upload_touches_the_disk(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened: list[str] = []
    true_open = os.open

    def noted(path: str, flags: int, *rest: int, **more: int) -> int:
        opened.append(str(path))
        return true_open(path, flags, *rest, **more)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(os, "open", noted)
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    data = by_ana((b"x" * (8 * 1024 * 1024), "big"))
    assert (await client.post("/sandbox/messages", data=data)).status == 201
    assert names_in(tmp_path) == []
    assert [path for path in opened if str(tmp_path) in path] == []


# --- what people see


async def test_a_picture_is_shown_while_its_message_stands(client: Client, world: World) -> None:
    message = world.post("class-7b", ANA, files=[Upload(PICTURE)])
    path = f"/sandbox/media/{message.files[0].id}"
    shown = await client.get(path)
    assert (shown.status, shown.content_type) == (200, "image/png")
    assert await shown.read() == PICTURE
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    await SandboxAdapter(world).take_down(MessageRef("sandbox", "class-7b", message.id))
    gone = await client.get(path)
    assert (gone.status, await code(gone)) == (404, "no-such-file")
    assert PICTURE not in await gone.read()


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"<html>", b"", b"%PDF"],
)
async def test_what_is_no_picture_is_only_ever_a_download(
    client: Client, world: World, data: bytes
) -> None:
    message = world.post("class-7b", ANA, "x", files=[Upload(data, "evil.html")])
    response = await client.get(f"/sandbox/media/{message.files[0].id}")
    assert response.content_type == "application/octet-stream"
    # Without a name: the sender's own has no place in a header.
    assert response.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("form_", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
async def test_pictures_are_known_by_their_first_bytes(
    client: Client, world: World, form_: str
) -> None:
    message = world.post("class-7b", ANA, files=[Upload(draw(form=form_), "x.txt")])
    response = await client.get(f"/sandbox/media/{message.files[0].id}")
    assert response.content_type == f"image/{form_.lower()}"


async def test_no_picture_can_be_posted_to_or_fetched_from_the_adults_chat(
    client: Client, world: World
) -> None:
    refused = await client.post(
        "/sandbox/messages", data=form((PICTURE, "a.png"), as_="lead", chat="staff")
    )
    assert (refused.status, await code(refused)) == (403, "not-allowed")
    text = world.post("staff", LEAD, "words")
    edited = await client.post(
        f"/sandbox/messages/{text.id}/edit", data=form((PICTURE, "a.png"), as_="lead")
    )
    assert edited.status == 403
    slipped_in = world.post("staff", LEAD, files=[Upload(PICTURE)])
    assert (await client.get(f"/sandbox/media/{slipped_in.files[0].id}")).status == 404


async def test_a_profile_picture_is_not_served(client: Client, world: World) -> None:
    stored = world.set_picture("class-7b", Upload(PICTURE), ANA)
    assert (await client.get(f"/sandbox/media/{stored.id}")).status == 404


async def test_the_page_and_its_parts_are_served(client: Client) -> None:
    page = await client.get("/")
    assert page.content_type == "text/html"
    text = await page.text()
    assert "<noscript>" in text
    parts = {"app.js": "text/javascript", "style.css": "text/css", "icon.svg": "image/svg+xml"}
    for name, kind in parts.items():
        assert f"/sandbox/{name}" in text
        part = await client.get(f"/sandbox/{name}")
        assert (part.status, part.content_type) == (200, kind)


async def test_the_page_holds_nothing_inline_and_nothing_foreign(client: Client) -> None:
    static = Path(setup.__code__.co_filename).parent / "static"
    files = [path for path in static.iterdir() if path.suffix in {".html", ".css", ".js"}]
    assert len(files) >= 3
    for path in files:
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        for banned in ("http://", "https://", "style=", "<style", "onclick", "innerHTML", "eval("):
            assert banned not in text, (path.name, banned)
    assert "<script type=" in (static / "index.html").read_text()


async def test_the_test_card_is_served_where_there_is_one(client: Client) -> None:
    card = await client.get("/sandbox/test-card.png")
    assert await card.read() == draw(3)
    app = web.Application()
    setup(app, make_world())
    async with TestClient(TestServer(app)) as without:
        assert (await without.get("/sandbox/test-card.png")).status == 404


# --- who may ask


@pytest.mark.parametrize("path", ["/", "/sandbox/app.js", "/sandbox/media/x", "/sandbox/live"])
async def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    response = await client.get(path)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


HOSTS = ["localhost:8080", "127.0.0.1", "[::1]:8080", "127.8.8.8:1", "school.example:8080"]
FOREIGN = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "", "[x"]


@pytest.mark.parametrize("host", HOSTS)
async def test_it_answers_under_its_own_names(client: Client, host: str) -> None:
    assert (await client.get("/", headers={"Host": host})).status == 200


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/sandbox/live", "/sandbox/media/x", "/sandbox/app.js"])
async def test_it_does_not_answer_under_a_foreign_name(
    client: Client, path: str, host: str
) -> None:
    response = await client.get(path, headers={"Host": host})
    assert (response.status, await code(response)) == (403, "foreign-host")


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", "file://", "http://[x", ""],
)
async def test_a_foreign_page_can_change_nothing(client: Client, world: World, origin: str) -> None:
    message = world.post("class-7b", ANA, "stands")
    headers = {"Origin": origin}
    answers = [
        await client.post("/sandbox/messages", data=by_ana(text="x"), headers=headers),
        await client.post(
            f"/sandbox/messages/{message.id}/edit", data=by_ana(text="x"), headers=headers
        ),
        await client.delete(
            f"/sandbox/messages/{message.id}", params={"as": "ana"}, headers=headers
        ),
        await client.post("/sandbox/press", json={}, headers=headers),
        await client.get("/sandbox/live", headers=headers | {"Upgrade": "websocket"}),
    ]
    assert [await code(answer) for answer in answers] == ["foreign-origin"] * 5
    assert message.text == "stands"


async def test_its_own_page_can(client: Client) -> None:
    origin = str(client.make_url("")).rstrip("/")
    response = await client.post(
        "/sandbox/messages", data=by_ana(text="x"), headers={"Origin": origin}
    )
    assert response.status == 201


async def test_a_browser_that_hides_the_origin_is_judged_by_where_it_fetches_from(
    client: Client,
) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 201)):
        response = await client.post(
            "/sandbox/messages", data=by_ana(text="x"), headers={"Sec-Fetch-Site": site}
        )
        assert response.status == status


async def test_a_body_over_the_servers_bound_is_an_error_that_can_be_shown(client: Client) -> None:
    response = await client.post("/sandbox/press", data=io.BytesIO(b" " * 2**21), headers=JSON)
    assert (response.status, await code(response)) == (413, "http")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
