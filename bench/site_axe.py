"""Accessibility of every page type, light and dark, wide and narrow: axe-core in Chromium.

    npm install axe-core && python bench/site_axe.py [SITE] [--axe node_modules/axe-core/axe.min.js]

Prints each violation with its page; exit code 1 when there is one. Details are opened first, so
that what opens on request is judged too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

import site_screens
import site_serve


def pages(site: Path) -> list[str]:
    """One page of every type that is there."""
    newest = max((path.name for path in (site / "briefs").glob("????-??-??")), default="")
    domain = min((path.parent.name for path in (site / "domains").glob("*/index.html")), default="")
    source = min((path.parent.name for path in (site / "sources").glob("*/index.html")), default="")
    post = min((path.parent.name for path in (site / "posts").glob("*/index.html")), default="")
    year = newest[:4]
    wanted = ["", f"briefs/{newest}/", "archive/", f"archive/{year}/", "domains/", f"domains/{domain}/",
              f"domains/{domain}/{year}/", "sources/", f"sources/{source}/", "tags/", f"tags/{year}/", "posts/",
              f"posts/{post}/", "how-it-works/", "corrections/", "about/", "search/?q=cache", "404.html"]  # fmt: skip
    return [one for one in wanted if "//" not in one and (site / one.split("?")[0]).exists()]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--axe", type=Path, default=Path("node_modules/axe-core/axe.min.js"))
    options = parser.parse_args()
    axe = options.axe.read_text("utf-8")
    server = site_serve.start(options.site)
    base = f"http://127.0.0.1:{server.server_address[1]}/"
    checked = faults = 0
    for scheme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as profile:
            driver = site_screens.browser(profile, scheme=scheme)
            for width in (1280, 390):
                size = {
                    "width": width,
                    "height": 900,
                    "deviceScaleFactor": 1,
                    "mobile": width < 600,
                }
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
                for path in pages(options.site):
                    driver.get(base + path)
                    driver.execute_script(
                        "document.querySelectorAll('details').forEach(d => d.open = true)"
                    )
                    driver.execute_script(axe)
                    found = driver.execute_async_script(
                        "const done = arguments[0]; axe.run().then(r => done(r.violations))"
                    )
                    checked += 1
                    for one in found:
                        faults += 1
                        node = one["nodes"][0]
                        print(
                            f"{scheme} {width} /{path}: {one['id']} ({len(one['nodes'])}): {node['html'][:140]} {node['failureSummary'][:200]}"
                        )
            driver.quit()
    server.shutdown()
    print(f"{checked} page views, {faults} violations")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
