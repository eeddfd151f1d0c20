from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from strategies import messy_text, paragraphs
from test_bangla_unicode import unescape

from podcast.bangla.pronounce import respell
from podcast.bangla.tsv import read_rows

DATA = Path(__file__).parent / "data" / "respell.tsv"
RULES = [(row[3], row[4]) for row in read_rows("respellings.tsv")]

# In a process of its own: espeak-ng keeps one voice for the whole process, and other tests set theirs.
PHONEMES = """
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
    return library.espeak_TextToPhonemes(ctypes.byref(ctypes.c_void_p(ctypes.addressof(buffer))), 1, 0).decode()
print(json.dumps([say(word) for word in json.load(sys.stdin)]))
"""


def cases() -> list[tuple[str, str, str]]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(unescape(written), unescape(respelled), phonemes) for written, respelled, phonemes in rows]


def say(words: list[str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PHONEMES], input=json.dumps(words), capture_output=True, text=True, check=True
    )
    return [re.sub("[',%=]", "", phonemes) for phonemes in json.loads(done.stdout)]


@pytest.mark.parametrize(("written", "respelled"), [case[:2] for case in cases()])
def test_a_word_is_respelled_for_espeak(written: str, respelled: str) -> None:
    assert respell(written) == respelled


def test_espeak_says_every_respelled_word_as_meant() -> None:
    written = [case[0] for case in cases()]

    said = dict(zip(written, say([respell(word) for word in written]), strict=True))

    assert said == {word: phonemes for word, _, phonemes in cases()}


def test_every_entry_of_the_table_does_what_its_example_says() -> None:
    assert [respell(before) for before, _ in RULES] == [after for _, after in RULES]


def test_every_entry_of_the_table_changes_what_espeak_says() -> None:
    before, after = (say([pair[side] for pair in RULES]) for side in (0, 1))

    assert not [pair for pair, old, new in zip(RULES, before, after, strict=True) if old == new]


@given(messy_text())
def test_a_token_comes_out_for_every_token_that_goes_in(text: str) -> None:
    assert len(respell(text).split()) == len(text.split())
    assert re.findall(r"\s", respell(text)) == re.findall(r"\s", text)


@given(paragraphs())
def test_composed_and_decomposed_text_are_respelled_alike(text: str) -> None:
    assert respell(unicodedata.normalize("NFD", text)) == respell(text)


@given(paragraphs())
def test_a_dot_stands_composed_exactly_where_a_vowel_sign_follows(text: str) -> None:
    respelled = respell(text)

    assert not re.search("[\u09df\u09dc\u09dd](?![\u09be-\u09cc])", respelled)
    assert not re.search("[যডঢ]\u09bc[\u09be-\u09cc]", respelled)


@pytest.mark.parametrize("text", ["OpenAI-র ১২.৫% ঁ", "café ৳৫০০ [[k'O]]", "\u200d", "ৎ ং ঃ", "۱۲ नमस्ते"])
def test_what_is_not_a_bengali_word_stays(text: str) -> None:
    assert respell(text) == text
