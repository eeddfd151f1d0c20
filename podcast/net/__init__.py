"""The one guarded HTTP client: what a stranger's page may make this program do is decided here. The home of httpx.

Only ``http`` and ``https``. Every hop's name is resolved here, every address it has must be public, and the request
is sent to one of those very addresses, so that a name cannot change its meaning between the check and the connection.
Size, time and redirects are limited; the size is counted after decompression. Proxies of the environment are used for
public addresses, and then the proxy resolves and connects; addresses of the own network are always reached directly.

:class:`Client` (``client.py``) joins the modules: ``urls`` what a web address is, ``guard`` and ``addresses`` whom it
may connect to, ``request`` and ``body`` one request, ``retrying`` and ``pacing`` when the next, ``robots`` whether at
all, ``page_cache`` what was read before. ``download`` does the same for files that are too large for memory,
``head`` asks how something is served without receiving it, and ``post`` tells an address something.
``values`` pass between them; ``failures`` are their messages.
"""

from podcast.net.addresses import is_public
from podcast.net.client import MAX_REDIRECTS, Client, fetch
from podcast.net.download import Download, download
from podcast.net.failures import StatusError
from podcast.net.head import Head, head
from podcast.net.page_cache import PageCache
from podcast.net.post import post_json
from podcast.net.timing import Clock
from podcast.net.values import Fetched

__all__ = [
    "MAX_REDIRECTS",
    "Client",
    "Clock",
    "Download",
    "Fetched",
    "Head",
    "PageCache",
    "StatusError",
    "download",
    "fetch",
    "head",
    "is_public",
    "post_json",
]
