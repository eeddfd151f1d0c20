import re
from xml.etree import ElementTree

from show_samples import BASE_URL

from podcast.qr_code import MOST_CHARACTERS, draw_svg, draw_terminal


def test_a_code_for_a_page_has_no_style_script_or_text() -> None:
    tree = ElementTree.fromstring(draw_svg(BASE_URL))
    assert {element.tag for element in tree.iter()} == {"svg", "path"}
    assert {name for element in tree.iter() for name in element.keys()} <= {"viewBox", "class", "fill", "stroke", "d"}
    assert "khobor" not in draw_svg(BASE_URL)


def test_codes_differ_as_addresses_do() -> None:
    assert draw_svg(BASE_URL) != draw_svg(f"{BASE_URL}x")
    assert draw_svg(BASE_URL) == draw_svg(BASE_URL)


def test_an_address_too_long_to_scan_has_no_code() -> None:
    assert draw_svg("https://khobor.example/" + "a" * MOST_CHARACTERS) is None


def test_a_code_for_a_screen_is_drawn_in_blocks() -> None:
    drawn = draw_terminal("http://10.0.0.1:8000/")
    assert re.search("[█▀▄]", drawn)
    assert len(drawn.splitlines()) > 10
