"""`pager test` as a user types it; the pages themselves: tests/unit/bot/cli/test_pagers.py."""

from pathlib import Path

from tests.commands.shell import upstander


def test_without_a_channel_it_fails_and_names_what_to_set(place: Path) -> None:
    done = upstander(place, "pager", "test")
    assert done.returncode == 1
    assert "UPSTANDER_PAGERS__" in done.stdout


def test_a_channel_that_is_set_up_by_half_is_one_clear_text(place: Path) -> None:
    done = upstander(place, "pager", "test", UPSTANDER_PAGERS__MAIL__HOST="mail.school.example")
    assert done.returncode == 1
    assert "UPSTANDER_PAGERS__MAIL__TO: is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_cannot_be_reached_is_named_without_the_secret(place: Path) -> None:
    secret = "http://127.0.0.1:1/hook-secret"
    done = upstander(place, "pager", "test", UPSTANDER_PAGERS__WEBHOOK__URL=secret)
    assert done.returncode == 1
    assert "webhook" in done.stdout
    assert "not reached" in done.stdout
    assert "secret" not in done.stdout + done.stderr


def test_doctor_says_who_is_called_when(place: Path) -> None:
    topic = {"UPSTANDER_PAGERS__NTFY__URL": "https://ntfy.example/topic-secret"}
    done = upstander(place, "doctor", "--json", **topic, UPSTANDER_PAGERS__NTFY__AFTER="15m")
    assert "ntfy after 15m" in done.stdout
    assert "secret" not in done.stdout
