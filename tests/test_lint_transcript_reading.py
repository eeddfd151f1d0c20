"""Transcripts read back: what strict apps would refuse is refused, with its place."""

import pytest

from podcast.lint.transcript_reading import Monologue, parse_json, parse_page, parse_srt, parse_vtt


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("", "line 1: expected WEBVTT"),
        ("WEBVTT - ঘাট\n\n00:00:00.000 --> 00:00:01.000\nজল\n", "line 1: expected WEBVTT"),
        ("WEBVTT\nLanguage: bn\n\n00:00:00.000 --> 00:00:01.000\nজল\n", "line 1: expected WEBVTT and an empty line"),
        ("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nজল\n", "line 3: expected the times of a caption, found “1”"),
        ("WEBVTT\n\n00:00:00,000 --> 00:00:01,000\nজল\n", "line 3: expected the times"),
        ("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n", "line 4: expected the text"),
        ("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<b>জল</b>\n", "line 4: a tag that is none of a voice"),
        ("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nজল\n<v মিতা>মাটি\n", "line 5: a tag"),
    ],
)
def test_what_is_no_strict_vtt_is_refused(document: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_vtt(document)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("2\n00:00:00,000 --> 00:00:01,000\nজল\n", "line 1: expected number 1, found “2”"),
        ("1\n00:00:00.000 --> 00:00:01.000\nজল\n", "line 2: expected the times"),
        ("1\n", "line 2: expected the times"),
        ("1\n00:00:00,000 --> 00:00:01,000\n", "line 3: expected the text"),
        ("1\n00:00:00,000 --> 00:00:01,000\nজল --> মাটি\n", "line 3: expected the text"),
        (
            "1\n00:00:00,000 --> 00:00:01,000\nজল\n\n1\n00:00:01,000 --> 00:00:02,000\nমাটি\n",
            "line 5: expected number 2",
        ),
    ],
)
def test_what_is_no_srt_is_refused(document: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_srt(document)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "{}",
        '{"segments": []}',
        '{"version": "1.0.0", "segments": [{"startTime": 1, "body": "জল"}]}',
        '{"version": "1.0.0", "segments": [{"startTime": "1", "endTime": 2, "body": "জল"}]}',
        '{"version": "1.0.0", "segments": [{"startTime": Infinity, "endTime": 2, "body": "জল"}]}',
        '{"version": "1.0.0", "segments": [5]}',
    ],
)
def test_what_is_no_json_transcript_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match=r"no JSON transcript|Expecting value"):
        parse_json(document)


@pytest.mark.parametrize("document", ["", "জল", "<p>জল</p>", "<time>কাল</time><p>জল</p>"])
def test_what_is_no_page_of_a_transcript_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match=r"no transcript|without a time"):
        parse_page(document)


def test_a_page_keeps_what_is_escaped_and_forgets_what_is_around() -> None:
    document = "<html><h1>ঘাট</h1><time>1:00:05</time><p>&lt;p&gt; &amp;amp; জল</p><footer>শেষ</footer></html>"
    assert parse_page(document) == (Monologue(3605, "<p> &amp; জল"),)
