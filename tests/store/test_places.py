"""Which paths are on another machine; and whether the file is still where it was."""

from pathlib import Path

import pytest
from sqlalchemy import text

from station.store.errors import NoDatabase
from station.store.places import is_unc, network_mount, windows_drive_type
from station.store.work import Store
from tests.builders import STATION
from tests.databases import lay_sqlite
from tests.fakes import NOON

MOUNTS = r"""
/dev/vda / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /home nfs4 rw 0 0
/dev/sdb /home/local ext4 rw 0 0
//nas/ward /mnt/ward\040files cifs rw 0 0
C:\134 /mnt/c 9p rw 0 0
someone@host: /mnt/ssh fuse.sshfs rw 0 0
first /mnt/twice ext4 rw 0 0
second /mnt/twice nfs rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/station.db", None),
        ("/tmp/station.db", None),
        ("/home/jo/station.db", "nfs4"),
        ("/home", "nfs4"),
        ("/homes/station.db", None),
        ("/home/local/station.db", None),
        ("/mnt/ward files/station.db", "cifs"),
        ("/mnt/c/station.db", "9p"),
        ("/mnt/ssh/deep/down/station.db", "fuse.sshfs"),
        ("/mnt/twice/station.db", "nfs"),
    ],
)
def test_the_innermost_and_latest_mount_decides(path: str, kind: str | None) -> None:
    assert network_mount(Path(path), MOUNTS) == kind


def test_nothing_is_known_of_no_mounts() -> None:
    assert network_mount(Path("/home"), "") is None


@pytest.mark.parametrize(
    ("path", "unc"),
    [
        (r"\\server\share\station.db", True),
        (r"\\?\UNC\server\share\station.db", True),
        (r"\\?\C:\station.db", False),
        (r"C:\station.db", False),
        ("/tmp/station.db", False),
        ("station.db", False),
    ],
)
def test_shares_of_windows(path: str, unc: bool) -> None:
    assert is_unc(path) is unc


def test_drives_are_unknown_elsewhere() -> None:
    assert windows_drive_type("C:") in range(7)


def look(store: Store) -> None:
    with store.read() as session:
        session.execute(text("SELECT 1"))


def test_a_file_moved_away_is_noticed_and_put_back_is_fine(sqlite_store: Store) -> None:
    path = Path(sqlite_store.where)
    look(sqlite_store)
    away = path.with_name("elsewhere.db")
    path.rename(away)
    with pytest.raises(NoDatabase, match="was moved or deleted while Station ran"):
        look(sqlite_store)
    away.rename(path)
    with sqlite_store.write(STATION, NOON) as work:
        work.journal("test", {})


def test_another_file_in_its_place_is_not_taken_for_it(sqlite_store: Store) -> None:
    path = Path(sqlite_store.where)
    look(sqlite_store)
    path.rename(path.with_name("elsewhere.db"))
    lay_sqlite(path)
    with pytest.raises(NoDatabase, match="Another file was put in the place"):
        look(sqlite_store)
