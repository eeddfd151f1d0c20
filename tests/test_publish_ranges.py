from hypothesis import given
from hypothesis import strategies as st

from podcast.publish.ranges import MOST_RANGES, Multipart, Span, wanted_spans

SIZES = st.integers(min_value=0, max_value=60)
PLACES = st.integers(min_value=0, max_value=80)
ASKED = st.lists(
    st.one_of(
        st.tuples(PLACES, PLACES).map(sorted).map(lambda pair: (f"{pair[0]}-{pair[1]}", range(pair[0], pair[1] + 1))),
        PLACES.map(lambda first: (f"{first}-", range(first, 1000))),
    ),
    min_size=1,
    max_size=MOST_RANGES,
)


@given(ASKED, SIZES)
def test_exactly_the_bytes_that_were_asked_for_and_exist_are_sent_once(
    asked: list[tuple[str, range]], size_bytes: int
) -> None:
    spans = wanted_spans("bytes=" + ", ".join(text for text, _ in asked), size_bytes)
    assert spans is not None
    sent = [place for start, end in spans for place in range(start, end)]
    assert len(sent) == len(set(sent))
    assert set(sent) == {place for _, places in asked for place in places if place < size_bytes}


@given(st.integers(min_value=0, max_value=100), SIZES)
def test_the_last_bytes_are_counted_from_the_end(count: int, size_bytes: int) -> None:
    spans = wanted_spans(f"bytes=-{count}", size_bytes)
    assert [size_bytes - start for start, _ in spans or ()] == [min(count, size_bytes)] * bool(count and size_bytes)


@given(st.text(max_size=30), SIZES)
def test_no_header_is_too_odd(header: str, size_bytes: int) -> None:
    for text in (header, f"bytes={header}"):
        spans = wanted_spans(text, size_bytes)
        assert spans is None or all(0 <= start < end <= size_bytes for start, end in spans)


@given(st.lists(st.integers(min_value=1, max_value=10**7), min_size=2, max_size=5))
def test_a_multipart_answer_is_as_long_as_it_says(lengths: list[int]) -> None:
    spans, start = [], 0
    for length in lengths:
        spans.append(Span(start, start + length))
        start += length + 1
    frame = Multipart(spans, start, "audio/mpeg", "b" * 24)
    assert frame.size_bytes == sum(lengths) + sum(map(len, frame.heads)) + len(frame.tail)
    assert all(f"bytes {a}-{b - 1}/{start}".encode() in head for head, (a, b) in zip(frame.heads, spans, strict=True))
