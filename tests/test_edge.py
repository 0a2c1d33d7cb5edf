"""What an edge answers: the preview server is tried here, nginx and the worker by bench/site_edge.py."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import newsdesk
import pytest
from checks import each

from pipeline.publish.indexes import HEADERS

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import site_edge

EDGE = Path(__file__).parent.parent / "templates" / "edge"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    room = newsdesk.built(tmp_path_factory.mktemp("edge"))
    with site_edge.preview(room.site) as one:
        yield one


@pytest.mark.parametrize("one", site_edge.ASKS, ids=lambda one: f"{one.path} {one.accept[:24]}")
def test_every_file_comes_with_its_type_its_caching_and_its_etag(
    port: int, one: site_edge.Ask
) -> None:
    assert list(site_edge.differences(port, one, zips=False)) == []


def test_nginx_says_what_the_headers_file_says() -> None:
    told = (EDGE / "nginx.conf").read_text("utf-8")
    for name, value in each(re.findall(r"^  ([\w-]+): (.+)$", HEADERS, re.MULTILINE)):
        if name == "Vary":
            assert "add_header Vary Accept always" in told and "gzip_vary     on" in told
        elif name == "Content-Type":
            assert value.split(";")[0] in told
        else:
            assert value in told, name
