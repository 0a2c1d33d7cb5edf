"""`dateline eval reading`: what the last editions were as reading, from their records."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.io import answer, common
from pipeline.newsroom.config import open_newsroom


@click.command()
@click.option(
    "--days",
    default=10,
    show_default=True,
    type=click.IntRange(1, 3660),
    help="Days up to the newest record.",
)
@common
def reading(days: int, root: Path, as_json: bool) -> int:
    """Count how newsworthy, whole and fresh the last editions are.

    \b
    Example:
      dateline eval reading --days 10

    Exit code 1 when a lead is not of the window its label promises, or a passage came twice.
    """
    from pipeline.evals.reading import ReadingFigures, figures

    found: ReadingFigures = figures(open_newsroom(root), days)
    rows = [
        ("editions, of days", f"{found.editions} of {found.days}"),
        (
            "  held / from the library / without a page",
            f"{found.held} / {found.library} / {found.without_page}",
        ),
        (
            "sections",
            f"{found.sections} ({', '.join(f'{n} {kind}' for kind, n in found.kinds.items())})",
        ),
        ("words a section", f"{found.words}"),
    ]
    for name, rate in (
        ("leads of the window their label promises", found.leads_in_window),
        ("sections of one story", found.one_story),
        ("statements over a year old or undated, sold as news", found.old_as_news),
        ("passages cited again within 14 days", found.repeated),
        ("statements that stand alone in print", found.printable),
        ("implications of their section's own story", found.own_implication),
        ("ledes that say what happened", found.ledes),
        ("words of headlines that their section comes to", found.titles),
    ):
        rows.append(
            (name, f"{rate.count} of {rate.of}" + (f" ({rate.share:.1%})" if rate.of else ""))
        )
    answer(found, "\n".join(f"{name:<52} {value}" for name, value in rows), as_json=as_json)
    broken = found.leads_in_window.count < found.leads_in_window.of or found.repeated.count
    return 1 if broken else 0
