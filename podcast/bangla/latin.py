"""Words in Latin letters, as a Bengali newspaper spells them: lexicon, letter names, English, letter by letter."""

from __future__ import annotations

import re
from functools import lru_cache

from podcast.bangla.english import find_exception, find_sounds, is_compound_part, write_english
from podcast.bangla.joining import CASE, CLASSIFIER, LETTER, WORD_ENDS, join_case
from podcast.bangla.latin_letters import COMBINING, LATIN_LETTER, fold_latin
from podcast.bangla.letter_sounds import INDIAN, read_letters
from podcast.bangla.locale import NO_READINGS, Readings
from podcast.bangla.numbers import say_english
from podcast.bangla.tsv import read_pairs

_L = f"[{LATIN_LETTER}{COMBINING}]"
_NUMBER = r"\d{1,21}(?:\.\d{1,9})*(?!\d)"
_INITIALS = rf"(?:[{LATIN_LETTER}]\.){{2,}}(?:{_L}(?!{_L}))?|{_L}{{1,2}}(?:\.{_L}{{1,2}})+\.?(?!{_L})"
_CHUNK = rf"(?:{_INITIALS}|{_L}++(?:['’]{_L}++)*+)"
_TITLE = rf"(?:Mrs?|Ms|Dr|Prof|St|Lt|Col|Gen)\.(?= [{LETTER}{LATIN_LETTER}])"
LATIN_TOKEN = rf"(?:{_TITLE}|(?:\d{{1,4}}(?={_L}))?{_CHUNK}(?:[-‐‑–]?{_NUMBER}|[-‐‑&_+]{_CHUNK}|(?<=\d){_CHUNK})*)"
"""Pattern of what :func:`read_token` takes as one name: OpenAI, GPT-3.5, AT&T, U.S., 5G, Mr. before a name.

A full stop after it is not part of it, save in the last kinds.
"""
_PLURAL = f"(?:[-‐‑–’']?(?P<plural>(?:গুলি|গুলো|গুলা)[{LETTER}]*|এরা[ওই]?|দেরকে[ওই]?){WORD_ENDS})"
LATIN_ENDING = f"(?:{_PLURAL}|{CLASSIFIER}|{CASE})?"
"""Pattern of a Bengali ending after it; for :func:`join_latin_ending`."""

_PIECE = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_CHUNK})|(?P<sign>&)|(?P<hyphen>[-‐‑–])|(?P<other>.)", re.DOTALL)
_WHOLE = re.compile(rf"(?P<token>{LATIN_TOKEN}){LATIN_ENDING}")
_HUMPS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LETTERS = dict(read_pairs("letters.tsv"))
_AS_WORDS = dict(read_pairs("acronyms.tsv"))
_ACRONYMS = re.compile("[A-Z]{2,}s")  # MLAs
_SON_OF = re.compile("Mc[A-Z]")
_DOUBLED_CAPITAL = re.compile(r"([A-Z])\1[a-z]")
_VOWEL = re.compile("[aeiouy]")
_UNSAYABLE = re.compile("[^aeiouy]{5}")
_ASPIRATE = re.compile(r"\b(?:[BDKG]|JH) HH\b")
_ONE_CLUSTER = re.compile("[ক-হ]\u09bc?(?:\u200d?\u09cd[ক-হ]\u09bc?)*")
"""A word of one syllable that ends in its inherent vowel, such as ড্র; বল, of two consonants, does not."""

_CONSONANT_END = re.compile("[ক-হ]\u09bc?$")

_SHORTEST_HEAD, _SHORTEST_TAIL, _LONGEST_WORD = 2, 4, 40
_SHORTEST_HEADLINE_WORD, _SHORTEST_DICTIONARY_WORD, _LONGEST_ACRONYM = 4, 5, 6
"""Letters in capitals that are a word: a few known ones, ones in the dictionary, any that can be said."""


def transliterate(text: str, lexicon: Readings = NO_READINGS) -> str:
    """Return *text* with every word in Latin letters as Bengali says it; endings in Bengali are joined by grammar.

    Digits in such a word are read in English; all else stays. No Latin letter is left. Safe on any string.

    >>> transliterate("OpenAI-এর"), transliterate("ChatGPT-র"), transliterate("GPT-3.5"), transliterate("NMC-তে")
    ('ওপেনএআইয়ের', 'চ্যাটজিপিটির', 'জিপিটি থ্রি পয়েন্ট ফাইভ', 'এনএমসিতে')
    >>> transliterate("Facebook-এ"), transliterate("Rituparna Sengupta"), transliterate("AT&T"), transliterate("S24")
    ('ফেসবুকে', 'ঋতুপর্ণা সেনগুপ্ত', 'এটি অ্যান্ড টি', 'এস টোয়েন্টি ফোর')
    """
    return _WHOLE.sub(lambda match: join_latin_ending(read_token(match["token"], lexicon), match), text)


def read_token(token: str, lexicon: Readings = NO_READINGS) -> str:
    """Return the reading of *token*, which :data:`LATIN_TOKEN` found, without its ending."""
    token = fold_latin(token)
    whole = lexicon.find(token)
    if whole is not None:
        return whole
    said = ""
    between = ""
    for piece in _PIECE.finditer(token):
        if piece["number"]:
            said, between = f"{said} {say_english(piece['number'])}", " "
        elif piece["word"]:
            said, between = (
                said + between + _read_word(piece["word"], lexicon),
                " " if piece["word"].endswith(".") else "",
            )
        else:
            between = " অ্যান্ড " if piece["sign"] else "-" if piece["hyphen"] and between != " " else " "
    return said.strip()


def join_latin_ending(word: str, match: re.Match[str]) -> str:
    """Return *word* with the ending that :data:`LATIN_ENDING` found in *match*."""
    groups = match.groupdict()
    plural: str | None = groups["plural"]
    if plural:
        return word + (_join_era(word, plural) if plural.startswith("এরা") else plural)
    if groups["classifier"]:
        return f"{word}{groups['classifier']}"
    return join_latin_case(word, groups["case"]) if groups["case"] else word


def _join_era(word: str, plural: str) -> str:
    return ("\u09c7" if _CONSONANT_END.search(word) else "") + plural[1:]


def join_latin_case(word: str, case: str) -> str:
    """Return *word*, a borrowed one, with the case ending *case*.

    >>> join_latin_case("কিং", "এর"), join_latin_case("ড্র", "তে"), join_latin_case("ওপেনএআই", "ই")
    ('কিংয়ের', 'ড্রয়ে', 'ওপেনএআই-ই')
    """
    stem, emphasis = (case[:-1], case[-1]) if len(case) > 1 and case[-1] in "ওই" else (case, "")
    if stem in {"ই", "ও"}:
        return f"{word}-{stem}" if word.endswith(("ই", "ও")) else word + stem
    if word.endswith("ং") or _ONE_CLUSTER.fullmatch(word):
        joined = {"র": "য়ের", "এর": "য়ের", "ের": "য়ের"}.get(stem) or (
            "য়ে" if stem in {"এ", "তে", "ে", "য়ে", "য়"} else stem
        )
        return word + joined + emphasis
    if word.endswith("\u09beঁ"):  # রেস্তরাঁ
        joined = {"এর": "র", "ের": "র", "এ": "য়", "তে": "য়", "ে": "য়"}.get(stem, stem)
        return word + joined + emphasis
    return join_case(word, case)


def spell_letters(word: str) -> str:
    """Return the names of the letters of *word* (A-Z, a-z), as one word.

    >>> spell_letters("BJP")
    'বিজেপি'
    """
    return "".join(_LETTERS.get(letter, "") for letter in word.upper())


def _read_word(word: str, lexicon: Readings) -> str:
    found = lexicon.find(word)
    if found is not None:
        return found
    if "." in word:
        return spell_letters(word)
    word = word.replace("’", "'")
    prefix = ""
    if _SON_OF.match(word):
        prefix, word = "ম্যাক", word[2:]
    return prefix + _read_humps(word, lexicon)


def _read_humps(word: str, lexicon: Readings) -> str:
    if _ACRONYMS.fullmatch(word):
        return spell_letters(word[:-1]) + "স"
    humps = _HUMPS.findall(word)
    if len(humps) == 1 or "'" in word or _is_one_word(word, humps):
        return _read_plain(word)
    readings = [lexicon.find(hump) or _read_plain(hump) for hump in humps]
    return ("" if len(humps) == 2 else " ").join(readings)  # noqa: PLR2004 - OpenAI is one word, IndiaTodayNews three


def _is_one_word(word: str, humps: list[str]) -> bool:
    """Tell a word of the dictionary with capitals inside, such as IndiGo or LLama, from words put together."""
    is_made_of_words = all(
        len(hump) == 1 or hump.isupper() or not _VOWEL.search(hump.lower()) or find_sounds(hump.lower())
        for hump in humps
    )
    return bool(find_sounds(word.lower())) and (not is_made_of_words or bool(_DOUBLED_CAPITAL.match(word)))


@lru_cache(maxsize=65_536)
def _read_plain(word: str) -> str:
    """Return the reading of *word*, one that is not made of others."""
    lower = word.lower()
    letters = lower.replace("'", "")
    if len(letters) == 1 or (word.isupper() and _is_acronym(letters)):
        return _AS_WORDS.get(word) or spell_letters(letters)
    if not _VOWEL.search(letters):
        return find_exception(lower) or spell_letters(letters)
    if INDIAN.search(letters) and not _ASPIRATE.search(" ".join(find_sounds(lower))):
        return read_letters(letters)
    return write_english(lower) or _read_unknown(lower)


def _read_unknown(lower: str) -> str:
    if "'" in lower:  # O'Brien, l'Oréal
        return "".join(_read_plain(part) for part in lower.split("'") if part)
    head = _cut_tail(lower)
    return _read_plain(head) + (write_english(lower[len(head) :]) or "") if head else read_letters(lower)


def _cut_tail(letters: str) -> str:
    """Return what stands before a common last part, as in bdnews; empty when there is none."""
    cuts = range(_SHORTEST_HEAD, len(letters) - _SHORTEST_TAIL + 1) if len(letters) <= _LONGEST_WORD else ()
    return next((letters[:cut] for cut in cuts if is_compound_part(letters[cut:])), "")


def _is_acronym(letters: str) -> bool:
    """Tell whether *letters*, written in capitals, are said by their names."""
    if len(letters) < _SHORTEST_DICTIONARY_WORD:
        return not (len(letters) == _SHORTEST_HEADLINE_WORD and is_compound_part(letters))
    if len(letters) <= _LONGEST_ACRONYM:
        return not find_sounds(letters)
    return not _VOWEL.search(letters) or bool(_UNSAYABLE.search(letters))
