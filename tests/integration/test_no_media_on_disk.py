"""Media bytes are in memory only: whatever the bot writes holds no part of a picture."""

import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.cli.assemble import screener_open
from config.schema import Settings
from tests.integration.stage import CLASS, Stage, until_settled


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Send every temporary file of this process to a folder that is looked through."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def noisy_picture(seed: int, form: str) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, form)
    return stream.getvalue()


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_nothing_that_is_written_holds_a_piece_of_a_picture(
    tmp_path: Path, temporary: Path
) -> None:
    async with screener_open(Settings()) as screener:
        stage = Stage(tmp_path / "data", screener=screener)
        sent = [
            noisy_picture(seed, form) for seed, form in enumerate(("PNG", "JPEG", "GIF", "WEBP"))
        ]
        sent.append(b"GIF89a" + sent[0][:5000])
        async with stage.app() as app:
            for data in sent:
                stage.post(data, text="a caption that nobody keeps")
            await until_settled(app)
            assert (await app.books.queue.backlog()).undecided == 0
            written = everything_in(tmp_path)
            content = b"".join(written.values())
            assert "upstander.db" in written
    assert len(stage.world.store.chats[CLASS].messages) == len(sent)
    for data in sent:
        # A piece from the middle, where there is no header that other files share.
        middle = len(data) // 2
        assert data[middle : middle + 24] not in content
    assert b"a caption that nobody keeps" not in content
    assert everything_in(temporary) == {}
