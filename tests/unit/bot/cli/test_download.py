"""A file comes whole, over https, from the host that was named, or not at all."""

import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bot.cli import download as module
from bot.cli.download import NotFetched, download
from tests.secure_server import Answer, content, serving

BODY = bytes(range(256)) * 1000


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "localhost")


def ask(folder: Path, answer: Answer, *, most: int = len(BODY), seconds: float = 10) -> bytes:
    with serving(folder, answer) as server:
        return download(f"{server.address}/model.onnx", most, seconds, server.trust)


def test_file_comes_as_it_is(tmp_path: Path) -> None:
    assert ask(tmp_path, content(BODY)) == BODY


@pytest.mark.parametrize(
    "url", ["http://localhost/x", "ftp://localhost/x", "file:///etc/hostname", "localhost", ""]
)
def test_anything_but_https_is_refused(url: str) -> None:
    with pytest.raises(NotFetched, match="does not start with https"):
        download(url, 10)


@pytest.mark.parametrize("status", [403, 404, 500])
def test_answer_that_is_no_file_is_told(tmp_path: Path, status: int) -> None:
    with pytest.raises(NotFetched, match=f"the answer was {status}"):
        ask(tmp_path, content(b"sorry", status))


def test_file_that_is_larger_than_expected_is_not_read_to_the_end(tmp_path: Path) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(BODY)
        except OSError:
            pass  # The reader has seen enough.

    with pytest.raises(NotFetched, match=f"more than {len(BODY)} bytes"):
        ask(tmp_path, endless)


def test_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match=rf"cut off: 1000 of {len(BODY)} bytes"):
        ask(tmp_path, content(BODY[:1000], Content_Length=str(len(BODY))))


def test_chunks_that_are_cut_off_are_told(tmp_path: Path) -> None:
    def half(request: BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"400\r\nonly this")

    with pytest.raises(NotFetched, match="no answer that can be used"):
        ask(tmp_path, half)


def test_other_hosts_and_plain_http_are_not_followed(tmp_path: Path) -> None:
    for target in ("https://example.org/x", "http://localhost/x", "//example.org/x"):
        with pytest.raises(NotFetched, match="other hosts are not followed"):
            ask(tmp_path, content(b"", 302, Location=target))


def test_redirect_on_the_same_host_is_followed(tmp_path: Path) -> None:
    def moved(request: BaseHTTPRequestHandler) -> None:
        there = request.path == "/there"
        (content(BODY) if there else content(b"", 302, Location="/there"))(request)

    assert ask(tmp_path, moved) == BODY


def test_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with (
        serving(tmp_path, content(BODY)) as server,
        pytest.raises(NotFetched, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        download(server.address, len(BODY))


def test_who_sends_a_little_at_a_time_does_not_escape_the_clock(tmp_path: Path) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            for _ in range(100):
                request.wfile.write(b".")
                time.sleep(0.02)
        except OSError:
            pass  # The reader has gone.

    begun = time.monotonic()
    with pytest.raises(NotFetched, match="took too long"):
        ask(tmp_path, drip, seconds=0.2)
    assert time.monotonic() - begun < 1.8


def test_who_says_nothing_does_not_escape_it_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SILENT_SECONDS", 0.1)

    with pytest.raises(NotFetched, match="no answer that can be used"):
        ask(tmp_path, lambda _request: time.sleep(0.5))


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with serving(tmp_path, content(b"")) as server:
        pass

    with pytest.raises(NotFetched, match="no answer that can be used"):
        download(server.address, 10, trust=server.trust)
