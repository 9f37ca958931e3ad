"""Nothing that `scan` was asked about is passed over in silence."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli.files import NoSuchPath, list_files, read_file
from bot.domain.errors import MediaUnavailable


def closed(folder: Path, real: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a `scandir` for which one folder is closed; for root none ever is."""

    def scandir(path: Any) -> Any:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    return scandir


@pytest.mark.parametrize("name", ["", "sub"])
def test_a_folder_that_cannot_be_listed_is_yielded_and_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.setattr(os, "scandir", closed(tmp_path / name, os.scandir))
    assert list(list_files([tmp_path])) == [tmp_path / name]
    with pytest.raises(MediaUnavailable):
        read_file(tmp_path / name, 10)


def test_links_to_folders_are_yielded_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "a.jpg").write_text("x")
    assert list(list_files([tmp_path])) == [tmp_path / "a.jpg", tmp_path / "circle"]
    with pytest.raises(MediaUnavailable):
        read_file(tmp_path / "circle", 10)


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPath):
        list(list_files([tmp_path / "nowhere"]))
