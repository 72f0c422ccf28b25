"""The Dockerfile's own steps, run by hand in a clean directory, give a Liaison that migrates, serves and stops.

There is no container engine in a test. The one step that is replaced is the download of what the lock file names: the
same packages, which the tests run with, are linked instead.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
INSTALL_LOCKED = "/opt/liaison/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt"


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile, and the stage it is in."""

    stage: int
    word: str
    rest: str


def steps() -> list[Step]:
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found, stage = [], -1
    for line in lines:
        word, _, rest = line.partition(" ")
        stage += word == "FROM"
        found.append(Step(stage, word, rest))
    return found


def one(word: str, stage: int) -> str:
    """The only instruction of this kind in a stage."""
    (found,) = [step.rest for step in steps() if step.word == word and step.stage == stage]
    return found


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first stage leaves in /opt/liaison, in a directory of its own."""
    folder = tmp_path_factory.mktemp("image")
    source = folder / "src"
    source.mkdir()
    target = folder / "opt" / "liaison"
    for step in steps():
        if step.stage != 0:
            continue
        if step.word == "COPY":
            *what, to = step.rest.split()
            for name in what:
                copy(ROOT / name, source / to if to not in (".", "./") else source / name)
        elif step.rest == INSTALL_LOCKED:
            packages = next((target / "lib").glob("python3*")) / "site-packages"
            (packages / "locked.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
        elif step.word == "RUN":
            command = step.rest.replace("/opt/liaison", str(target)).replace("python -m", f"{sys.executable} -m")
            subprocess.run(command, shell=True, check=True, cwd=source, capture_output=True, timeout=120)
    shutil.rmtree(source)
    return target


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder a container works in."""
    return tmp_path


def environment(image: Path, **more: str) -> dict[str, str]:
    """What the second stage sets, on a machine that has nothing else of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "PYTHON"))}
    return {**kept, "PATH": f"{image / 'bin'}:/usr/bin:/bin", "LIAISON_LOG_FORMAT": "json", **more}


def run(image: Path, data: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=data, env=environment(image, **more), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.slow
def test_it_is_all_there_without_the_checkout(image: Path, data: Path) -> None:
    version = run(image, data, "liaison", "--version")
    assert version.stdout.startswith("liaison ")
    code = (
        "import adapters, bot, json; from adapters.shipped import shipped;"
        "from adapters.language.prompts import Prompt;"
        "Prompt.load('classify'); Prompt.load('translate');"
        "print(json.dumps([bot.__file__, adapters.__file__, str(shipped('migrations')), str(shipped('prompts'))]))"
    )
    places = run(image, data, "python", "-c", code)
    assert all(str(image) in place for place in json.loads(places.stdout)), places.stderr


@pytest.mark.slow
def test_it_understands_a_line(image: Path, data: Path) -> None:
    found = subprocess.run(
        ["liaison", "classify"],
        cwd=data,
        env=environment(image),
        input='{"id": 1, "text": "I cannot post an invoice"}\n',
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(found.stdout)["engine"] == "embedded"


@pytest.fixture
def serving(image: Path, data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The image's own command, on a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = json.loads(one("CMD", 1))
    more = {"LIAISON_HOST": "127.0.0.1", "LIAISON_PORT": str(port)}
    process = subprocess.Popen(
        command, cwd=data, env=environment(image, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process, port
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@pytest.mark.slow
def test_it_migrates_serves_is_well_and_stops_when_told(
    image: Path, data: Path, serving: tuple[subprocess.Popen[str], int]
) -> None:
    process, port = serving
    assert process.stdout is not None
    assert f"http://127.0.0.1:{port}" in process.stdout.readline()
    assert (data / "var" / "liaison.db").exists()
    with urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
        assert answer.status == 200
    interval, check = one("HEALTHCHECK", 1).split(" CMD ")
    assert "--timeout=10s" in interval
    well = run(image, data, *json.loads(check), LIAISON_HOST="0.0.0.0", LIAISON_PORT=str(port))
    assert well.returncode == 0, well.stdout + well.stderr
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    ill = run(image, data, *json.loads(check), LIAISON_PORT=str(port))
    assert ill.returncode == 1


def test_it_runs_as_somebody_without_rights() -> None:
    instructions = [step.word for step in steps() if step.stage == 1]
    assert instructions.index("USER") < instructions.index("CMD")
    assert one("USER", 1) == "liaison"
    assert f"--uid 10001 --create-home --home-dir {one('VOLUME', 1)} liaison" in one("RUN", 1)


def test_the_second_stage_takes_only_what_was_installed() -> None:
    assert one("COPY", 1) == "--from=build /opt/liaison /opt/liaison"
    assert steps()[0].rest.split()[0] == next(step.rest for step in steps() if step.word == "FROM" and step.stage == 1)


def test_no_secret_and_no_data_can_get_into_a_layer() -> None:
    assert not any(step.word == "ARG" for step in steps())
    assert not any(re.search(r"KEY|TOKEN|SECRET|PASSWORD", step.rest) for step in steps() if step.word == "ENV")
    ignore = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert ignore[0] == "*"
    let_in = {line[1:] for line in ignore if line.startswith("!")}
    copied = {name for step in steps() if step.word == "COPY" and step.stage == 0 for name in step.rest.split()[:-1]}
    assert copied == let_in
    for private in ("liaison.toml", ".env", "var/liaison.db", ".git/config"):
        assert not any(fnmatch(private, pattern) or private.startswith(f"{pattern}/") for pattern in let_in)


def test_compose_names_no_password_and_only_settings_that_exist() -> None:
    from adapters.settings import Settings

    text = (ROOT / "compose.yaml").read_text()
    for name in re.findall(r"LIAISON_([A-Z_]+)", text):
        assert name.lower() in Settings.model_fields
    assert re.findall(r"PASSWORD: (.*)", text) == [
        "${POSTGRES_PASSWORD:?choose one, for example in a file called .env}"
    ]
    assert re.findall(r"PASSWORD\}?@", text) == ["PASSWORD}@"]
