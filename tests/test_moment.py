from datetime import UTC, datetime

import pytest

from podcast.errors import SettingsError
from podcast.moment import publication_time


@pytest.mark.parametrize("value", [None, ""])
def test_the_present_is_what_is_meant_when_nothing_is_set(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    before = datetime.now(UTC)
    assert before <= publication_time() <= datetime.now(UTC)


def test_a_time_that_is_set_stands_for_the_present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773480413")
    assert publication_time() == datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)


@pytest.mark.parametrize("value", ["today", "-1", "1.5", "১৭", "9" * 30, " 5"])
def test_what_is_no_time_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(SettingsError, match="is not a time; expected seconds since 1970"):
        publication_time()
