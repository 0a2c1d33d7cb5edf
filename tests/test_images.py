"""Pictures of authors keep their way up, their size and their original."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from pipeline.errors import BuildError
from pipeline.publish.images.authored import settle


def page(site: Path, markup: str) -> tuple[html.HtmlElement, Path]:
    path = site / "posts" / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<html><body><article>{markup}</article></body></html>")
    return html.document_fromstring(path.read_text()), path


def test_a_photograph_taken_sideways_is_measured_and_copied_upright(tmp_path: Path) -> None:
    tree, path = page(tmp_path, '<img src="photo.jpg" alt="A rack of servers">')
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it
    picture = Image.effect_noise((400, 200), 80).convert("RGB")
    picture.save(path.parent / "photo.jpg", exif=exif, quality=95)
    before = (path.parent / "photo.jpg").read_bytes()
    assert settle(tree, path, tmp_path) == ["posts/photo.webp"]
    image = tree.xpath("//img")[0]
    assert (image.get("width"), image.get("height")) == ("200", "400")
    with Image.open(path.parent / "photo.webp") as lighter:
        assert lighter.size == (200, 400)
    assert (path.parent / "photo.jpg").read_bytes() == before


@pytest.mark.parametrize(("wanted", "shown"), [("50", "50"), ("900", "300"), ("wide", "300")])
def test_a_picture_is_shown_smaller_if_wanted_and_never_larger(
    tmp_path: Path, wanted: str, shown: str
) -> None:
    tree, path = page(tmp_path, f'<img src="a.png" alt="x" width="{wanted}">')
    Image.new("RGB", (300, 150)).save(path.parent / "a.png")
    settle(tree, path, tmp_path)
    image = tree.xpath("//img")[0]
    assert (image.get("width"), int(image.get("height"))) == (shown, int(shown) // 2)
    assert image.get("loading") == "lazy"


def test_what_is_no_picture_is_refused_by_name(tmp_path: Path) -> None:
    tree, path = page(tmp_path, '<img src="a.png" alt="x">')
    (path.parent / "a.png").write_bytes(b"not a picture")
    with pytest.raises(BuildError, match=r"a\.png: is not a picture"):
        settle(tree, path, tmp_path)


def test_a_picture_from_elsewhere_is_left_to_the_audit(tmp_path: Path) -> None:
    tree, path = page(tmp_path, '<img src="https://a.example/x.png" alt="x"><img src="../../etc.png" alt="y">')  # fmt: skip
    before = path.read_text()
    assert settle(tree, path, tmp_path) == [] and path.read_text() == before
