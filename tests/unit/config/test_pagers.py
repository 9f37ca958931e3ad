"""The settings of pagers are complete and safe, or the start says what is wrong."""

from pathlib import Path

import pytest

from bot.domain.chase import Step
from config.settings import SettingsError, load_settings

P = "UPSTANDER_PAGERS__"
MAIL = {
    "MAIL__HOST": "mail.school.example",
    "MAIL__SENDER": "bot@school.example",
    "MAIL__TO": "lead@school.example, head@school.example,lead@school.example",
}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"{P}{name}", value)


def test_a_mail_account_is_read_with_its_recipients_in_order_each_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, **MAIL, MAIL__AFTER="15m", MAIL__USER="bot", MAIL__PASSWORD="secret-word")
    settings = load_settings(None)
    mail = settings.pagers.mail
    assert mail.to == ("lead@school.example", "head@school.example")
    assert (mail.port, mail.security, mail.after) == (465, "tls", Step.REMINDER)
    assert "secret-word" in settings.secrets
    assert "secret-word" not in repr(settings)


def test_addresses_that_are_secrets_are_never_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    given(
        monkeypatch,
        WEBHOOK__URL="https://hooks.example/T0/secret?x=1",
        NTFY__URL="https://n.example/topic1",
    )
    settings = load_settings(None)
    assert {"https://hooks.example/T0/secret?x=1", "https://n.example/topic1"} <= set(
        settings.secrets
    )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"MAIL__HOST": "mail.school.example"}, "MAIL__SENDER"),
        ({**MAIL, "MAIL__TO": ""}, "MAIL__TO"),
        ({**MAIL, "MAIL__HOST": ""}, "MAIL__HOST"),
        ({**MAIL, "MAIL__USER": "bot"}, "MAIL__PASSWORD"),
        ({**MAIL, "MAIL__PASSWORD": "word"}, "MAIL__USER"),
        ({**MAIL, "MAIL__SECURITY": "none"}, "MAIL__SECURITY"),
        ({**MAIL, "MAIL__SECURITY": "plain"}, "MAIL__SECURITY"),
        ({**MAIL, "MAIL__HOST": "https://mail.school.example"}, "MAIL__HOST"),
        ({**MAIL, "MAIL__TO": "lead@school.example\nBcc: x@y.example"}, "MAIL__TO"),
        ({**MAIL, "MAIL__SENDER": "Bot <bot@school.example>"}, "MAIL__SENDER"),
        ({**MAIL, "MAIL__TO": ",".join(f"a{n}@b.example" for n in range(10))}, "MAIL__TO"),
        ({**MAIL, "MAIL__AFTER": "0m"}, "MAIL__AFTER"),
        ({**MAIL, "MAIL__AFTER": "2h"}, "MAIL__AFTER"),
        ({"WEBHOOK__URL": "http://hooks.example/x"}, "WEBHOOK__URL"),
        ({"WEBHOOK__URL": "https://user:word@hooks.example/x"}, "WEBHOOK__URL"),
        ({"WEBHOOK__URL": "nonsense"}, "WEBHOOK__URL"),
        ({"WEBHOOK__TOKEN": "word"}, "WEBHOOK__URL"),
        ({"NTFY__URL": "https://ntfy.example"}, "NTFY__URL"),
        ({"NTFY__URL": "https://ntfy.example/a.b"}, "NTFY__URL"),
        ({"NTFY__URL": "https://ntfy.example/topic?x=1"}, "NTFY__URL"),
        ({"NTFY__TOKEN": "word"}, "NTFY__URL"),
        ({"SUMMARY_HOUR": "24"}, "SUMMARY_HOUR"),
    ],
)
def test_what_could_never_work_or_is_unsafe_stops_the_start_by_name(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], name: str
) -> None:
    given(monkeypatch, **values)
    with pytest.raises(SettingsError, match=f"{P}{name}"):
        load_settings(None)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_this_machine_needs_no_encryption(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    given(monkeypatch, **{**MAIL, "MAIL__HOST": host}, MAIL__SECURITY="none")
    here = f"[{host}]" if ":" in host else host
    given(monkeypatch, WEBHOOK__URL=f"http://{here}:8/x", NTFY__URL=f"http://{here}:8/topic")
    assert load_settings(None).pagers.mail.security == "none"
