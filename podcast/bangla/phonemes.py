"""A Bengali word as the sounds it is said with: exceptions first, then verbs, endings, compounds and the rules.

``notation.py`` names the phonemes; ``docs/pronunciation.md`` tells which table mends what.
"""

from __future__ import annotations

from collections.abc import Mapping

from podcast.bangla.aksharas import INHERENT, VOWELS, Akshara, compose, split_aksharas
from podcast.bangla.clusters import LETTERS, UNASPIRATED, read_cluster
from podcast.bangla.inflection import join, read_verb, split_compound, split_endings
from podcast.bangla.inherent import settle
from podcast.bangla.notation import Phonemes, parse_phonemes
from podcast.bangla.tsv import read_rows

WORDS: Mapping[str, Phonemes] = {
    compose(written): parse_phonemes(said) for written, said in read_rows("pronounced_words.tsv")
}
"""The words that the rules misread."""
_LEAST_STEM = 2
_AFTER_BORROWED, _AFTER_BORROWED_N = frozenset("টপবকগমস"), frozenset("টপ")
_CLUSTERS_AFTER_BORROWED = frozenset({"নড", "নট", "নস", "নক"})
_NOT_DOUBLED = VOWELS | {"y", "w", "N"}


def read_word(word: str, listed: Mapping[str, Phonemes] = WORDS) -> Phonemes:
    """Return what *word*, clean and composed, is said as; *listed* words before the rules, with any ending.

    >>> " ".join(read_word("করছেন")), " ".join(read_word("প্রধানমন্ত্রীর"))
    ('k o r ch e n', 'p r o dh a n m o n t r i r')
    """
    return _read_known(word, listed) or _read_unknown(word, listed)


def _read_known(word: str, listed: Mapping[str, Phonemes]) -> Phonemes | None:
    """Read what is listed, with an ending or without, and verbs."""
    said = listed.get(word) or read_verb(word)
    if said is not None:
        return said
    for stem, ending in reversed(list(split_endings(word))):
        said = listed.get(stem)
        if said is not None:
            return join(stem, said, ending.said)
    return None


def _read_unknown(word: str, listed: Mapping[str, Phonemes]) -> Phonemes:
    said = _read_compound(word, listed)
    if said is not None:
        return said
    for stem, ending in split_endings(word):
        if len(stem) >= _LEAST_STEM and "known" not in ending.after:
            said = _read_known(stem, listed) or _read_compound(stem, listed) or read_letters(stem)
            return join(stem, said, ending.said)
    return read_letters(word)


def _read_compound(word: str, listed: Mapping[str, Phonemes]) -> Phonemes | None:
    parts = split_compound(word)
    if parts is None:
        return None
    first = parts.first_said or read_word(parts.first, listed)
    return first + (parts.second_said or read_word(parts.second, listed))


def read_letters(word: str) -> Phonemes:
    """Read *word*, composed, by the rules alone, as one piece.

    >>> read_letters("শব্দ"), read_letters("কল্যাণ")
    (('sh', 'O', 'b', 'd', 'o'), ('k', 'o', 'l', 'l', 'a', 'n'))
    """
    aksharas = split_aksharas(word)
    raises = _read_clusters(aksharas)
    settle(word, aksharas, raises)
    return _join(aksharas)


def _read_clusters(aksharas: list[Akshara]) -> list[bool]:
    """Read each cluster in its place; tell for each akshara whether the vowel before it is raised."""
    raises = []
    after_coda = False
    for place, akshara in enumerate(aksharas):
        raised = False
        if akshara.cluster:
            reading = read_cluster(akshara.cluster, akshara.sign, at_start=place == 0, after_coda=after_coda)
            akshara.onset = reading.phonemes + akshara.onset
            if place and _is_borrowed(akshara, aksharas[place + 1 : place + 2]):
                akshara.onset = tuple(LETTERS[letter] for letter in akshara.cluster[:-1])
                akshara.vowel = "E"
            raised = reading.raises
            if reading.widens and akshara.vowel in {INHERENT, "a"}:
                akshara.vowel = "E"
        raises.append(raised)
        after_coda = akshara.coda != "" or not akshara.vowel
    return raises


def _is_borrowed(akshara: Akshara, following: list[Akshara]) -> bool:
    """Tell the E of ইংল্যান্ড and ফিন্যান্স from the a of কল্যাণ and কন্যার."""
    if akshara.sign != "\u09be" or akshara.cluster[-2:] not in {"লয", "নয", "বয"}:
        return False
    if akshara.coda == "N":
        return True
    after = following[0].cluster if following else ""
    single = _AFTER_BORROWED_N if akshara.cluster[-2] == "ন" else _AFTER_BORROWED
    return after in single or after[:2] in _CLUSTERS_AFTER_BORROWED


def _join(aksharas: list[Akshara]) -> Phonemes:
    sounds: list[str] = []
    doubles = False
    for akshara in aksharas:
        onset = akshara.onset
        if onset and onset[0] == "J":
            after_vowel = bool(sounds) and sounds[-1][0] in VOWELS
            glide = () if after_vowel and akshara.vowel else ("y",) if after_vowel else ("i",)
            onset = glide + onset[1:]
        if doubles and onset and onset[0] not in _NOT_DOUBLED:
            sounds.append(UNASPIRATED.get(onset[0], onset[0]))
        sounds.extend(phoneme for phoneme in onset if phoneme != "J")
        if akshara.vowel:
            sounds.append(akshara.vowel + "~" if akshara.is_nasal else akshara.vowel)
        coda = akshara.coda
        doubles = coda.endswith(":")
        sounds.extend(coda.rstrip(":"))
    if doubles and aksharas[-1].sign and sounds:
        sounds.append("h")
    return tuple(sounds)
