"""What threatexchange, HMA, StopNCII and NCMEC write is read, and what they call back is noted."""

import base64
import json
from pathlib import Path

import pytest

from bot.domain.bank_file import read_hash_list
from bot.domain.errors import BadBankFile
from bot.domain.hash_list import HashList, Kind, Unusable, entry_id

ONE = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6339c4e9c9b22"
TWO = "e64cc9d91c623882f8d1f1d9a398e78c9f199b3bd83924f2b7e11e0bf861b064"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MD5 = "d35bc6e9c9e7b2cf0b5e9b7c3a8f9f10"
SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
IN_BASE64 = base64.b64encode(bytes.fromhex(ONE)).decode()
NOW = 1_800_000_000.0
# What threatexchange 1.2.17 itself printed; tests/data/exchange/README.md says how.
GOLDEN = Path(__file__).parents[3] / "data" / "exchange"


def read(text: str) -> HashList:
    return read_hash_list("known", [text], NOW)


def looks(found: HashList) -> list[str | None]:
    return [entry.pdq for entry in found.entries]


def refused(text: str) -> str:
    with pytest.raises(BadBankFile) as error:
        read(text)
    assert "Nothing was imported" in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("name", ["local_file.txt", "dataset.txt", "dataset_hashes.txt"])
def test_what_threatexchange_prints_as_lines_is_read(name: str) -> None:
    found = read((GOLDEN / name).read_text())
    assert looks(found) == [ONE, TWO]
    assert all(entry.verified for entry in found.entries)
    assert found.unusable == {Unusable.MD5: 1, Unusable.TEXT: 2}


def test_what_threatexchange_prints_of_one_kind_and_partner_is_read() -> None:
    assert looks(read((GOLDEN / "dataset_pdq_only.txt").read_text())) == [ONE, TWO]


def test_what_threatexchange_prints_as_a_table_is_read() -> None:
    found = read((GOLDEN / "dataset.csv").read_text())
    assert looks(found) == [ONE, TWO]
    assert found.unusable == {Unusable.MD5: 1, Unusable.TEXT: 2}


@pytest.mark.parametrize(
    "line",
    [
        f"pdq {ONE} 'a partner, far away' NEGATIVE_CLASS tag,tag",
        f'pdq {ONE} "a partner\'s" NEGATIVE_CLASS',
        f"pdq {ONE} 'a \\'quoted\\' one' NEGATIVE_CLASS",
        f"{ONE} NEGATIVE_CLASS",
    ],
)
def test_what_a_partner_ruled_harmless_is_called_back(line: str) -> None:
    found = read(f"{line}\npdq {TWO}")
    assert looks(found) == [TWO]
    assert found.withdrawn == {entry_id(Kind.PDQ, ONE)}


@pytest.mark.parametrize(
    ("category", "verified"),
    [("POSITIVE_CLASS", True), ("INVESTIGATION_SEED", True), ("DISPUTED", False)],
)
def test_what_partners_disagree_about_nobody_vouches_for(category: str, verified: bool) -> None:
    for text in (
        f"pdq {ONE} {category}",
        f"signal_type,signal_str,collab,category,tags\npdq,{ONE},x,{category},",
    ):
        (entry,) = read(text).entries
        assert entry.verified is verified


@pytest.mark.parametrize(
    "behind", [TWO, "'a partner' SOME_CLASS", "'a partner", "x POSITIVE_CLASS"]
)
def test_anything_else_behind_a_hash_is_refused(behind: str) -> None:
    assert "Line 1 is not a hash" in refused(f"pdq {ONE} {behind}")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"id": 1234, "signals": {"pdq": ONE, "vmd5": MD5}}),
        json.dumps(
            {
                "id": 7,
                "disable_until_ts": 1,
                "bank": {"name": "B"},
                "signals": {"pdq": ONE, "vmd5": MD5},
            }
        ),
        json.dumps([{"pdq": ONE}, {"video_md5": MD5}]),
        json.dumps({"pdq": ONE, "video_md5": MD5}),
        f'{{"pdq": "{ONE}"}}\n{{"video_md5": "{MD5}"}}\n',
        json.dumps(
            [{"signal_type": "pdq", "signal": ONE}, {"signal_type": "video_md5", "signal": MD5}]
        ),
        json.dumps({"content": [{"signals": {"pdq": ONE}}, {"signals": {"vmd5": MD5}}]}),
    ],
)
def test_what_hma_says_of_its_content_is_read(text: str) -> None:
    found = read(text)
    assert looks(found) == [ONE]
    assert found.unusable == {Unusable.MD5: 1}


@pytest.mark.parametrize(
    ("until", "in_force"), [(1, True), (0, False), (NOW - 1, True), (NOW + 1, False)]
)
def test_what_hma_switched_off_is_not_imported(until: float, in_force: bool) -> None:
    content = {"signals": {"pdq": ONE}, "disable_until_ts": until}
    found = read(json.dumps([content, {"pdq": TWO}]))
    assert looks(found) == ([ONE, TWO] if in_force else [TWO])
    assert found.withdrawn == (set() if in_force else {entry_id(Kind.PDQ, ONE)})


@pytest.mark.parametrize("answer", ['{"pdq": ["SOME_BANK"]}', '{"pdq": []}'])
def test_the_answer_to_a_look_up_is_told_apart_from_a_list(answer: str) -> None:
    assert "answer to a look-up" in refused(answer)
    assert "holds no hash" in refused('{"matches": [3, 5]}')


def ncii(
    status: str, *feedback: str, digits: str = ONE, kind: str = "ImagePDQ"
) -> dict[str, object]:
    return {
        "lastModtimestamp": 1625175071,
        "hashValue": digits,
        "hashStatus": status,
        "caseNumbers": {"cc592711-7068-442f-b5d2-24d50d389751": status},
        "signalType": kind,
        "CSPFeedbacks": [
            {"source": "a service", "feedbackValue": one, "tags": ["Nude"]} for one in feedback
        ],
    }


@pytest.mark.parametrize("name", ["hashRecords", "hashes"])
def test_a_page_of_stopncii_is_read(name: str) -> None:
    records = [
        ncii("Active"),
        ncii("Received", digits=TWO),
        ncii("Active", digits=MD5, kind="VideoMD5"),
    ]
    found = read(json.dumps({"count": 3, "nextSetTimestamp": 1625175071, name: records}))
    assert looks(found) == [ONE, TWO]
    assert found.unusable == {Unusable.MD5: 1}


@pytest.mark.parametrize("status", ["Withdrawn", "Deleted", "Disabled"])
def test_what_stopncii_withdrew_is_called_back(status: str) -> None:
    found = read(json.dumps([ncii("Active"), ncii("Active", digits=TWO), ncii(status)]))
    assert looks(found) == [TWO]
    assert found.withdrawn == {entry_id(Kind.PDQ, ONE)}


def test_what_is_active_again_is_not_called_back() -> None:
    found = read(json.dumps([ncii("Withdrawn"), ncii("Active")]))
    assert looks(found) == [ONE]
    assert not found.withdrawn


def test_a_status_that_nobody_knows_is_refused() -> None:
    assert "Record 2 has a status that is not known" in refused(
        f"{json.dumps(ncii('Active'))}\n{json.dumps(ncii('Quarantined'))}"
    )


@pytest.mark.parametrize(
    ("feedback", "verified"),
    [
        ((), False),
        (("NotBlocked",), False),
        (("Undefined", "Blocked"), True),
        (("PendingReview",), False),
    ],
)
def test_what_nobody_saw_and_blocked_nobody_vouches_for(
    feedback: tuple[str, ...], verified: bool
) -> None:
    (entry,) = read(json.dumps([ncii("Active", *feedback)])).entries
    assert entry.verified is verified


def test_entries_of_ncmec_turned_into_json_are_read() -> None:
    entry = {
        "id": "image1",
        "member_id": 42,
        "entry_type": "image",
        "deleted": False,
        "classification": "A1",
        "fingerprints": {"md5": MD5, "sha1": SHA1, "pdna": "a1a1", "pdq": ONE, "tmk-pdqf": None},
        "feedback": {},
    }
    gone = {**entry, "id": "image4", "deleted": True, "fingerprints": {}}
    called_back = {**entry, "deleted": "true", "fingerprints": {"pdq": TWO}}
    found = read(json.dumps([entry, gone, called_back]))
    assert looks(found) == [ONE]
    assert found.withdrawn == {entry_id(Kind.PDQ, TWO)}
    assert found.unusable == {
        Unusable.MD5: 1,
        Unusable.SHA1: 1,
        Unusable.PHOTODNA: 1,
        Unusable.NO_HASH: 1,
    }


def test_a_whole_answer_of_ncmec_turned_into_json_is_read() -> None:
    found = read(
        json.dumps(
            {
                "queryResult": {
                    "images": {
                        "count": 2,
                        "image": [{"member": {"id": 42}, "id": "a", "fingerprints": {"pdq": ONE}}],
                        "deletedImage": {"id": "b"},
                    },
                    "videos": {"video": {"id": "c", "fingerprints": {"md5": MD5}}},
                }
            }
        )
    )
    assert looks(found) == [ONE]
    assert found.unusable == {Unusable.MD5: 1, Unusable.NO_HASH: 1}


@pytest.mark.parametrize(
    ("feedback", "verified"),
    [
        ({"pdq": [{"feedback_type": "downvote"}]}, False),
        ({"Pdq": [{"feedback_type": "upvote"}]}, True),
        ({"md5": [{"feedback_type": "downvote"}]}, True),
        ({"pdq": "odd"}, True),
        ([], True),
    ],
)
def test_what_another_member_objects_to_nobody_vouches_for(
    feedback: object, verified: bool
) -> None:
    (entry,) = read(json.dumps({"fingerprints": {"pdq": ONE}, "feedback": feedback})).entries
    assert entry.verified is verified


def test_hashes_in_base64_are_read_as_arachnid_has_them() -> None:
    for text in (IN_BASE64, f"pdq {IN_BASE64}", json.dumps([IN_BASE64]), f"hash\n{IN_BASE64}"):
        assert looks(read(text)) == [ONE]
    assert read(json.dumps({"sha256": IN_BASE64})).entries[0].sha256 == ONE


def test_a_line_without_a_word_for_its_kind_is_told_by_its_length() -> None:
    found = read(f"{MD5}\n{SHA1}\nsha1 {'A' * 32}\n{ONE}\n")
    assert looks(found) == [ONE]
    assert found.unusable == {Unusable.MD5: 1, Unusable.SHA1: 2}
    assert "Line 1 is not a hash of 32" in refused(f"md5 {ONE}")
