"""How tables write phonemes, and the phonemes there are.

``a i u e o``, ``O`` for ɔ, ``E`` for æ, each with ``~`` when nasal; ``y w``, the second half of a diphthong;
``k kh g gh N c ch j jh T Th D Dh t th d dh n p f b bh m r R l s sh h``. A doubled consonant stands twice.
"""

from __future__ import annotations

import re

Phonemes = tuple[str, ...]

_PHONEME = re.compile("[kgcjTDtdpb]h|sh|[ieEaOou]~?|[kgNcjTDtdnpfbmrRlshyw]|\\.")


def parse_phonemes(written: str) -> Phonemes:
    """Return the phonemes written one after the other; a dot parts letters that could be taken for one.

    Raises:
        ValueError: *written* has something else in it.

    >>> parse_phonemes("ca~d"), parse_phonemes("pot.hara")
    (('c', 'a~', 'd'), ('p', 'o', 't', 'h', 'a', 'r', 'a'))
    """
    found = _PHONEME.findall(written)
    if "".join(found) != written:
        raise ValueError(f"{written!r} is not phonemes")
    return tuple(phoneme for phoneme in found if phoneme != ".")
