import ipaddress
from pathlib import Path

import pytest

from podcast import net
from podcast.errors import SourceError

_ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data/net_addresses.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("address", "verdict"), _ROWS)
def test_only_addresses_of_the_open_internet_are_public(address: str, verdict: str) -> None:
    assert net.is_public(ipaddress.ip_address(address)) is (verdict == "public")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1", "0"])
def test_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(SourceError, match=r"not a public address; --allow-private"):
        net.fetch(f"http://{host}:9/", timeout_s=10)
