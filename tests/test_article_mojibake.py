"""Text that was read in the wrong encoding is named."""

import pytest
from bijoy_encoder import to_bijoy
from hypothesis import given
from hypothesis import strategies as st
from own_sentences import own_sentences
from strategies import messy_text

from podcast.article.decoding import decode
from podcast.article.mojibake import describe_mojibake, is_misread

BENGALI = "নদীর উপর নতুন সেতুটি আজ সকালে খুলেছে, সকাল থেকেই মানুষের ভিড়।"


def as_windows_1252(text: str) -> str:
    """Do what a program does that takes any bytes for Windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("text", [BENGALI, f"<p>{BENGALI}</p>", "আমি ১০টায়", own_sentences()[0]])
@pytest.mark.parametrize(("times", "words"), [(1, ["read as Windows-1252"]), (2, ["twice"]), (3, ["more than twice"])])
def test_bengali_that_was_read_as_windows_1252_is_named(text: str, times: int, words: list[str]) -> None:
    for _ in range(times):
        text = as_windows_1252(text)
    told = describe_mojibake(text)
    assert told is not None
    assert all(word in told for word in ["Bengali", *words])


def test_bengali_that_was_read_as_iso_8859_1_is_named() -> None:
    assert describe_mojibake(BENGALI.encode().decode("latin-1")) == "Bengali in UTF-8 that was read as ISO-8859-1"


def test_what_clean_up_has_left_of_it_is_still_named() -> None:
    once = BENGALI.encode().decode("cp1252", errors="ignore")
    assert describe_mojibake(once)
    assert describe_mojibake(as_windows_1252(once).replace("\xa0", " "))


def test_lost_letters_are_named() -> None:
    assert "replacement characters" in (describe_mojibake(BENGALI.encode().decode("ascii", errors="replace")) or "")
    assert "question marks" in (describe_mojibake(BENGALI.encode("cp1252", errors="replace").decode("cp1252")) or "")
    assert "question marks" in (describe_mojibake("??? ????? ?? ????") or "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        BENGALI,
        BENGALI + " এক অক্ষর \ufffd নেই।",
        "সত্যি??? কে বলল??",
        "What??? No way!! Really?? Yes???",
        "???",
        "??? ???",
        "Voilà ! à § 3, à ¦ 4 : l’élève a déjà été là.",
        "The bytes à¦¬ à¦¾ are how Bengali looks when it is read in the wrong encoding, which is seen now and then.",
        "evsjv‡`k †_‡K Avwg evsjvq Mvb MvB|",
    ],
)
def test_sound_text_is_not_named(text: str) -> None:
    assert describe_mojibake(text) is None


def test_no_sentence_of_ours_is_named_in_unicode_or_bijoy() -> None:
    assert not [text for text in own_sentences() if describe_mojibake(text) or describe_mojibake(to_bijoy(text))]
    assert not [text for text in own_sentences() if is_misread(text) or is_misread(to_bijoy(text))]


@pytest.mark.parametrize("text", ["déjà vu à Köln", "река течёт", "λίμνη", "桥梁 今天", BENGALI])
def test_misread_text_of_any_language_is_told(text: str) -> None:
    assert is_misread(as_windows_1252(text))
    assert is_misread(text.encode().decode("latin-1"))
    assert not is_misread(text)


@given(st.one_of(st.text(max_size=80), messy_text(), st.text(st.sampled_from("Ãà¦§Â‚ƒ ?\ufffd\xa0a"), max_size=60)))
def test_any_text_can_be_asked(text: str) -> None:
    told = describe_mojibake(text)
    assert told is None or told
    assert is_misread(text) in {True, False}


@pytest.mark.parametrize("unit", ["Ã", "ÃƒÂ", "Ãƒ Ã‚Â¦", "à¦", "?", "? ", "\ufffd", "Ã Â¦Â"])
def test_a_long_text_costs_no_more_than_its_length(unit: str) -> None:
    # a quadratic pass over a million characters does not end within the time limit of a test
    assert describe_mojibake(unit * 200_000) is None or unit
    assert is_misread(unit * 200_000) in {True, False}


def test_what_decode_returns_for_bengali_is_sound() -> None:
    assert describe_mojibake(decode(BENGALI.encode(), "iso-8859-1")) is None
