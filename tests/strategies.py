"""Hypothesis strategies for Bengali text, well-formed and not; shared by all tests."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from podcast.model import BlockKind, Passage, Script, Sentence

CONSONANTS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"
VOWELS = "অআইঈউঊঋএঐওঔ"
SIGNS = "\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c7\u09c8\u09cb\u09cc"
NUKTA, HASANTA, ZWNJ, ZWJ = "\u09bc", "\u09cd", "\u200c", "\u200d"
DIGITS = "০১২৩৪৫৬৭৮৯"

_bases = [*CONSONANTS, *(letter + NUKTA for letter in "যডঢ"), *(a + HASANTA + b for a in "কতনরষস" for b in "তথমযরবষ")]
# a flat list, so that a word costs hypothesis one choice a syllable
_SYLLABLES = [*VOWELS, *map("".join, itertools.product(_bases, ["", "", *SIGNS], ["", "", "", "ঁ", "ং", "ঃ"]))]


def bengali_words() -> st.SearchStrategy[str]:
    """Words of well-formed syllables, in NFC; they need not exist."""
    return st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=4).map("".join)


def tokens() -> st.SearchStrategy[str]:
    """What stands between spaces in a newspaper: mostly words, also numbers, abbreviations, Latin and addresses."""
    number = st.text(DIGITS, min_size=1, max_size=4)
    fixed = ["ড.", "মো.", "এ.কে.এম.", "(অব.)", "OpenAI-এর", "AT&T", "১০:৩০", "৩.৫", "x<y", "www.example.com", "—", "🙂"]
    return st.one_of(bengali_words(), bengali_words(), bengali_words(), number, st.sampled_from(fixed))


def sentences(max_tokens: int = 12) -> st.SearchStrategy[str]:
    """Tokens with commas and colons here and there, ended by a mark."""
    token = st.builds(str.__add__, tokens(), st.sampled_from(["", "", "", "", ",", ":", ";"]))
    return st.builds(
        lambda words, mark: " ".join(words) + mark,
        st.lists(token, min_size=1, max_size=max_tokens),
        st.sampled_from(["।", "।", "।", "?", "!", "।’", "…", "৷", ""]),
    )


def paragraphs() -> st.SearchStrategy[str]:
    """Sentences run together by spaces, by nothing, and by line breaks."""
    gap = st.sampled_from([" ", " ", " ", "", "\n", "  "])
    return st.lists(st.tuples(sentences(), gap), max_size=6).map(
        lambda pairs: "".join(text + space for text, space in pairs)
    )


def messy_text() -> st.SearchStrategy[str]:
    """Any string at all, thick with the signs Bengali encoders get wrong; lone surrogates included."""
    slips = SIGNS + NUKTA + HASANTA + ZWNJ + ZWJ + "\u200b\xa0\xad\ufeff\u09d7ঁঃ:।৷॥.?!’‘\"'()অযডবরৰৱতনি০৯3 \n\r\t"
    character = st.one_of(
        st.sampled_from(slips),
        st.characters(min_codepoint=0x0980, max_codepoint=0x09FF),
        st.characters(),
        st.sampled_from("\ud800\udfff"),
    )
    return st.lists(character, max_size=40).map("".join)


def scripts() -> st.SearchStrategy[Script]:
    """Scripts whose sentences are spoken as written; some sentences say nothing."""
    written = st.one_of(sentences(), sentences(), sentences(40), st.sampled_from(["—", "।।", "🙂", "***"]))
    sentence = written.map(lambda text: Sentence(written=text, spoken=text))
    passage = st.builds(
        Passage,
        kind=st.sampled_from([BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.SUBHEAD]),
        sentences=st.lists(sentence, max_size=5).map(tuple),
    )
    title = sentence.map(lambda text: Passage(kind=BlockKind.TITLE, sentences=(text,)))
    return st.builds(
        lambda first, body: Script(title=first.sentences[0].written, passages=(first, *body)),
        title,
        st.lists(passage, max_size=4),
    )
