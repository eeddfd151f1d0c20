"""From Piper's phoneme words to the words of the text, none left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from podcast.errors import SpeechError
from podcast.model import WordTiming
from podcast.speech.engines.piper_runtime import PhonemeWord
from podcast.speech.words import beginning


def time_tokens(
    tokens: Sequence[str], said: Sequence[PhonemeWord], alone: Callable[[str], Sequence[str]]
) -> list[tuple[int, int]]:
    """Return when each of *tokens* was said, in milliseconds; *alone* tells the phoneme words of a token by itself.

    Nearly always there is one phoneme word for a token. Digits and Latin letters make several of one, which is what
    they make alone. What is still left over is tied letter by letter; a token that was run together with the one before
    shares its time. (Of 1 957 sentences of news, 3 have another number of phoneme words than of tokens; with digits and
    Latin words left to espeak, 453, of which 318 are what the tokens make alone.)

    Raises:
        SpeechError: a token makes no phonemes, or two in a row were not said, or the first.
    """
    expected = ["".join(alone(token)) for token in tokens]
    silent = next((token for token, phonemes in zip(tokens, expected, strict=True) if not phonemes), None)
    if silent is not None:
        raise SpeechError(f"{beginning(silent)}: Piper did not say this")
    pieces: list[list[tuple[int, int]]] = [[] for _ in tokens]
    for word, owners in zip(said, _owners(tokens, said, alone), strict=True):
        shares = [owners[0]] if len(owners) == 1 else [o for o in owners for _ in expected[o]]
        for owner in owners:
            first = shares.index(owner)
            begun, ended = (_between(word, part, len(shares)) for part in (first, first + shares.count(owner)))
            pieces[owner].append((begun, ended))
    times: list[tuple[int, int]] = []
    for number, own in enumerate(pieces):
        if own:
            times.append((own[0][0], own[-1][1]))
        elif number == 0 or not pieces[number - 1]:
            raise SpeechError(f"{beginning(' '.join(tokens[max(0, number - 1) :]))}: Piper did not say this")
        else:
            start_ms, end_ms = times[-1]
            middle_ms = (start_ms + end_ms) // 2
            times[-1:] = [(start_ms, middle_ms), (middle_ms, end_ms)]
    return times


def time_words(
    text: str, spans: Sequence[tuple[int, int]], origins: Sequence[int], times: Sequence[tuple[int, int]]
) -> tuple[WordTiming, ...]:
    """Give each word of *text* the time of its tokens; *origins* says which word a token belongs to.

    >>> time_words("বই পড়ি", [(0, 2), (3, 7)], [0, 1, 1], [(0, 80), (90, 120), (120, 400)])[1]
    WordTiming(start=3, end=7, start_ms=90, end_ms=400)

    Raises:
        SpeechError: a word has no token.
    """
    timings = []
    for number, (start, end) in enumerate(spans):
        own = [time for origin, time in zip(origins, times, strict=True) if origin == number]
        if not own:
            raise SpeechError(f"{beginning(text[start:end])}: Piper did not say this")
        timings.append(WordTiming(start, end, own[0][0], max(own[0][0] + 1, own[-1][1])))
    return tuple(timings)


def _between(word: PhonemeWord, part: int, parts: int) -> int:
    return word.start_ms + (word.end_ms - word.start_ms) * part // parts


def _owners(
    tokens: Sequence[str], said: Sequence[PhonemeWord], alone: Callable[[str], Sequence[str]]
) -> list[tuple[int, ...]]:
    """Return for each phoneme word the numbers of the tokens it is, or is part of; several when run together."""
    expected = [alone(token) for token in tokens]
    if sum(map(len, expected)) == len(said):
        return [(number,) for number, words in enumerate(expected) for _ in words]
    return _match(["".join(words) for words in expected], said)


def _match(expected: Sequence[str], said: Sequence[PhonemeWord]) -> list[tuple[int, ...]]:
    letters = [(letter, token) for token, word in enumerate(expected) for letter in word]
    heard = [(letter, word) for word, one in enumerate(said) for letter in one.phonemes]
    votes: list[Counter[int]] = [Counter() for _ in said]
    matcher = SequenceMatcher(None, [letter for letter, _ in letters], [letter for letter, _ in heard], autojunk=False)
    for place, heard_place, length in matcher.get_matching_blocks():
        for step in range(length):
            votes[heard[heard_place + step][1]][letters[place + step][1]] += 1
    owners: list[tuple[int, ...]] = []
    for vote in votes:
        before = owners[-1][-1] if owners else 0
        most = vote.most_common(1)[0][0] if vote else before
        mine = {token for token, count in vote.items() if 2 * count >= len(expected[token])} or {most}
        owners.append(tuple(sorted({max(before, token) for token in mine})))
    return owners
