"""The site in a real browser: read, check a quote, follow a citation, search, switch, print."""

from __future__ import annotations

import base64
import html
import json
import re
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import newsdesk
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import site_serve
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser
DAY = "2026-11-19"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
Driver = webdriver.Chrome


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    room = newsdesk.built(tmp_path_factory.mktemp("browsed"))
    server = site_serve.start(room.site)
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield made
    made.quit()


@pytest.fixture
def page(driver: Driver, base: str) -> Iterator[Driver]:
    wide(driver, 1280)
    media(driver)
    driver.get(base)
    driver.execute_script("localStorage.clear()")
    driver.get(base)
    yield driver
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def wide(driver: Driver, width: int) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width < 600},
    )


def media(driver: Driver, kind: str = "", **features: str) -> None:
    """Emulate a medium and preferences; motion is reduced, since a click would miss what glides."""
    wanted = {"prefers-reduced-motion": "reduce"} | {
        name.replace("_", "-"): value for name, value in features.items()
    }
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": kind, "features": [{"name": n, "value": v} for n, v in wanted.items()]},
    )


def until(true: Callable[[], object]) -> None:
    """Wait for something to become true, at most five seconds."""
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def one(driver: Driver, selector: str):  # type: ignore[no-untyped-def]
    return driver.find_element(By.CSS_SELECTOR, selector)


def colour(driver: Driver) -> str:
    return str(driver.execute_script("return getComputedStyle(document.body).backgroundColor"))


def test_a_reader_opens_todays_brief_from_the_front_page(page: Driver, base: str) -> None:
    one(page, ".lead h2 a").click()
    until(lambda: page.current_url == f"{base}briefs/{DAY}/")
    assert one(page, "article h1").text == newsdesk.TEXTS["system-design"][0][1]
    assert len(page.find_elements(By.CSS_SELECTOR, "article h2")) >= 10


def test_a_retraction_over_the_front_page_leaves_its_columns_as_wide_as_they_were(
    page: Driver,
) -> None:
    def widths() -> list[float]:
        script = "return [...document.querySelectorAll('.lead, .headlines, .below')].map(e => e.offsetWidth)"
        return list(page.execute_script(script))

    wide(page, 1600)
    before = widths()
    page.execute_script(
        "document.querySelector('.page--front').insertAdjacentHTML('afterbegin', "
        "'<div class=\"correction correction--retraction\"><p>Retracted.</p></div>')"
    )
    assert len(before) == 3 and widths() == before


def test_a_quote_opens_the_words_around_it(page: Driver, base: str) -> None:
    page.get(f"{base}briefs/{DAY}/")
    details = one(page, "blockquote + details.context")
    assert not details.find_element(By.TAG_NAME, "mark").is_displayed()
    details.find_element(By.TAG_NAME, "summary").click()
    mark = details.find_element(By.TAG_NAME, "mark")
    assert mark.is_displayed() and mark.text == newsdesk.TEXTS["ai-ml"][0][3]
    assert ":~:text=" in str(
        details.find_element(By.CSS_SELECTOR, ".where a").get_attribute("href")
    )


def test_a_citation_leads_to_its_source_and_back(page: Driver, base: str) -> None:
    page.get(f"{base}briefs/{DAY}/")
    cite = one(page, "article a.cite")
    name = str(cite.get_attribute("id"))
    page.execute_script("arguments[0].click()", cite)
    until(lambda: "#source-" in page.current_url)
    entry = one(page, "li:target")
    back = entry.find_element(By.CSS_SELECTOR, f'a[href="#{name}"]')
    page.execute_script("arguments[0].click()", back)
    until(lambda: page.current_url.endswith(f"#{name}"))


def test_search_finds_a_section_and_leads_there(page: Driver, base: str) -> None:
    field = one(page, "#q")
    field.send_keys("replayed continent" + Keys.ENTER)
    until(lambda: "search/?q=" in page.current_url)
    until(lambda: page.find_elements(By.CSS_SELECTOR, ".results a"))
    first = one(page, ".results a")
    assert "token" in first.text
    first.click()
    until(lambda: page.current_url.endswith("#security"))


def test_a_result_marks_what_was_asked_and_begins_and_ends_on_whole_words(
    page: Driver, base: str
) -> None:
    page.get(f"{base}search/?q=Tokén")
    until(lambda: page.find_elements(By.CSS_SELECTOR, ".results mark"))
    marks = page.find_elements(By.CSS_SELECTOR, ".results mark")
    assert {each.text.lower() for each in marks} == {"token"}
    with urllib.request.urlopen(f"{base}search/search_index.json") as reply:
        texts = [" ".join(html.unescape(doc["text"]).split()) for doc in json.load(reply)["docs"]]
    cut = [each.text for each in page.find_elements(By.CSS_SELECTOR, ".results p")]
    assert any(each.startswith("… ") for each in cut) and any(each.endswith(" …") for each in cut)
    for each in cut:
        words = each.removeprefix("… ").removesuffix(" …")
        assert any(f" {words} " in f" {text} " for text in texts), each


def test_a_search_without_result_says_so(page: Driver, base: str) -> None:
    page.get(f"{base}search/?q=zebra")
    until(lambda: "Nothing found" in one(page, "[data-search-state]").text)


def test_the_slash_key_goes_to_the_search(page: Driver) -> None:
    one(page, "body").send_keys("/")
    assert page.switch_to.active_element.get_attribute("id") == "q"


def test_the_theme_switch_changes_colours_and_is_remembered(page: Driver, base: str) -> None:
    before = colour(page)
    button = one(page, "[data-theme-switch]")
    button.click()
    button.click()
    assert button.text.endswith("Dark") and colour(page) != before
    dark = colour(page)
    page.get(f"{base}briefs/{DAY}/")
    assert colour(page) == dark


def test_the_system_decides_the_colours_at_first(page: Driver, base: str) -> None:
    light = colour(page)
    media(page, prefers_color_scheme="dark")
    page.get(base)
    assert colour(page) != light


@pytest.mark.parametrize("width", [360, 390, 768, 1280, 1920])
def test_no_page_scrolls_sideways(page: Driver, base: str, width: int) -> None:
    wide(page, width)
    for path in ("", f"briefs/{DAY}/", "archive/", "how-it-works/", "tags/2026/", "search/"):
        page.get(base + path)
        assert page.execute_script("return document.documentElement.scrollWidth") <= width, path


def test_no_cell_of_a_table_is_a_column_of_letters_on_a_phone(page: Driver, base: str) -> None:
    wide(page, 390)
    script = "return [...document.querySelectorAll('td:first-child')].map(e => e.offsetWidth)"
    for path in (f"briefs/{DAY}/", "how-it-works/"):
        page.get(base + path)
        widths = page.execute_script(script)
        assert widths and min(one for one in widths if one) > 80, path


def test_the_graph_is_readable_on_a_phone(page: Driver, base: str) -> None:
    wide(page, 390)
    page.get(f"{base}briefs/{DAY}/")
    script = (
        "return arguments[0].getBoundingClientRect().height / arguments[0].getBBox().height * 13"
    )
    assert page.execute_script(script, one(page, ".graph__node text")) >= 11


def test_everything_can_be_read_without_javascript(page: Driver, base: str) -> None:
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page.get(f"{base}briefs/{DAY}/")
    details = one(page, "blockquote + details.context")
    details.find_element(By.TAG_NAME, "summary").click()
    assert details.find_element(By.TAG_NAME, "mark").is_displayed()
    assert one(page, ".system svg").is_displayed()
    assert not one(page, "[data-theme-switch]").is_displayed()
    one(page, ".masthead__bar nav li:nth-child(2) a").click()
    until(lambda: page.current_url == f"{base}archive/")


def test_a_keyboard_reaches_the_text_first(page: Driver, base: str) -> None:
    page.get(f"{base}briefs/{DAY}/")
    one(page, "body").send_keys(Keys.TAB)
    skip = page.switch_to.active_element
    assert skip.text == "Skip to the text" and skip.is_displayed()
    skip.send_keys(Keys.ENTER)
    until(lambda: page.current_url.endswith("#main"))
    one(page, "body").send_keys(Keys.TAB)
    inside = "return document.getElementById('main').contains(document.activeElement)"
    assert page.execute_script(inside)


def test_print_shows_the_evidence_and_no_controls(page: Driver, base: str) -> None:
    page.get(f"{base}briefs/{DAY}/")
    media(page, "print")
    page.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert not one(page, ".search").is_displayed()
    assert one(page, "details.context mark").is_displayed()
    data = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert data.startswith(b"%PDF") and len(data) > 20_000


def test_a_brief_is_light_quiet_and_does_not_jump(page: Driver, base: str) -> None:
    page.get_log("performance")
    page.get(f"{base}briefs/{DAY}/")
    script = "return performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).map(e => [e.name, e.transferSize])"
    loads = page.execute_script(script)
    assert all(name.startswith(base) for name, _ in loads)
    assert sum(size for _, size in loads) <= 150_000
    shift = page.execute_async_script(
        "const done = arguments[0]; let sum = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value })"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300)"
    )
    assert shift < 0.02
    errors = [one["message"] for one in page.get_log("browser") if one["level"] == "SEVERE"]
    assert not [message for message in errors if not re.search("favicon", message)]


def test_a_missing_page_says_so_and_leads_on(page: Driver, base: str) -> None:
    page.get(f"{base}nowhere/")
    assert one(page, "h1").text == "This page does not exist"


def test_programs_get_markdown_when_they_ask(base: str) -> None:
    for accept, kind in (("text/markdown", "text/markdown"), ("text/html,*/*;q=0.8", "text/html")):
        request = urllib.request.Request(f"{base}briefs/{DAY}/", headers={"Accept": accept})
        with urllib.request.urlopen(request) as reply:
            assert reply.headers["Content-Type"].startswith(kind)
            assert (
                "stale-while-revalidate" in reply.headers["Cache-Control"] and reply.headers["ETag"]
            )
