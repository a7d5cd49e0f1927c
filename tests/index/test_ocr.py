"""Pictures of text: every digit right, the spaces that the model leaves out put back, OpenCV never loaded."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from index.readers.ocr import PictureWord
from index.readers.ocr import reader as ocr
from index.readers.ocr.ink import Ink, place_gaps
from index.readers.ocr.recognise import Character
from index.readers.ocr.words import words_of

reads = pytest.mark.skipif(bool(ocr.available()), reason=ocr.available() or "reads")

TABLE = [
    ["Indicator", "Unit", "2022", "2023", "2024"],
    ["Direct emissions (Scope 1)", "tCO2e", "4,083.1", "11,117.11", "1,171"],
    ["Total water withdrawal", "m3", "1,204,356", "0.05", "101.0"],
    ["Energy used per employee", "MWh", "8.88", "9.99", "1.1"],
    ["Women in management", "%", "27.4%", "31.05%", "100%"],
    ["Accidents at work, all sites", "cases", "17", "711", "1,000"],
]
COLUMNS = [40, 520, 760, 960, 1160]


def picture(texts: list[tuple[int, int, str]], *, size: tuple[int, int], points: int = 24) -> Image.Image:
    """A white picture with black texts, each at its left and top."""
    image = Image.new("RGB", size, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=points)
    for left, top, text in texts:
        draw.text((left, top), text, fill="black", font=font)
    return image


def table(*, points: int = 24) -> npt.NDArray[np.uint8]:
    texts = [
        (left, 40 + 60 * row, cell)
        for row, cells in enumerate(TABLE)
        for left, cell in zip(COLUMNS, cells, strict=True)
    ]
    return np.asarray(picture(texts, size=(1340, 420), points=points))


def cells_of(words: list[PictureWord]) -> list[list[str]]:
    """The words as rows of cells, by where the table was drawn."""
    rows: list[list[list[PictureWord]]] = [[[] for _ in COLUMNS] for _ in TABLE]
    for word in sorted(words, key=lambda word: word.left):
        column = max(at for at, left in enumerate(COLUMNS) if word.left >= left - 8)
        rows[round(((word.top + word.bottom) / 2 - 55) / 60)][column].append(word)
    return [[" ".join(word.text for word in cell) for cell in row] for row in rows]


@reads
@pytest.mark.parametrize("points", [18, 24, 30])
def test_a_table_is_read_digit_by_digit_and_word_by_word(points: int) -> None:
    assert cells_of(ocr.read_picture(table(points=points))) == TABLE


@reads
def test_light_text_on_a_dark_ground_is_read() -> None:
    assert cells_of(ocr.read_picture(255 - table())) == TABLE


@reads
def test_the_same_picture_is_read_the_same_way() -> None:
    assert ocr.read_picture(table()) == ocr.read_picture(table())


@reads
def test_words_stand_where_they_are_printed() -> None:
    words = {word.text: word for word in ocr.read_picture(table())}
    font = ImageFont.load_default(size=24)
    for text, left, top in [("11,117.11", 960, 100), ("withdrawal", None, 160), ("31.05%", 960, 280)]:
        x0, y0, x1, y1 = font.getbbox(text)
        start = left if left is not None else 40 + font.getlength("Total water ")
        place = words[text]
        assert (place.left, place.top) == pytest.approx((start + x0, top + y0), abs=4)
        assert (place.right, place.bottom) == pytest.approx((start + x1, top + y1), abs=4)
        assert 0.9 < place.confidence <= 1


@reads
@pytest.mark.parametrize("size", [(1, 1), (7, 400), (400, 7), (64, 64), (900, 12), (12, 3000), (6000, 40)])
def test_a_picture_without_text_holds_no_words(size: tuple[int, int]) -> None:
    assert ocr.read_picture(np.full((size[1], size[0], 3), 255, dtype=np.uint8)) == []


@reads
def test_what_is_hardly_legible_is_dropped_rather_than_guessed() -> None:
    figures = ["4,083.1", "11,117.1", "868,386.8", "3,886.83", "9,051.2"]
    wide = picture([(40 + 160 * at, 40, text) for at, text in enumerate(figures)], size=(860, 120), points=20)
    assert len(ocr.read_picture(np.asarray(wide))) >= 3
    for blur in (0.0, 1.0, 2.0):
        words = ocr.read_picture(np.asarray(wide.filter(ImageFilter.GaussianBlur(blur))))
        assert all(word.confidence >= 0.5 for word in words)
        # A thousands comma that the blur took changes no value.
        values = {text.replace(",", "") for text in figures}
        assert {word.text.replace(",", "") for word in words} <= values, blur


@reads
def test_a_line_in_which_the_model_loses_a_digit_gives_no_wrong_number() -> None:
    figures = ["4,083.1", "11,117.1", "868,386.8", "3,886.83"]
    line = picture([(40, 40, " ".join(figures))], size=(700, 120), points=20)
    assert {word.text for word in ocr.read_picture(np.asarray(line))} <= set(figures)


@reads
def test_neither_opencv_nor_the_package_around_the_models_is_loaded() -> None:
    code = (
        "import sys, numpy; from index.readers.ocr import available, read_picture;"
        "assert 'onnxruntime' not in sys.modules; assert not available();"
        "read_picture(numpy.full((64, 64, 3), 255, numpy.uint8));"
        "assert 'onnxruntime' in sys.modules;"
        "assert not {'cv2', 'rapidocr_onnxruntime', 'torch'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ((3, 13), "rapidocr-onnxruntime, which reads pictures, needs Python 3.12 or older"),
        ((3, 12), "rapidocr-onnxruntime, which reads pictures, is not installed"),
    ],
)
def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch, version: tuple[int, int], reason: str) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    monkeypatch.setattr(ocr.sys, "version_info", version)
    assert ocr.available() == reason


def bars(*spans: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """A piece of text 30 pixels high whose ink is 20 pixels high, so that an em is 20 / 0.72 = 28 pixels."""
    piece = np.full((30, spans[-1][1] + 10, 3), 255, dtype=np.uint8)
    for begin, end in spans:
        piece[5:25, begin:end] = 0
    return piece


def spelt(text: str, middles: list[float], *, unsure: dict[int, float] | None = None) -> list[Character]:
    """Characters with the middles of each in pixels."""
    return [
        Character(character, middle, (unsure or {}).get(at, 0.99))
        for at, (character, middle) in enumerate(zip(text, middles, strict=True))
    ]


def words_on(piece: npt.NDArray[np.uint8], characters: list[Character]) -> list[PictureWord]:
    """The words of a piece whose characters are placed in pixels."""
    width = piece.shape[1]
    placed = [replace(character, middle=character.middle / width) for character in characters]
    return list(words_of(piece, (0, 0, width, 30), placed))


def split(piece: npt.NDArray[np.uint8], characters: list[Character]) -> list[str]:
    return [word.text for word in words_on(piece, characters)]


def test_a_wide_gap_parts_words_and_a_narrow_one_does_not() -> None:
    assert split(bars((10, 24), (34, 48)), spelt("AB", [17, 41])) == ["A", "B"]
    assert split(bars((10, 24), (26, 40)), spelt("AB", [17, 33])) == ["AB"]


def test_a_one_stands_free_without_a_space() -> None:
    assert split(bars((10, 14), (22, 26)), spelt("11", [12, 24])) == ["11"]
    assert split(bars((10, 14), (28, 32)), spelt("11", [12, 30])) == ["1", "1"]


@pytest.mark.parametrize(("text", "words"), [("1, 2", ["1,2"]), ("1 .2", ["1.2"]), ("a b", ["a", "b"])])
def test_a_space_that_the_model_saw_inside_a_number_needs_a_gap(text: str, words: list[str]) -> None:
    piece = bars((10, 24), (26, 30), (32, 46)) if len(words) == 1 else bars((10, 24), (26, 46))
    middles = {3: [17.0, 25.0, 36.0], 4: [17.0, 28.0, 31.0, 39.0] if text[1] != " " else [17.0, 25.0, 28.0, 39.0]}
    assert split(piece, spelt(text, middles[len(text)])) == words


def test_a_word_is_as_sure_as_its_least_sure_character() -> None:
    characters = spelt("AB", [17, 33], unsure={1: 0.41})
    assert [word.confidence for word in words_on(bars((10, 24), (26, 40)), characters)] == [0.41]


def test_an_unread_mark_before_a_number_does_not_part_it() -> None:
    characters = spelt("877", [36, 46, 58])
    assert split(bars((4, 20), (28, 40), (42, 54), (56, 68)), characters) == ["877"]


def test_a_letter_seen_too_far_behind_stays_with_its_word() -> None:
    ink = Ink((10.0, 69.2), (0.0, 20.0), ((39.2, 45.0),), 20.0)
    # The second l of "will" seems to stand behind the middle of the gap before "fry".
    assert place_gaps("willfry", [17, 26, 31, 43, 48, 55, 64], ink, frozenset()) == {4: (39.2, 45.0)}


def test_a_number_that_lost_a_digit_is_not_trusted() -> None:
    piece = bars(*((10 + 12 * at, 20 + 12 * at) for at in range(5)))
    whole = spelt("86836", [15.0, 27.0, 39.0, 51.0, 63.0])
    assert [(word.text, word.confidence) for word in words_on(piece, whole)] == [("86836", 0.99)]
    torn = [*whole[:1], *whole[2:]]
    assert [(word.text, word.confidence) for word in words_on(piece, torn)] == [("8836", 0.0)]


@pytest.mark.parametrize(
    ("read", "word"), [("lron", "Iron"), ("level", "level"), ("（2）", "(2)"), ("lbs", "lbs"), ("100％", "100%")]
)
def test_signs_are_made_plain(read: str, word: str) -> None:
    piece = bars(*((10 + 16 * at, 24 + 16 * at) for at in range(len(read))))
    assert split(piece, spelt(read, [17.0 + 16 * at for at in range(len(read))])) == [word]


def test_nothing_read_is_no_word() -> None:
    assert split(bars((10, 24)), []) == []
    assert split(bars((10, 24)), spelt(" ", [17])) == []


@pytest.mark.parametrize(("text", "confidence"), [("9.051.2", 0.0), ("9,051.2", 0.99**2), ("31.12.2020", 0.99**2)])
def test_a_misread_thousands_sign_is_not_trusted(text: str, confidence: float) -> None:
    piece = bars(*((10 + 12 * at, 20 + 12 * at) for at in range(len(text))))
    characters = spelt(text, [15.0 + 12 * at for at in range(len(text))])
    words = words_on(piece, characters)
    assert [(word.text, word.confidence) for word in words] == [(text, pytest.approx(confidence))]


@pytest.mark.parametrize(("text", "words"), [("5.8", ["5.8"]), ("5. 8", ["5.", "8"])])
def test_a_number_is_not_cut_at_its_point_unless_the_model_saw_a_space(text: str, words: list[str]) -> None:
    middles = {"5": 17.0, ".": 32.0, " ": 39.0, "8": 55.0}
    characters = spelt(text, [middles[character] for character in text])
    assert split(bars((10, 24), (30, 34), (48, 62)), characters) == words
