"""The one guarded HTTP client: what a stranger's page may make this program do is decided here. The home of httpx.

Only ``http`` and ``https``. Every hop's name is resolved here, every address it has must be public, and the request
is sent to one of those very addresses, so that a name cannot change its meaning between the check and the connection.
Size, time and redirects are limited; the size is counted after decompression. Proxies of the environment are used for
public addresses, and then the proxy resolves and connects; addresses of the own network are always reached directly.
"""

from podcast.net.addresses import is_public
from podcast.net.client import MAX_REDIRECTS, fetch
from podcast.net.values import Fetched

__all__ = ["MAX_REDIRECTS", "Fetched", "fetch", "is_public"]
