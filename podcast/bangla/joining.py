"""How case endings join the word before them, and the pattern that finds them after a number."""

from __future__ import annotations

import re

LETTER = "\u0980-\u09e5\u09f0\u09f1\u09fc\u09fe\u200c\u200d"
"""Bengali letters and the signs on them, for use between square brackets."""
_INNER = LETTER.replace("\u0980-", "\u0980-\u0982\u0984-")
WORD_STARTS = f"(?<![{_INNER}])"
"""Where a word may begin: not after a letter. The visarga of an abbreviation, as in মিঃলিঃ, ends what is before it."""
WORD_ENDS = f"(?![{LETTER}])"
CASE = f"(?:[-‑–’']?(?P<case>(?:এর|র|এ|তে|কে|রা|দের|য়ে|য়|ের|ে)[ওই]?|ই|ও){WORD_ENDS})"
"""A case ending glued to digits or a symbol, with or without a hyphen."""
_APART = rf" (?=(?:টি|টা|টে|টো)(?:র|য়|তে|কে)?[ওই]?{WORD_ENDS}(?![-‑–]?\d))"
CLASSIFIER = f"(?:(?:[-‑]|{_APART})?(?P<classifier>(?:টি|টা(?!কা|ইম)|টে|টো|জন|খানা|খানি)[{_INNER}]*))"
"""A classifier glued to digits, with whatever endings it has."""
ENDING = f"(?:{CLASSIFIER}|{CASE})?"

_VOWEL_SIGNS = tuple("\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c7\u09c8\u09cb\u09cc")
# বায়ান্ন and চৌদ্দ are said with an o at the end; no other number word that ends in a conjunct takes র
_SOUNDED = ("ন্ন", "দ্দ")
# দুটি, দুজন; in দশমিক দুইটি the digit keeps its name
_TWO_AT_END = re.compile("(?<!দশমিক )(?<![^\\s-])দুই$")


def join_case(word: str, case: str) -> str:
    """Return *word* with the case ending *case*, as grammar joins them.

    >>> join_case("বায়ান্ন", "এর"), join_case("ত্রিশ", "এর"), join_case("নব্বই", "র"), join_case("আটাশ", "এ")
    ('বায়ান্নর', 'ত্রিশের', 'নব্বইয়ের', 'আটাশে')
    >>> join_case("টাকা", "তে"), join_case("কোটি", "এ"), join_case("কুড়ি", "রও")
    ('টাকায়', 'কোটিতে', 'কুড়িরও')
    """
    if len(case) > 1 and case[-1] in "ওই":
        return join_case(word, case[:-1]) + case[-1]
    if case in {"র", "এর", "ের"}:
        return word + _genitive_ending(word)
    if case in {"এ", "তে", "য়ে", "য়", "ে"}:
        return word + _locative_ending(word, case)
    return word + case


def _genitive_ending(word: str) -> str:
    if word.endswith((*_VOWEL_SIGNS, *_SOUNDED, "ও", "এ")):
        return "র"
    return "য়ের" if word.endswith(("ই", "উ")) else "ের"


def _locative_ending(word: str, case: str) -> str:
    if case == "তে" and word.endswith("্য"):
        return "তে"
    if word.endswith("\u09be"):
        return "য়"
    if word.endswith((*_VOWEL_SIGNS, *_SOUNDED, "ও", "এ")):
        return "তে"
    if word.endswith(("ই", "উ")):
        return "তে" if case == "তে" else "য়ে"
    return "ে"


def join_ending(word: str, match: re.Match[str]) -> str:
    """Return *word* with the ending that :data:`ENDING` found in *match*."""
    groups = match.groupdict()
    if groups.get("case"):
        return join_case(word, groups["case"])
    classifier: str | None = groups.get("classifier")
    if not classifier:
        return word
    if classifier.startswith(("টি", "টো", "জন")):
        word = _TWO_AT_END.sub("দু", word)
    return word + classifier
