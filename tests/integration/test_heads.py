"""The whole app tells the adults the head of the chain, notes who reads a case, and names both."""

import json
from pathlib import Path

from bot.domain.audit import read_head
from tests.integration.asking import ask
from tests.integration.stage import STAFF, Stage, until_settled


async def test_the_adults_hear_the_head_once_and_a_read_case_is_in_its_record(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path / "data")
    async with stage.app() as app:
        stage.post(b"bad")
        await until_settled(app)
        assert "case-show" in (await ask(stage, "/case c1", by="lead", chat=STAFF)).text
        head = await app.books.proofs.head()
        assert head is not None
        for _ in range(2):
            await app._tell_heads()
        (said,) = [text for text in stage.said_in(STAFF) if "proof-head" in text]
        code = said.partition("code=")[2].split()[0]
        assert read_head(code) == read_head(head.code)
        file = await app.books.proofs.export(1, "operator", ["about"])
    assert file is not None
    lines = [line["what"] for line in json.loads(file.text)["lines"]]
    (read,) = [line for line in lines if line["event"] == "read"]
    assert read["by"] == "lead"
    # The thresholds that were in force stand in the record of every case that the app opens.
    assert len(lines[0]["policy"]["thresholds_sha256"]) == 64
    assert lines[0]["began_with"] == "decided"
