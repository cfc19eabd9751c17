import errno
import os
from pathlib import Path

import pytest

from dianzhang import folder as folder_module
from dianzhang.folder import DataFolder, says_what_is_wrong, scarce_space
from dianzhang.sentences import CannotGoOn


def test_a_second_house_on_the_same_folder_is_refused(data: Path) -> None:
    first = DataFolder(data)
    first.prepare()
    with pytest.raises(CannotGoOn, match=f"already runs on {data} \\(process {os.getpid()}\\)"):
        DataFolder(data).prepare()
    assert DataFolder(data).launcher_pid() == os.getpid()
    first.release()
    assert DataFolder(data).launcher_pid() is None
    again = DataFolder(data)
    again.prepare()
    again.release()


def test_a_file_in_the_place_of_the_folder_is_one_sentence(data: Path) -> None:
    data.write_text("")
    with pytest.raises(CannotGoOn, match="is not a folder"):
        DataFolder(data).prepare()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "is full"), (errno.EDQUOT, "is full"), (errno.EACCES, "No permission"), (errno.EROFS, "No permission")],
)
def test_what_the_system_refuses_is_one_sentence(number: int, sentence: str, data: Path) -> None:
    with pytest.raises(CannotGoOn, match=sentence), says_what_is_wrong(data):
        raise OSError(number, os.strerror(number))


def test_other_errors_stay_what_they_are(data: Path) -> None:
    with pytest.raises(OSError, match="Input/output"), says_what_is_wrong(data):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_little_space_is_a_warning_and_hardly_any_a_refusal(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = DataFolder(data)
    here.prepare()
    here.release()
    monkeypatch.setattr(DataFolder, "free_bytes", lambda _: folder_module.SCARCE_BYTES)
    assert scarce_space(here) is None
    monkeypatch.setattr(DataFolder, "free_bytes", lambda _: folder_module.SCARCE_BYTES - 1)
    assert "999 MB" in str(scarce_space(here))
    monkeypatch.setattr(DataFolder, "free_bytes", lambda _: folder_module.TOO_FULL_BYTES - 1)
    with pytest.raises(CannotGoOn, match="is full"):
        DataFolder(data).prepare()
