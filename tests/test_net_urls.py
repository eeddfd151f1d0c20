import pytest

from podcast import net
from podcast.errors import SourceError


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "http://", "http://[::1", "নদী", "http://a b/"]
)
def test_what_is_not_a_web_address_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="web address"):
        net.fetch(url)
