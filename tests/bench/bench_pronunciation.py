"""Measure what respelling adds to the embedded voice: ``python tests/bench/bench_pronunciation.py``.

Every word of the news text is respelled as if it had never been seen, and the text is spoken by the bare espeak-ng
library, in turns; the best CPU time of five rounds counts. The exit code is 1 when the target is missed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # runs in an environment that holds only the peers

from podcast.bangla import respell, verbalize
from podcast.bangla.pronounce import forget_words
from podcast.speech.engines.espeak_library import find_installation, utter

NEWS = Path(__file__).with_name("news.txt")
ROUNDS = 5
MOST = 0.1
"""Respelling may take this part of the time that speaking takes."""


def seconds(act: Callable[[], object]) -> float:
    """Return the CPU seconds that *act* takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def main() -> int:
    """Measure, print, and return the exit code."""
    text = verbalize(NEWS.read_text(encoding="utf-8").replace("\n", " "))
    installation = find_installation()
    respelling = speaking = float("inf")
    for _ in range(ROUNDS):
        forget_words()
        respelling = min(respelling, seconds(lambda: respell(text)))
        speaking = min(speaking, seconds(lambda: utter(installation, text, voice_name="bn", rate_wpm=175, volume=65)))
    words = len(set(text.split()))
    ratio = respelling / speaking
    sys.stdout.write(
        f"respell, {words} words never seen: {respelling * 1e6 / words:.0f} microseconds a word, {ratio:.2f} of the "
        f"time espeak-ng takes to speak them; target {MOST:g} {'reached' if ratio <= MOST else 'MISSED'}\n"
    )
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
