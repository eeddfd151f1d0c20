import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from piper.patch_voice_with_alignment import add_alignment_output
from tiny_piper import build_model

from podcast.speech.engines.onnx_outputs import durations_suffix

MODEL = build_model()


def outputs(model: bytes) -> list[str]:
    return [output.name for output in onnxruntime.InferenceSession(model).get_outputs()]


def test_the_model_tells_what_pipers_own_patch_makes_it_tell() -> None:
    patched = onnx.load_from_string(MODEL)
    add_alignment_output(patched)
    assert outputs(MODEL) == ["output"]
    assert outputs(MODEL + durations_suffix(MODEL)) == outputs(patched.SerializeToString()) == ["output", "w_ceil"]


def test_the_rest_of_the_model_stays_as_it_was() -> None:
    patched = onnx.load_from_string(MODEL)
    add_alignment_output(patched)
    assert onnx.load_from_string(MODEL + durations_suffix(MODEL)) == patched


def test_a_model_that_tells_already_is_left_alone() -> None:
    assert durations_suffix(MODEL + durations_suffix(MODEL)) == b""


@pytest.mark.parametrize("ceils", [0, 2])
def test_a_model_in_which_the_tensor_cannot_be_told_is_left_alone(ceils: int) -> None:
    assert durations_suffix(build_model(ceils=ceils)) == b""


def test_a_long_name_is_written_right() -> None:
    model = onnx.load_from_string(MODEL)
    long = "w_ceil" * 60
    for node in model.graph.node:
        node.output[:] = [long if name == "w_ceil" else name for name in node.output]
        node.input[:] = [long if name == "w_ceil" else name for name in node.input]
    content = model.SerializeToString()
    assert outputs(content + durations_suffix(content)) == ["output", long]


@given(st.integers(0, len(MODEL)), st.binary(max_size=12))
def test_what_is_no_model_is_left_alone_and_never_an_error(place: int, noise: bytes) -> None:
    damaged = MODEL[:place] + noise
    assert durations_suffix(damaged) in {b"", durations_suffix(MODEL)}
