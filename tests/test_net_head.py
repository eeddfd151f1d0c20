import pytest
from loopback_site import Answer, running_site

from podcast.errors import SourceError
from podcast.net import Head, StatusError, head

SOUND = Answer(b"sound" * 100, headers={"Content-Type": "Audio/MPEG; x=y", "Accept-Ranges": "bytes"})


def test_how_something_is_served_is_told_without_receiving_it() -> None:
    with running_site({"/one.mp3": SOUND}) as site:
        assert head(site.url("/one.mp3#t=1"), allow_private=True) == Head("audio/mpeg", 500, takes_ranges=True)
        assert site.paths == ["/one.mp3"]


def test_what_the_server_does_not_say_is_unknown() -> None:
    with running_site({"/one": Answer(b"x", says_length=False)}) as site:
        assert head(site.url("/one"), allow_private=True) == Head(None, None, takes_ranges=False)


def test_redirects_are_followed_but_not_for_ever() -> None:
    answers = {
        "/old": Answer(status=301, headers={"Location": "/one.mp3"}),
        "/round": Answer(status=302, headers={"Location": "/round"}),
        "/one.mp3": SOUND,
    }
    with running_site(answers) as site:
        assert head(site.url("/old"), allow_private=True).size_bytes == 500
        with pytest.raises(SourceError, match="redirects more than 10 times"):
            head(site.url("/round"), allow_private=True)


def test_what_is_not_there_is_said_with_its_status() -> None:
    with running_site({}) as site, pytest.raises(StatusError, match="HTTP 404 Not Found") as caught:
        head(site.url("/none"), allow_private=True)
    assert caught.value.status == 404


def test_an_address_that_is_not_public_is_refused_unless_that_was_asked_for() -> None:
    with running_site({"/one.mp3": SOUND}) as site:
        with pytest.raises(SourceError, match="is not a public address"):
            head(site.url("/one.mp3"))
        assert site.paths == []
