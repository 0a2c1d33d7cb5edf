"""The pointer: a finished site takes the place of the one that stands, in one step.

Enter: a whole new site, and where the site stands. Leave: the new one there, and the old one's
folder for its owner to delete. Whoever reads meanwhile finds the one or the other, never none and
never half: the two folders are exchanged by the kernel (renameat2 with RENAME_EXCHANGE on Linux,
renamex_np with RENAME_SWAP on macOS), or, where the file system cannot do that, `site` is a link to
`.dateline/sites/<generation>` that is renamed over the last. A link that a person made is followed.
Refuses: a site that cannot be moved at all (`BuildError`); the old one then stands.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import BuildError
from pipeline.records import store

_AT_FDCWD = -100  # relative to the working folder, as for every path; see openat(2)
_EXCHANGE = 2  # RENAME_EXCHANGE in linux/fs.h, RENAME_SWAP in sys/stdio.h
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM)
ASIDE = ".site.new"  # a copy beside the site, where the state lies on another file system
LINKS = 40  # followed, as by the kernel
KEPT = (".gitkeep",)  # of the old site, if the new one lacks them


def switch(new: Path, site: Path, generations: Path) -> None:
    """Put folder `new` where `site` is; what stood there is gone or lies at `new` afterwards.

    generations: the folder that holds sites where `site` has to be a link. Raises BuildError.
    """
    try:
        for name in KEPT:
            if (site / name).exists() and not (new / name).exists():
                shutil.copy2(site / name, new / name)
        _settle(new)
        place = _followed(site, generations)
        if place.is_symlink():
            _by_link(new, place, generations)
        elif place.exists():
            _exchanged(new, place, generations)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            _renamed(new, place)
    except OSError as error:
        raise refused(error, site) from error


def refused(error: OSError, where: Path) -> BuildError:
    """What the system said, as it is, with what to do about it."""
    hints = {
        errno.ENOSPC: "make room on that disk and run again; the site that stands was left alone",
        errno.EDQUOT: "make room in that quota and run again; the site that stands was left alone",
        errno.EBUSY: "it is mounted by itself: mount its parent, or make `site` a link to a folder",
        errno.EROFS: "the file system is mounted read-only; give the right to write",
        errno.EACCES: "give this process the right to write there",
    }
    said = (error.strerror or str(error)).lower()
    return BuildError(
        f"the site could not be written: {said}",
        where=str(error.filename or where),
        hint=hints.get(error.errno or 0, "yesterday's site stands; mend that and run again"),
    )


def exchange(one: Path, two: Path) -> None:
    """Let two folders trade places in one step. Raises OSError where that cannot be done."""
    call = _system_call()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(two))
    if call(os.fsencode(one), os.fsencode(two)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(two))


def _system_call() -> Callable[[bytes, bytes], int] | None:
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return lambda one, two: int(libc.renamex_np(one, two, ctypes.c_uint(_EXCHANGE)))
    if hasattr(libc, "renameat2"):
        flags = ctypes.c_uint(_EXCHANGE)
        return lambda one, two: int(libc.renameat2(_AT_FDCWD, one, _AT_FDCWD, two, flags))
    return None


def _exchanged(new: Path, site: Path, generations: Path) -> None:
    """Exchange with the folder that stands; by a copy beside it, or by a link, where that fails."""
    try:
        exchange(new, site)
        return
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    beside = site.with_name(ASIDE)
    try:
        if new.stat().st_dev != site.parent.stat().st_dev:
            shutil.rmtree(beside, ignore_errors=True)
            shutil.copytree(new, beside)
            exchange(beside, site)
            return
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _out_of_the_way(site, new)
    _by_link(new, site, generations)


def _out_of_the_way(site: Path, new: Path) -> None:
    """The one moment without a site, on a file system that exchanges nothing: it becomes a link."""
    try:
        site.rename(new.with_name("old-site"))
    except OSError:
        shutil.rmtree(site)


def _by_link(new: Path, site: Path, generations: Path) -> None:
    """Move the new site among the generations and rename a link to it over the old link."""
    generations.mkdir(parents=True, exist_ok=True)
    taken = [int(one.name) for one in generations.iterdir() if one.name.isdigit()]
    home = generations / str(max(taken, default=0) + 1)
    _renamed(new, home)
    link = site.with_name(f".{site.name}.00000000.dateline-part")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(home, site.parent), target_is_directory=True)
    link.replace(site)


def _renamed(new: Path, target: Path) -> None:
    """Move a folder; over a border of file systems by a copy that appears whole."""
    try:
        new.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(ASIDE)
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(new, beside)
        beside.rename(target)


def _followed(site: Path, generations: Path) -> Path:
    """Where the site is: the folder, or the link of ours to a generation of it."""
    home = os.path.realpath(generations)
    for _ in range(LINKS):
        if not site.is_symlink():
            return site
        target = site.parent / site.readlink()
        if os.path.realpath(target.parent) == home and not target.is_symlink():
            return site
        site = target
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(site))


def _settle(new: Path) -> None:
    """Bring what is new of a site to the disk before anyone is pointed at it; what it shares with
    the last site lies there already."""
    for here, _, names in os.walk(new):
        for path in (Path(here, name) for name in names):
            if path.stat().st_nlink == 1:
                store.durable(path)
        store.durable(Path(here))
