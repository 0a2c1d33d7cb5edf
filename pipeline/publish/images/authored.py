"""Pictures of authors: sizes so that nothing jumps, lazy loading, and a lighter format beside.

Enter: a parsed page and its file. Leaves: the page rewritten where it shows a local picture, and a
WebP beside each that is smaller than the original. Originals are kept; nothing is scaled up.
"""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import BuildError
from pipeline.records import store

RASTER = (".png", ".jpg", ".jpeg")
QUALITY = (
    80  # WebP: no difference seen beside the originals at this value on screenshots and photographs
)


def settle(tree: HtmlElement, page: Path, site: Path, *, changed: bool = False) -> list[str]:
    """Give the page's pictures their sizes; returns files made, below the site.

    The page is written again when it has such pictures, or when the tree is `changed` already.
    """
    made: list[str] = []
    for image in tree.xpath("//article//img[@src]"):
        source = image.get("src")
        if urlsplit(source).scheme or source.startswith("//"):
            continue
        path = (page.parent / unquote(source.split("?")[0].split("#")[0])).resolve()
        if not path.is_file() or not path.is_relative_to(site.resolve()):
            continue  # the link audit names it
        changed |= _size(image, path)
        if path.suffix.lower() in RASTER:
            lighter = _webp(path)
            if lighter:
                made.append(lighter.relative_to(site.resolve()).as_posix())
                _offer(image, source.rsplit(".", 1)[0] + ".webp")
                changed = True
    if changed:
        doctype = "<!doctype html>\n"
        page.write_text(doctype + html.tostring(tree, encoding="unicode"), "utf-8")
    return sorted(set(made))


def _size(image: HtmlElement, path: Path) -> bool:
    if path.suffix.lower() == ".svg" or (image.get("width") and image.get("height")):
        return False
    try:
        with Image.open(path) as opened:
            width, height = ImageOps.exif_transpose(opened).size  # as browsers show it
    except (UnidentifiedImageError, OSError) as error:
        raise BuildError(
            f"is not a picture ({error})", where=path.name, hint="save it again as PNG, JPEG or SVG"
        ) from error
    wanted = int(image.get("width") or 0) if (image.get("width") or "0").isdigit() else 0
    shown = min(wanted or width, width)
    image.set("width", str(shown))
    image.set("height", str(round(height * shown / width)))
    image.set("loading", "lazy")
    image.set("decoding", "async")
    return True


def _webp(path: Path) -> Path | None:
    """The lighter copy, or None when it would not be lighter."""
    target = path.with_suffix(".webp")
    if target.is_file():
        return target
    with Image.open(path) as opened:
        upright = ImageOps.exif_transpose(opened)  # the copy carries no EXIF, so no way up either
        data = io.BytesIO()
        mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
        upright.convert(mode).save(data, "WEBP", quality=QUALITY, method=4)
    if data.tell() >= path.stat().st_size:
        return None
    store.write(target, data.getvalue(), sync=False)
    return target


def _offer(image: HtmlElement, source: str) -> None:
    """Wrap the picture so that browsers may take the lighter copy."""
    picture = html.Element("picture")
    parent = image.getparent()
    picture.tail, image.tail = image.tail, None
    parent.replace(image, picture)
    picture.append(html.Element("source", {"srcset": source, "type": "image/webp"}))
    picture.append(image)
