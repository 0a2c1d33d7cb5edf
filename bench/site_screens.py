"""Pictures of the site, for the README and for looking at: every type of page.

    python bench/site_screens.py [SITE] [--out docs/screens] [--all]

Serves SITE on loopback and photographs it with headless Chromium at 1280 and 390 pixels, light
and dark. Without --all only the README's picture is made (docs/home.png).
"""

from __future__ import annotations

import argparse
import http.server
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(site: Path) -> http.server.ThreadingHTTPServer:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def browser(profile: str, *, scheme: str) -> webdriver.Chrome:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme},
                      {"name": "prefers-reduced-motion", "value": "reduce"}]},
    )  # fmt: skip
    return driver


def shoot(driver: webdriver.Chrome, address: str, size: tuple[int, int], path: Path) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600},
    )
    driver.get(address)
    if address.endswith("#open"):  # the words around the first quote, and the sources of the page
        driver.execute_script(
            "document.querySelectorAll('.context').forEach((one, at) => at < 3 && (one.open = true))"
        )
    time.sleep(0.2)  # the search fetches its index
    path.parent.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(path))
    print(path)


def found(site: Path) -> dict[str, str]:
    """An address of each type of page that the site has."""
    newest = max((path.name for path in (site / "briefs").glob("????-??-??")), default="")
    groups = {"domain": "domains", "source": "sources", "post": "posts"}
    pages = {
        "home": "", "brief": f"briefs/{newest}/", "context": f"briefs/{newest}/#open",
        "archive": "archive/", "how": "how-it-works/", "corrections": "corrections/",
        "about": "about/", "tags": "tags/", "search": "search/?q=latency", "nowhere": "404.html",
    }  # fmt: skip
    for name, folder in groups.items():
        inner = sorted(path.parent.name for path in (site / folder).glob("*/index.html"))
        if inner:
            pages[name] = f"{folder}/{inner[0]}/"
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--tall", type=int, default=0, help="height of the pictures in pixels")
    options = parser.parse_args()
    pages = found(options.site)
    schemes, widths = (
        ("light", "dark") if options.all else ("light",),
        (1280, 390) if options.all else (1280,),
    )
    if not options.all:
        pages = {"home": ""}
    server = serve(options.site)
    base = f"http://127.0.0.1:{server.server_address[1]}/"
    for scheme in schemes:
        with tempfile.TemporaryDirectory() as profile:
            driver = browser(profile, scheme=scheme)
            for width in widths:
                for name, url in pages.items():
                    height = options.tall or (860 if width > 600 else 844)
                    file = f"{name}-{width}-{scheme}.png" if options.all else f"{name}.png"
                    shoot(driver, base + url, (width, height), options.out / file)
            driver.quit()
    server.shutdown()


if __name__ == "__main__":
    main()
