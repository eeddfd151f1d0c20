import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from podcast.errors import SettingsError
from podcast.pictures.own_cover import check_own_cover, convert_own_cover

RED, WHITE = (200, 30, 40), (255, 255, 255)
CMYK_ORANGE = (0, 128, 255, 0)


def saved(path: Path, picture: Image.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


def converted(path: Path, ground: str | None = None) -> Image.Image:
    check_own_cover(path)
    picture = Image.open(io.BytesIO(convert_own_cover(path, ground)))
    picture.load()
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    return picture


def assert_colour(picture: Image.Image, place: tuple[int, int], expected: tuple[int, int, int], most: int = 6) -> None:
    found = picture.getpixel(place)
    assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= most, f"{found} != {expected}"


def test_a_good_picture_keeps_its_size_and_loses_what_is_hidden_in_it(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1400, 1400), RED)
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (23.0, 48.0, 0.0)}  # where it was taken
    path = saved(tmp_path / "nodi.jpg", picture, exif=exif, comment=b"secret")
    done = converted(path)
    assert done.size == (1400, 1400)
    assert not done.getexif()
    assert b"secret" not in convert_own_cover(path)
    assert_colour(done, (700, 700), RED)


def test_a_larger_one_is_scaled_down(tmp_path: Path) -> None:
    for name, mode in (("a.png", "RGB"), ("b.jpg", "RGB")):
        assert converted(saved(tmp_path / name, Image.new(mode, (6000, 6000), RED))).size == (3000, 3000)


def test_a_png_becomes_a_jpeg_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "nodi.jpg"
    Image.new("RGB", (1500, 1500), RED).save(path, "PNG")
    assert_colour(converted(path), (10, 10), RED)


def test_cmyk_becomes_rgb_as_it_looks(tmp_path: Path) -> None:
    path = saved(tmp_path / "c.jpg", Image.new("CMYK", (1400, 1400), CMYK_ORANGE), quality=95)
    with Image.open(path) as picture:
        assert picture.mode == "CMYK"
    assert_colour(converted(path), (700, 700), (255, 127, 0), most=8)


@pytest.mark.parametrize(
    ("ground", "expected"), [(None, WHITE), ("#0b3c3d", (0x0B, 0x3C, 0x3D))], ids=["white", "the show's colour"]
)
def test_what_is_transparent_shows_the_ground(
    tmp_path: Path, ground: str | None, expected: tuple[int, int, int]
) -> None:
    picture = Image.new("RGBA", (1400, 1400), (0, 0, 0, 0))
    picture.paste((*RED, 255), (0, 0, 700, 1400))
    done = converted(saved(tmp_path / "c.png", picture), ground)
    assert_colour(done, (1200, 700), expected)
    assert_colour(done, (200, 700), RED)


@pytest.mark.parametrize("mode", ["P", "L", "1", "LA", "I;16"])
def test_every_kind_of_png_is_taken(tmp_path: Path, mode: str) -> None:
    grey = Image.new("L", (1400, 1400), 255)
    picture = Image.new("I;16", (1400, 1400), 65_535) if mode == "I;16" else grey.convert(mode)
    assert_colour(converted(saved(tmp_path / "c.png", picture)), (700, 700), WHITE)


def test_sixteen_bits_are_scaled_not_cut_off(tmp_path: Path) -> None:
    path = saved(tmp_path / "c.png", Image.new("I;16", (1400, 1400), 32_768))
    assert_colour(converted(path), (700, 700), (128, 128, 128))


def test_a_transparent_palette_shows_the_ground(tmp_path: Path) -> None:
    picture = Image.new("P", (1400, 1400), 0)
    picture.putpalette([*RED, *WHITE])
    assert_colour(converted(saved(tmp_path / "c.png", picture, transparency=0)), (5, 5), WHITE)


def test_a_picture_that_lies_on_its_side_is_put_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1400, 1400), WHITE)
    picture.paste(RED, (0, 0, 1400, 700))  # the upper half
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it
    done = converted(saved(tmp_path / "c.jpg", picture, exif=exif, quality=95))
    assert_colour(done, (1200, 700), RED)
    assert_colour(done, (200, 700), WHITE)


def test_a_colour_profile_is_followed(tmp_path: Path) -> None:
    picture = Image.new("L", (1400, 1400), 128)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, srgb, b"no profile"):
        done = converted(saved(tmp_path / "c.png", picture.convert("RGB"), icc_profile=profile))
        assert_colour(done, (5, 5), (128, 128, 128))


def test_a_noisy_picture_is_kept_under_what_directories_take(tmp_path: Path) -> None:
    noise = Image.effect_noise((3000, 3000), 40).convert("RGB")
    path = saved(tmp_path / "c.jpg", noise, quality=95)
    assert len(convert_own_cover(path)) <= 512_000
    assert 1400 <= converted(path).width < 3000


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ((1, 1), "1 × 1 pixels, too small"),
        ((1399, 1399), "1399 × 1399"),
        ((1600, 1200), "1600 × 1200 pixels, not square"),
    ],
)
def test_a_picture_of_the_wrong_size_is_refused(tmp_path: Path, size: tuple[int, int], found: str) -> None:
    path = saved(tmp_path / "c.png", Image.new("RGB", size))
    for refuse in (check_own_cover, convert_own_cover):
        with pytest.raises(SettingsError, match=f"{found}.*expected a square JPEG or PNG of 1400 to 3000"):
            refuse(path)


def test_the_shape_is_judged_as_it_is_seen(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = saved(tmp_path / "c.jpg", Image.new("RGB", (1600, 1500)), exif=exif)
    with pytest.raises(SettingsError, match="1500 × 1600 pixels, not square"):
        check_own_cover(path)


def test_another_format_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.jpg"
    Image.new("P", (1400, 1400)).save(path, "GIF")
    with pytest.raises(SettingsError, match=r"c\.jpg: the cover is a GIF, whatever its name says"):
        check_own_cover(path)


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.png"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="not a picture that can be opened"):
        check_own_cover(path)


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.png: the cover cannot be read: No such file"):
        check_own_cover(tmp_path / "nowhere.png")


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_picture_cut_short_is_refused(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path / f"c.{kind}", Image.effect_noise((1400, 1400), 60).convert("RGB"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SettingsError, match="the cover is damaged"):
        convert_own_cover(path)
