"""What every test shares: deterministic hypothesis, no skips where they hide a check, a private cache, no proxy."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

settings.register_profile(
    "ci", derandomize=True, max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "local")

_MEASURED_CASES = 10

DATA = Path(__file__).parent / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="count a skipped test as a failure")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def _covers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where drawn covers are kept for every test: drawing each show's in every test takes minutes."""
    covers = tmp_path_factory.getbasetemp().parent / "covers"
    covers.mkdir(exist_ok=True)
    return covers


@pytest.fixture(autouse=True)
def _private_folders(_covers: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep every test off the person's own cache and settings."""
    home = Path(tempfile.mkdtemp(prefix="podcast-test-"))  # tmp_path_factory looks at the folders of all tests before
    (home / "cache" / "bangla-podcast").mkdir(parents=True)
    (home / "cache" / "bangla-podcast" / "covers").symlink_to(_covers)
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    yield
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test off the proxy that this machine may have."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long simulations unless ``-m`` asks for them; measure the coverage of examples, not of masses.

    Measuring takes as long again as the tests: it is left out for random texts and for most cases of long tables.
    """
    cases: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        cases[name] += 1
        is_one_of_many = cases[name] > _MEASURED_CASES and cases[name] % _MEASURED_CASES
        if is_one_of_many or is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)
    if "full" not in config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
