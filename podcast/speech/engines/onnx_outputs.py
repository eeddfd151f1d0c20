"""The one thing this program changes in a model: the lengths of the phonemes are told besides the sound.

A Piper model computes how long each phoneme lasts and keeps it to itself; which tensor that is, the graph shows: it is
what the only ``Ceil`` rounds up. In protobuf, a message that is written after another is merged into it, and repeated
fields add up (https://protobuf.dev/programming-guides/encoding/#last-one-wins), so a few bytes after the file's own
name that tensor as an output. The file stays as it was downloaded, and the package ``onnx`` is not needed.
"""

from __future__ import annotations

from collections.abc import Iterator

_MODEL_GRAPH, _GRAPH_NODE, _GRAPH_OUTPUT, _VALUE_NAME, _NODE_OUTPUT, _NODE_OP_TYPE = 7, 1, 12, 1, 2, 4
"""Field numbers of onnx.proto, which a standard cannot change."""
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MOST_SHIFT = 63


def durations_suffix(model: bytes) -> bytes:
    """Return the bytes which, written after *model*, make it tell how long each phoneme is; none if it cannot.

    It cannot when it has no ``Ceil`` or several, when it tells already, or when it is no model.
    """
    try:
        graphs = [value for field, value in _fields(memoryview(model)) if field == _MODEL_GRAPH]
        nodes = [_fields(node) for graph in graphs for field, node in _fields(graph) if field == _GRAPH_NODE]
        ceils = {name for node in nodes for name in _outputs_of_ceil(list(node))}
        outputs = {_name(value) for graph in graphs for field, value in _fields(graph) if field == _GRAPH_OUTPUT}
    except (ValueError, IndexError):
        return b""
    if len(ceils) != 1 or ceils <= outputs:
        return b""
    return _field(_MODEL_GRAPH, _field(_GRAPH_OUTPUT, _field(_VALUE_NAME, ceils.pop())))


def _outputs_of_ceil(node: list[tuple[int, memoryview]]) -> Iterator[bytes]:
    if any(field == _NODE_OP_TYPE and bytes(value) == b"Ceil" for field, value in node):
        yield from (bytes(value) for field, value in node if field == _NODE_OUTPUT)


def _name(value: memoryview) -> bytes:
    return next((bytes(name) for field, name in _fields(value) if field == _VALUE_NAME), b"")


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield number and content of every field of *message* that has a length; pass over the others.

    Raises:
        ValueError: it is no message.
        IndexError: it ends in the middle of a field.
    """
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind = key & 7
        if kind == _BYTES:
            length, place = _varint(message, place)
            if place + length > len(message):
                raise IndexError("the field is longer than the message")
            yield key >> 3, message[place : place + length]
            place += length
        elif kind == _VARINT:
            _, place = _varint(message, place)
        elif kind in {_FIXED64, _FIXED32}:
            place += 8 if kind == _FIXED64 else 4
        else:
            raise ValueError(f"wire type {kind}")


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[place]
        place += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
            return number, place
        shift += 7
        if shift > _MOST_SHIFT:
            raise ValueError("a number of more than ten bytes")


def _field(number: int, content: bytes) -> bytes:
    return _encoded(number << 3 | _BYTES) + _encoded(len(content)) + content


def _encoded(number: int) -> bytes:
    digits = []
    while number >= 0x80:  # noqa: PLR2004 - as above
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])
