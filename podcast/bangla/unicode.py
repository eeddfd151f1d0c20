"""Clean-up of Bengali text as it arrives from pages: one spelling for what looks the same.

Words are not corrected and nothing that can be seen is dropped; what changes is how signs are encoded.
"""

from __future__ import annotations

import re
import unicodedata

_NUKTA = "\u09bc"
_HASANTA = "\u09cd"
_ZWNJ = "\u200c"
_ZWJ = "\u200d"

_LINE_BREAK = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls
    "\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # hyphens, marks and joiners nobody sees
    "\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"  # annotations, not characters, halves of a character
)
_JOINERS = re.compile(f"[{_ZWNJ}{_ZWJ}]+")
_JOINED_FORMS = (
    # ৎ as it was written before it had a code of its own
    (re.compile(f"ত{_HASANTA}{_ZWNJ}*{_ZWJ}[{_ZWNJ}{_ZWJ}]*(?!য)"), "ৎ"),
    # the older order of the signs in র‍্য
    (re.compile(f"র{_HASANTA}{_ZWJ}+(?=য)"), f"র{_ZWJ}{_HASANTA}"),
)
_OTHER_SCRIPT = re.compile("[^\x00-\u024f\u0980-\u09ff\u2000-\u206f]")
_CONSONANT_END = re.compile(f"[ক-হৰৱ{_NUKTA}]")
_CONSONANT = re.compile("[ক-হৰৱ]")
_SIGN = "\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc"  # the dependent vowels

# Text made of these alone, without the sequences in _BROKEN, is NFC already and is what clean_text returns.
_UNUSUAL = re.compile(
    "[^\n -~\u0964\u0965\u0980-\u09db\u09de\u09e0-\u09ef\u09f2-\u09f6\u09f8-\u09fe"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]"
)

# The sequences a keyboard or a converter gets wrong. None of them is Bengali spelling.
_FIXES = (
    (re.compile("অ\u09be"), "আ"),
    # ya-phala with the dot of য়, as in সাহায্য়
    (re.compile(f"{_HASANTA}য{_NUKTA}+"), f"{_HASANTA}য"),
    (re.compile(f"({_NUKTA}|{_HASANTA}|ঁ|[{_SIGN}])\\1+"), r"\1"),
    # the dot typed after the vowel sign: যা় for য়া
    (re.compile(f"([যডঢ])([{_SIGN}]+){_NUKTA}"), rf"\1{_NUKTA}\2"),
    # র built from its parts
    (re.compile(f"ব{_NUKTA}"), "র"),
    # the two halves of ো in the wrong order
    (re.compile("\u09be\u09c7"), "\u09cb"),
    (re.compile("।[।৷]+|৷[।৷]*"), "।"),
    (re.compile("(?<=[0-9০-৯])ঃ"), ":"),
    # the opposite slip, a colon for visarga: দু:খ
    (re.compile("(?<![\u0980-\u09fe])(দু|নি|অত|অন্ত|পুন|স্বত|প্রাত):(?=[ক-হ])"), r"\1ঃ"),
    # Assamese letters: র; and ব as second member of a cluster and inside a word, ওয় where a word begins with its sound
    (re.compile("ৰ"), "র"),
    (re.compile(f"(?<![\u0980-\u09e3])ৱ(?=[{_SIGN}])"), f"ওয{_NUKTA}"),
    (re.compile("ৱ"), "ব"),
)
# candrabindu typed before the vowel sign
_EARLY_CANDRABINDU = re.compile(f"ঁ[ঁ{_SIGN}]+")
_BROKEN = re.compile(
    f"[{_SIGN}][{_SIGN}{_NUKTA}\u09d7]|[{_HASANTA}ঁ][{_NUKTA}{_HASANTA}ঁ{_SIGN}]|{_NUKTA}{_NUKTA}|{_HASANTA}য{_NUKTA}|অ\u09be|ব{_NUKTA}"
    "|।।|[0-9০-৯]ঃ|[\u0981-\u09cd]:[ক-হ]"
)


def clean_text(text: str) -> str:
    """Return *text* in NFC with its encoding slips mended; lines stay lines, ended by a line feed.

    Invisible characters go, except where they change what is read: ``র‍্যা`` and the explicit hasanta of ``হৃদ্‌রোগ``.
    Every kind of space becomes a plain one; runs of spaces are kept. Safe on any string, lone surrogates included.

    >>> clean_text("অামরা সাহায্য়ে৷")
    'আমরা সাহায্যে।'
    >>> clean_text("সকাল ৯ঃ৩০, উত্" + chr(0x200D) + "সব।।")
    'সকাল ৯:৩০, উৎসব।'
    """
    if _is_clean(text):
        return text
    return "\n".join(line if _is_clean(line) else _clean_line(line) for line in _LINE_BREAK.sub("\n", text).split("\n"))


def normalize_text(text: str) -> str:
    """Return *text* in NFC, as its author spelled it, without what nobody sees; lines stay lines.

    Unlike :func:`clean_text` it mends no slip: this is the text to show, that one the text to work on.

    >>> normalize_text("সাহায্য়ে" + chr(0xFEFF)) == unicodedata.normalize("NFC", "সাহায্য়ে")
    True
    """
    if _UNUSUAL.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _SPACE.sub(" ", _LINE_BREAK.sub("\n", text))))


def _is_clean(text: str) -> bool:
    """Tell text that is NFC and needs no mending; ``False`` means only that it must be looked at."""
    return _UNUSUAL.search(text) is None and _BROKEN.search(text) is None


def _clean_line(line: str) -> str:
    """Mend until nothing changes: taking one sign away can bring two others together."""
    while True:
        mended = unicodedata.normalize("NFC", line)
        mended = _INVISIBLE.sub("", _SPACE.sub(" ", mended))
        if _ZWNJ in mended or _ZWJ in mended:
            for pattern, replacement in _JOINED_FORMS:
                mended = pattern.sub(replacement, mended)
            mended = _JOINERS.sub(_judge_joiner, mended)
        mended = _EARLY_CANDRABINDU.sub(lambda match: match[0].replace("ঁ", "") + "ঁ", mended)
        for pattern, replacement in _FIXES:
            mended = pattern.sub(replacement, mended)
        if mended == line:
            return line
        line = mended


def _judge_joiner(match: re.Match[str]) -> str:
    """Return the one joiner that is meant at *match*, or nothing."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before.endswith(_HASANTA):
        explicit = _ZWNJ in match[0] and _CONSONANT_END.match(before[:-1]) and _CONSONANT.match(after)
        return _ZWNJ if explicit else ""
    if before.endswith("র") and after == f"{_HASANTA}য":
        return "" if before.startswith(_HASANTA) else _ZWJ
    if _OTHER_SCRIPT.match(before[-1:]) and _OTHER_SCRIPT.match(after[:1]):
        return match[0][0]
    return ""
