"""What espeak-ng says for a word, in the phonemes of ``podcast/bangla/notation.py``; for tests."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence

# In a process of its own: espeak-ng keeps one voice for the whole process, and other tests set theirs.
_PROGRAM = """
import ctypes, json, sys, espeakng_loader
library = ctypes.CDLL(espeakng_loader.get_library_path())
library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
library.espeak_TextToPhonemes.restype = ctypes.c_char_p
if library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000) <= 0:
    sys.exit("espeak-ng does not start")
if library.espeak_SetVoiceByName(b"bn"):
    sys.exit("espeak-ng has no Bengali voice")
def say(word):
    buffer = ctypes.create_string_buffer(word.encode())
    place, said = ctypes.c_void_p(ctypes.addressof(buffer)), []
    while place.value:
        said.append(library.espeak_TextToPhonemes(ctypes.byref(place), 1, ord("_") << 8).decode())
    return "_".join(said)
print(json.dumps([say(word) for word in json.load(sys.stdin)]))
"""
_MNEMONICS = {
    "&": "E", "w": "w", "j": "y", "p#": "f", "b#": "bh", "t#": "th", "d#": "dh", "t.": "T", "t.#": "Th", "d.": "D",
    "d.#": "Dh", "tS": "c", "tS#": "ch", "J": "j", "J#": "jh", "dZ": "j", "dZ#": "jh", "k#": "kh", "g#": "gh", "*": "r",
    "r.": "R", "S": "sh", "s": "sh", "v": "bh", "n.": "n", "n^": "n",
}  # fmt: skip
_UNASPIRATED = {"kh": "k", "gh": "g", "ch": "c", "jh": "j", "Th": "T", "Dh": "D", "th": "t", "dh": "d", "bh": "b"}
VOWELS = frozenset("ieEaOou")


def say(words: Sequence[str]) -> list[str]:
    """Return espeak's own names of the phonemes of each word, between ``_``, stress marks left out."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], input=json.dumps(words), capture_output=True, text=True, check=True
    )
    return [re.sub("[',%=]", "", said) for said in json.loads(done.stdout)]


def say_phonemes(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what espeak says for each word, comparable with :func:`comparable` phonemes."""
    return [comparable(_translated(said)) for said in say(words)]


def comparable(phonemes: Iterable[str]) -> tuple[str, ...]:
    """Write i, u and o after a vowel as y, w and w, and s, which espeak cannot say before most letters, as sh."""
    same: list[str] = []
    for phoneme in phonemes:
        after_vowel = bool(same) and (same[-1][0] in VOWELS or same[-1] in {"y", "w"})
        if after_vowel and phoneme in {"i", "u", "o"}:
            same.append("y" if phoneme == "i" else "w")
        else:
            same.append("sh" if phoneme == "s" else phoneme)
    return tuple(same)


def _translated(said: str) -> Iterable[str]:
    for name in re.split("[_ |]+", said):
        is_long = name.endswith(":")
        bare = name.rstrip(":;")
        phoneme = _MNEMONICS.get(bare, bare)
        if is_long and phoneme[0] not in VOWELS:
            yield _UNASPIRATED.get(phoneme, phoneme)
        if phoneme:
            yield phoneme
