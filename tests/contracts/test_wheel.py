"""The wheel is complete: built here, installed into an empty environment, it extracts without the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=root)
    (built,) = folder.glob("*.whl")
    return built


def test_contents(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = root / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "arabic_events").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected <= names
    models = {
        f"arabic_events/_models/{path.relative_to(root / 'models').as_posix()}"
        for path in (root / "models").rglob("*")
        if path.is_file()
    }
    assert models
    assert models <= names
    assert not [name for name in names if name.startswith(("tests", "training", "data"))]
    assert wheel.stat().st_size < 60_000_000


def test_works_from_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies come from the environment of the tests; the package itself only from the wheel."""
    folder = tmp_path / "empty"
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel, cwd=tmp_path
    )
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    installed = site / "arabic_events"
    assert (installed / "_models").is_dir()
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(dependencies) + "\n", "utf-8")
    (tmp_path / "a.txt").write_text("أعلنت وزارة الدفاع، الثلاثاء، مقتل ثلاثة جنود في هجوم قرب مدينة الموصل.", "utf-8")
    code = "import arabic_events, arabic_events.models as m; print(arabic_events.__file__); print(*m._folders())"
    assert str(installed) in run(
        python, "-S", "-c", f"import site; site.addsitedir({str(site)!r}); {code}", cwd=tmp_path
    )
    home = tmp_path / "home"
    home.mkdir()
    printed = run(
        *(python, "-m", "arabic_events.cli", "extract", "a.txt", "--published", "2024-03-14", "-o", "-"),
        cwd=tmp_path,
        HOME=str(home),
    )
    assert '"type":"death"' in printed
    assert list(home.iterdir()) == []
