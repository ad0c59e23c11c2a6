"""The nginx of the machine, with the configuration that deploy/ gives operators."""

import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: nobody may need to be root, and nothing is left outside of the folder
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


def nginx_program() -> str | None:
    """The program, where the machine has one."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def localize(site: str, port: int, servers: Sequence[int]) -> str:
    """The site of deploy/ without TLS, on this port, in front of these two servers."""
    before, redirect, rest = site.partition("server {\n    listen 80;")
    served = rest[rest.index("\nserver {\n") :]
    assert redirect, "deploy/nginx.conf looks different now"
    here = re.sub(r" +(listen|ssl_certificate\w*|server_name) .*;\n", "", served)
    here = here.replace("server {\n", f"server {{\n    listen 127.0.0.1:{port};\n", 1)
    plain = before + here
    plain = plain.replace("/opt/collab/", f"{ROOT}/")
    for number, each in enumerate(servers, start=1):
        plain = plain.replace(f"127.0.0.1:800{number}", f"127.0.0.1:{each}")
    return plain


class Nginx:
    """Runs in front of two servers."""

    def __init__(self, folder: Path, port: int, servers: Sequence[int]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder
        site = localize((ROOT / "deploy" / "nginx.conf").read_text(), port, servers)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, site=site))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return once it answers; the test is left out where there is none."""
        program = nginx_program()
        if program is None:
            pytest.skip("no nginx on this machine")
        said = self._folder / "said.log"
        with said.open("wb") as log:
            self._process = subprocess.Popen(
                [program, "-p", self._folder, "-c", self._folder / "nginx.conf", "-e", "stderr"],
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + 10
        while not self._answers():
            assert self._process.poll() is None, said.read_text()
            assert time.monotonic() < until, said.read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/livez", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None
