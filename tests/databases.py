"""Fresh databases for tests: a real SQLite file, and a database on a real PostgreSQL server.

Loaded by tests/conftest.py as a plugin. Fixtures: `sqlite_path` (no file there yet), `new_sqlite` (a migrated empty
one), `sqlite_store`, `postgres_store`, and `store`, which runs the test once on each. Each is gone after the test.

Migrating costs fifty times what writing a migrated file does: `lay_sqlite` for whoever does not test the migrating.
`knowing` stores share what has been compiled: two fifths of the time of a test of services were spent compiling.

The server is STATION_TEST_POSTGRES (an address whose user may make databases) or, without it, one of our own: started
on first use from the PostgreSQL programs found on this machine, once for each pytest worker, and stopped at the end.
Where there is neither, the PostgreSQL tests skip and say so.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url

from station.models import Base
from station.store import migrations
from station.store.engine import close_store, open_store
from station.store.work import Store

ADDRESS: Final = "STATION_TEST_POSTGRES"
_GIVEN: Final = os.environ.get(ADDRESS)  # now: conftest.py clears the environment
_START_TRIES: Final = 200
_UNPRIVILEGED: Final = "postgres"


_AS_NEW: Final = f"""
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
ALTER TABLE journal DISABLE TRIGGER USER;
TRUNCATE {", ".join(Base.metadata.tables)} RESTART IDENTITY;
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_refuses_change;
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_refuses_truncate;
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_follows_head;
ALTER TABLE journal ENABLE TRIGGER journal_tells;
UPDATE alembic_version SET version_num = '{migrations.HEAD}';
"""


_known: Final[dict[str, Engine]] = {}
"""By kind of database, an engine of this process that has been connected: what it has compiled, all others have."""

_STATEMENTS: Final = 3000
"""How many are kept."""


def _learn(url: URL) -> None:
    """Let there be an engine that all others of its kind learn from."""
    engine = create_engine(url, query_cache_size=_STATEMENTS)
    engine.connect().close()
    engine.dispose()
    _known[engine.dialect.name] = engine


def knowing(store: Store) -> Store:
    """The same store, with every statement at hand that an earlier test has had compiled.

    Not for who listens to the dialect of its engine: its connections are made by the one it was opened with.
    """
    kind = store.engine.dialect.name
    if kind == "sqlite" and kind not in _known:
        _learn(make_url("sqlite://"))
    store.engine.dialect, store.engine._compiled_cache = _known[kind].dialect, _known[kind]._compiled_cache
    return Store(store.engine, store.publish)


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server and, on it, a migrated empty database to copy from."""

    url: URL
    template: str


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory(prefix="station-new-") as folder:
        path = Path(folder) / "station.db"
        close_store(open_store(path))
        return path.read_bytes()


def lay_sqlite(path: Path) -> Path:
    """Put a migrated empty file there."""
    path.write_bytes(_migrated())
    return path


def fresh_sqlite(path: Path, **options: Any) -> Store:
    """A new SQLite store at `path`. `options` as for open_store."""
    return knowing(open_store(lay_sqlite(path), **options))


def open_knowing(where: str | Path, **options: Any) -> Store:
    """As open_store."""
    return knowing(open_store(where, **options))


def another(store: Store, **options: Any) -> Store:
    """A second store on the same database, as another station has it."""
    if store.engine.dialect.name == "sqlite":
        return open_store(store.where, **options)
    return open_store(store.engine.url.render_as_string(hide_password=False), **options)


@contextmanager
def fresh_database(server: Server, template: str | None = None) -> Iterator[str]:
    """The address of a new database on the server, a copy of `template` (the migrated one). Dropped at the end."""
    name = f"station_{uuid.uuid4().hex[:16]}"
    _administer(server.url, f'CREATE DATABASE "{name}" TEMPLATE "{template or server.template}"')
    try:
        yield server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(server.url, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def postgres_server() -> Iterator[Server]:
    """A server to test on. Skips the test, with the reason, where there is none."""
    if _GIVEN:
        with _with_template(make_url(_GIVEN).set(drivername="postgresql+psycopg")) as server:
            yield server
        return
    with (
        tempfile.TemporaryDirectory(prefix="station-pg-") as folder,
        _own_server(Path(folder)) as url,
        _with_template(url) as server,
    ):
        yield server


@contextmanager
def _with_template(url: URL) -> Iterator[Server]:
    template = f"station_template_{uuid.uuid4().hex[:12]}"
    _administer(url, f"CREATE DATABASE \"{template}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        _learn(url.set(database=template))
        close_store(open_store(url.set(database=template).render_as_string(hide_password=False)))
        yield Server(url, template)
    finally:
        _administer(url, f'DROP DATABASE "{template}" WITH (FORCE)')


def _administer(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def programs() -> Path | None:
    """The folder of PostgreSQL's programs: the newest of Debian's, or where PATH has them. None when there are none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    return next((place for place in folders if (place / "initdb").exists() and (place / "postgres").exists()), None)


def _as_user() -> list[str]:
    """The server refuses to run as root: run it as the user that the PostgreSQL packages make."""
    dies_with_us = ["--pdeathsig=INT"] if sys.platform == "linux" and shutil.which("setpriv") else []
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return ["setpriv", *dies_with_us] if dies_with_us else []
    return ["setpriv", f"--reuid={_UNPRIVILEGED}", f"--regid={_UNPRIVILEGED}", "--clear-groups", *dies_with_us]


def _missing() -> str:
    """Why no server of our own can be started here; empty when it can."""
    if sys.platform == "win32":
        return f"on Windows name a PostgreSQL server in {ADDRESS}"
    if programs() is None:
        return f"no PostgreSQL server on this machine: install postgresql, or name one in {ADDRESS}"
    if os.geteuid() == 0:
        import pwd

        users = {user.pw_name for user in pwd.getpwall()}
        if _UNPRIVILEGED not in users or not shutil.which("setpriv"):
            return f"PostgreSQL does not run as root, and there is no user {_UNPRIVILEGED} or no setpriv to run it with"
    return ""


@contextmanager
def _own_server(folder: Path) -> Iterator[URL]:
    missing = _missing()
    if missing:
        pytest.skip(missing)
    data = folder / "data"
    _hand_over(folder)
    made = subprocess.run([*_as_user(), *_initdb(data)], capture_output=True, text=True, check=False, cwd=folder)
    if made.returncode:
        pytest.fail(f"initdb: {made.stdout}{made.stderr}")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*_as_user(), *_postgres(data, folder)], stdout=log, stderr=log, cwd=folder)
    url = URL.create("postgresql+psycopg", username="station", database="postgres", query={"host": str(folder)})
    try:
        _wait_until_ready(server, folder)
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # "fast": connections are ended, nothing is waited for
        server.wait(30)


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, _UNPRIVILEGED, _UNPRIVILEGED)
    folder.chmod(0o755)


def _initdb(data: Path) -> list[str]:
    program = str((programs() or Path()) / "initdb")
    return [program, "-D", str(data), "-U", "station", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]


def _postgres(data: Path, folder: Path) -> list[str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "full_page_writes": "off",
        "shared_buffers": "32MB",
        "max_connections": "60",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str((programs() or Path()) / "postgres"), "-D", str(data), *options]


def _wait_until_ready(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    ready = [str((programs() or Path()) / "pg_isready"), "-q", "-h", str(folder), "-t", "1"]
    for _ in range(_START_TRIES):
        if server.poll() is not None:
            break
        if subprocess.run(ready, check=False).returncode == 0:
            return
    pytest.fail(f"the PostgreSQL server did not start: {(folder / 'log').read_text(errors='replace')}")


@pytest.fixture
def sqlite_path(tmp_path: Path) -> Path:
    return tmp_path / "station.db"


@pytest.fixture
def new_sqlite(sqlite_path: Path) -> Path:
    return lay_sqlite(sqlite_path)


@pytest.fixture
def sqlite_store(new_sqlite: Path) -> Iterator[Store]:
    store = knowing(open_store(new_sqlite))
    yield store
    close_store(store)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_address(postgres: Server) -> Iterator[str]:
    """One database for all tests of a worker: emptying it is ten times faster than making another."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
def postgres_store(postgres_address: str) -> Iterator[Store]:
    """Emptied, its triggers and revision as they should be. A test that changes the schema itself: `fresh_database`."""
    _administer(make_url(postgres_address), _AS_NEW)
    store = knowing(open_store(postgres_address))
    yield store
    close_store(store)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """The test runs on both."""
    fresh: Store = request.getfixturevalue(f"{request.param}_store")
    return fresh
