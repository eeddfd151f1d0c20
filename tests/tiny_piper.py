"""A model of two kilobytes with the signature of Piper's voices, run by the real runtime: no weights, but sound.

Every phoneme id is a tone as long as ``ceil(length_scale * (2 + id % 3))`` frames of 256 samples; a space, a pad and
the marks of beginning and end are silent. The second speaker's tones are higher. Noise is added as the two noise scales
say, so that a caller who forgets to turn it off gets other samples each time.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
import platformdirs
from onnx import TensorProto, helper, numpy_helper

from podcast.settings import APP_NAME
from podcast.speech.model_files import Model, load_model
from podcast.speech.models import install_model

RATE_HZ, HOP = 22_050, 256
ONNX_NAME, CONFIG_NAME = "tiny.onnx", "tiny.onnx.json"
PHONEMES = [
    *"_^$ !'(),-.:;?abcdefghijklmnopqrstuvwxyz0123456789",
    *"æçðøħŋœɐɑɒɓɔɕɖɗəɛɜɟɡɣɪɬɭɯɲɳɹɽɾʃʈʊʌʒʔʰʲˈˌːθβ\u0303\u032a\u032f\u0329",
]
"""Those of espeak's Bengali and English; pad, beginning, end and space come first."""
SILENT_IDS = 4


@lru_cache
def build_model(*, ceils: int = 1) -> bytes:
    """Return the same bytes every time; lengths are rounded up by so many nodes, of which Piper's voices have one."""
    rounding = [_node("Ceil", ["frames_positive"], ["w_ceil"])]
    if ceils == 0:
        rounding = [
            _node("Neg", ["frames_positive"], ["negative"]),
            _node("Floor", ["negative"], ["negative_whole"]),
            _node("Neg", ["negative_whole"], ["w_ceil"]),
        ]
    elif ceils > 1:
        rounding = [
            _node("Ceil", ["frames_positive"], ["rounded"]),
            _node("Ceil", ["rounded"], ["w_ceil"]),
        ]
    nodes = [
        # how long each id is, in frames
        _node("Split", ["scales"], ["noise", "length", "noise_w"], axis=0, num_outputs=3),
        _node("Mod", ["input", "three"], ["kind"]),
        _node("Cast", ["kind"], ["kind_float"], to=TensorProto.FLOAT),
        _node("Add", ["kind_float", "two"], ["frames_wanted"]),
        _node("Mul", ["frames_wanted", "length"], ["frames_scaled"]),
        _node("RandomNormalLike", ["frames_scaled"], ["chance_w"]),
        _node("Mul", ["chance_w", "noise_w"], ["chance_w_scaled"]),
        _node("Add", ["frames_scaled", "chance_w_scaled"], ["frames_noisy"]),
        _node("Max", ["frames_noisy", "one_float"], ["frames_positive"]),
        *rounding,
        # which id each frame belongs to: how many of the ids have ended before it
        _node("CumSum", ["w_ceil", "axis_1"], ["ends"]),
        _node("ReduceSum", ["w_ceil"], ["frames_float"], keepdims=0),
        _node("Range", ["zero_float", "frames_float", "one_scalar"], ["frame"]),
        _node("Unsqueeze", ["frame", "axis_1"], ["frame_column"]),
        _node("GreaterOrEqual", ["frame_column", "ends"], ["has_ended"]),
        _node("Cast", ["has_ended"], ["has_ended_int"], to=TensorProto.INT64),
        _node("ReduceSum", ["has_ended_int", "axis_1"], ["place"], keepdims=0),
        _node("Squeeze", ["input", "axis_0"], ["ids"]),
        _node("Gather", ["ids", "place"], ["frame_id"]),
        _node("GreaterOrEqual", ["frame_id", "first_sounding"], ["is_sounding"]),
        _node("Cast", ["is_sounding"], ["loudness"], to=TensorProto.FLOAT),
        # the sound: 256 samples a frame, of a tone that rises with the speaker's number
        _node("Unsqueeze", ["loudness", "axis_1"], ["loudness_column"]),
        _node("Cast", ["sid"], ["speaker"], to=TensorProto.FLOAT),
        _node("Add", ["speaker", "one_float"], ["pitch"]),
        _node("Mul", ["wave", "pitch"], ["angles"]),
        _node("Sin", ["angles"], ["tone"]),
        _node("Mul", ["loudness_column", "tone"], ["loud"]),
        _node("RandomNormalLike", ["loud"], ["chance"]),
        _node("Mul", ["chance", "noise"], ["chance_scaled"]),
        _node("Add", ["loud", "chance_scaled"], ["noisy"]),
        _node("Mul", ["noisy", "half"], ["quiet"]),
        _node("Reshape", ["quiet", "shape"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "ids"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
            helper.make_tensor_value_info("sid", TensorProto.INT64, [1]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])],
        [
            _constant("three", np.array([3], np.int64)),
            _constant("first_sounding", np.array([SILENT_IDS], np.int64)),
            _constant("axis_0", np.array([0], np.int64)),
            _constant("axis_1", np.array([1], np.int64)),
            _constant("shape", np.array([1, 1, 1, -1], np.int64)),
            _constant("two", np.array([2], np.float32)),
            _constant("half", np.array([0.5], np.float32)),
            _constant("one_float", np.array([1], np.float32)),
            _constant("one_scalar", np.array(1, np.float32)),
            _constant("zero_float", np.array(0, np.float32)),
            _constant("wave", (np.arange(HOP, dtype=np.float32) * (2 * np.pi * 8 / HOP)).astype(np.float32)[None, :]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8, producer_name="tests")
    onnx.checker.check_model(model)
    return model.SerializeToString()


def build_config(*, language: str = "bn_BD", espeak_voice: str = "bn") -> bytes:
    """Return the model's json file, with two speakers."""
    return json.dumps(
        {
            "audio": {"sample_rate": RATE_HZ, "quality": "tiny"},
            "espeak": {"voice": espeak_voice},
            "language": {"code": language},
            "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
            "phoneme_type": "espeak",
            "phoneme_id_map": {phoneme: [number] for number, phoneme in enumerate(PHONEMES)},
            "num_symbols": len(PHONEMES),
            "num_speakers": 2,
            "speaker_id_map": {"low": 0, "high": 1},
            "hop_length": HOP,
        },
        ensure_ascii=False,
    ).encode()


@dataclass(frozen=True)
class TinyModel:
    """The files of a model, and the model file that goes with them."""

    onnx: bytes
    config: bytes

    def settings(self, source: str = "https://models.example/") -> str:
        """Return what ``voices/models/NAME.toml`` says of it."""
        lines = ['title = "tiny"', 'licence = "CC0"', f'source = "{source}"']
        for key, name, content in (("onnx", ONNX_NAME, self.onnx), ("config", CONFIG_NAME, self.config)):
            digest = hashlib.sha256(content).hexdigest()
            lines += [f"[{key}]", f'file = "{name}"', f"size_bytes = {len(content)}", f'sha256 = "{digest}"']
        return "\n".join(lines) + "\n"

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ONNX_NAME).write_bytes(self.onnx)
        (folder / CONFIG_NAME).write_bytes(self.config)
        return folder


def tiny_model(*, language: str = "bn_BD", espeak_voice: str = "bn", ceils: int = 1) -> TinyModel:
    return TinyModel(build_model(ceils=ceils), build_config(language=language, espeak_voice=espeak_voice))


def add_model(name: str, settings: str) -> Model:
    """Make ``podcast voices install NAME`` work, in the person's configuration folder (a test has its own)."""
    folder = platformdirs.user_config_path(APP_NAME) / "voices" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(settings, encoding="utf-8")
    return load_model(name)


def install_tiny(name: str, folder: Path, tiny: TinyModel | None = None) -> Model:
    """Install a tiny model through *folder*."""
    files = tiny or tiny_model()
    model = add_model(name, files.settings())
    install_model(model, local=files.write(folder / name))
    return model


def _node(kind: str, inputs: list[str], outputs: list[str], **attributes: int) -> onnx.NodeProto:
    return helper.make_node(kind, inputs, outputs, **attributes)


def _constant(name: str, value: np.ndarray) -> onnx.TensorProto:
    return numpy_helper.from_array(value, name)
