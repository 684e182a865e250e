"""What is stored is read back the same, each content once, and a refused file leaves nothing."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.files import samples
from foundation.files.conftest import taken
from jiyue.foundation.files.store import place_of, receive

KEEP_FOLDER = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def stored(folder: Path) -> list[Path]:
    return [p for p in (folder / "files").rglob("*") if p.is_file()]


@KEEP_FOLDER
@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=400)
)
def test_what_is_stored_is_read_back(text: str) -> None:
    data = ("记 " + text).encode()
    found = receive("记录.txt", (data[i : i + 7] for i in range(0, len(data), 7)))
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.size == len(data)
    assert place_of(found.sha256).read_bytes() == data


def test_the_place_is_made_of_the_hash(data_folder: Path) -> None:
    found = taken("a.png", samples.picture())
    sha = found.sha256
    assert place_of(sha) == data_folder / "files" / sha[:2] / sha[2:4] / sha


def test_the_same_content_is_stored_once(data_folder: Path) -> None:
    data = samples.picture()
    assert taken("a.png", data).sha256 == taken("另一名.png", data).sha256
    assert len(stored(data_folder)) == 1


def test_a_refused_file_leaves_nothing(data_folder: Path, refused) -> None:
    refused("FILE_NAME_LIES", taken, "a.pdf", samples.picture())
    assert stored(data_folder) == []


def test_a_copy_that_was_cut_is_made_whole_again(data_folder: Path) -> None:
    data = samples.picture()
    place = place_of(taken("a.png", data).sha256)
    place.chmod(0o600)
    place.write_bytes(data[:20])
    taken("a.png", data)
    assert place.read_bytes() == data


def test_what_a_dead_process_left_is_swept(data_folder: Path) -> None:
    import os

    folder = data_folder / "files/incoming"
    folder.mkdir(parents=True)
    old, new = folder / "old", folder / "new"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (1, 1))
    receive("a.txt", ContentFile(b"text").chunks())
    assert sorted(p.name for p in folder.iterdir()) == ["new"]
