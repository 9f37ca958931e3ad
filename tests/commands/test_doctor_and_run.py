"""`doctor` and `run` as a user types them: what is wrong is one clear text with the fix."""

import json
import signal
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path

from tests.commands.shell import SQLITE, running, upstander


def test_doctor_finds_nothing_wrong_and_says_so_in_json(place: Path) -> None:
    done = upstander(place, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert {"python", "settings", "data folder", "database", "disk", "clock", "codecs"} <= set(
        findings
    )
    assert findings["model nudenet"]["ok"]


def test_doctor_counts_failures_and_names_the_fix(place: Path) -> None:
    (place / "data").mkdir(mode=0o700)
    (place / "data" / "upstander.db").write_bytes(b"this is no database, but long enough" * 100)
    done = upstander(place, "doctor", UPSTANDER_SANDBOX__ENABLED="false")
    assert done.returncode == 2
    assert "backup" in done.stdout
    assert "UPSTANDER_SANDBOX__ENABLED" in done.stdout


def test_doctor_reports_bad_settings_and_checks_the_rest(place: Path) -> None:
    done = upstander(place, "doctor", "--json", UPSTANDER_POLICY__MOOD="remove")
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 1
    assert not findings["settings"]["ok"]
    assert "UPSTANDER_POLICY__MODE" in findings["settings"]["fix"]
    assert findings["model nudenet"]["ok"]
    assert {"python", "clock", "codecs"} <= set(findings)


def test_doctor_reads_the_audit_chain(place: Path) -> None:
    for number in (1, 2, 3):
        (place / "list.txt").write_text(f"pdq {number}f" + "0f" * 31)
        upstander(place, "bank", "import", "list.txt", "--name", "ours")
    # One for the bank, and one for each list.
    assert chain_finding(place) == (True, "4 entries, sealed", "")
    findings = json.loads(upstander(place, "doctor", "--json").stdout)
    (banks,) = (finding for finding in findings if finding["name"] == "hash banks")
    assert "1 banks, 3 entries; with 3 hashes in lists at most 31 of 256 bits" in banks["detail"]
    with sqlite3.connect(place / "data" / "upstander.db") as database:
        database.execute("UPDATE audit SET what = '{}' WHERE seq = 2")
    database.close()
    ok, detail, fix = chain_finding(place)
    assert (ok, detail) == (False, "4 entries, broken at number 2")
    assert "last backup" in fix
    (place / "data" / "audit.key").unlink()
    ok, detail, fix = chain_finding(place)
    assert (ok, detail) == (False, "4 entries, but no key")
    assert "audit.key" in fix
    assert not (place / "data" / "audit.key").exists()


def chain_finding(place: Path) -> tuple[bool, str, str]:
    findings = json.loads(upstander(place, "doctor", "--json").stdout)
    (found,) = (finding for finding in findings if finding["name"] == "audit chain")
    return found["ok"], found["detail"], found["fix"]


def test_an_unknown_setting_stops_the_start_and_names_the_nearest(place: Path) -> None:
    done = upstander(place, "run", UPSTANDER_POLICY__MOOD="remove")
    assert done.returncode == 1
    assert "UPSTANDER_POLICY__MODE" in done.stderr


def test_a_start_without_any_platform_is_refused(place: Path) -> None:
    done = upstander(place, "run", UPSTANDER_SANDBOX__ENABLED="false")
    assert done.returncode == 1
    assert "UPSTANDER_TELEGRAM__TOKEN" in done.stderr
    assert "UPSTANDER_DISCORD__TOKEN" in done.stderr
    assert not (place / "data").exists()


def test_a_broken_database_stops_the_start_and_is_left_as_it_was(place: Path) -> None:
    (place / "data").mkdir(mode=0o700)
    broken = place / "data" / "upstander.db"
    broken.write_bytes(b"this is no database, but long enough" * 100)
    done = upstander(place, "run")
    assert done.returncode == 1
    assert "backup" in done.stderr
    assert broken.read_bytes() == b"this is no database, but long enough" * 100


def test_a_database_of_another_version_is_refused_with_the_command(place: Path) -> None:
    assert upstander(place, "db", "upgrade").returncode == 0
    with sqlite3.connect(place / "data" / "upstander.db") as database:
        database.execute("UPDATE alembic_version SET version_num='9999'")
    database.close()
    done = upstander(place, "run")
    assert done.returncode == 1
    assert "newer" in done.stderr


def test_the_bot_runs_refuses_a_second_one_and_stops_when_told(place: Path) -> None:
    with running(place) as (bot, address):
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310
            assert json.load(answer)["ready"]
        with urllib.request.urlopen(f"{address}/metrics", timeout=5) as answer:  # noqa: S310
            assert b"upstander_backlog" in answer.read()
        second = upstander(place, "run", UPSTANDER_WEB__PORT="1")
        assert second.returncode == 1
        assert f"process {bot.pid}" in second.stderr
        shared = f"{SQLITE}{place}/data/upstander.db"
        for words in (["run"], ["db", "upgrade"]):
            elsewhere = upstander(
                place,
                *words,
                UPSTANDER_WEB__PORT="1",
                UPSTANDER_DATA_DIR=str(place / "third"),
                UPSTANDER_DATABASE_URL=shared,
            )
            assert elsewhere.returncode == 1
            assert f"process {bot.pid}" in elsewhere.stderr
        port = address.rpartition(":")[2]
        busy = upstander(
            place, "run", UPSTANDER_WEB__PORT=port, UPSTANDER_DATA_DIR=str(place / "other")
        )
        assert busy.returncode == 1
        assert f"port {port}" in busy.stderr
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(timeout=20) == 0
