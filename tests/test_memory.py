import subprocess
import sys

import pytest

from podcast.memory import give_back_memory

PROGRAM = """
from pathlib import Path
from podcast.memory import give_back_memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

kept = [bytes(50_000) for _ in range(1_000)]
last = bytes(50_000)  # lies above all others, so that the heap cannot just shrink
del kept
before = resident()
give_back_memory()
print(before - resident())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's pools are Linux's")
def test_what_was_freed_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 20_000_000


def test_it_can_be_asked_for_at_any_time() -> None:
    give_back_memory()
    give_back_memory()
