import re

from lxml import etree
from show_samples import BASE_URL

from podcast.qr_code import MOST_CHARACTERS, draw_svg, draw_terminal


def test_a_code_for_a_page_has_no_style_script_or_text() -> None:
    tree = etree.fromstring(draw_svg(BASE_URL))
    assert {element.tag for element in tree.iter()} == {"svg", "path"}
    assert set(tree.xpath("//@*[name() != 'd']")) <= {"0 0 37 37", "segno", "#fff", "#000", "qrline"}
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
