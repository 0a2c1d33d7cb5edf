"""`dateline eval gold`: fixed evidence, traps among it, through a writer and past the verifier."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from pipeline import compose
from pipeline.cli.io import answer, common, say, track
from pipeline.errors import ConfigError
from pipeline.evals.gold import cases as measure
from pipeline.evals.gold import pairs, run
from pipeline.evals.gold.cases import Gold, Result
from pipeline.evals.gold.run import Contender, Judged
from pipeline.llm import ledger
from pipeline.newsroom.config import Newsroom, load_desk, open_newsroom, shipped
from pipeline.world import World


@click.command()
@click.option("--writer", type=click.Choice(list(compose.WRITERS)), default="extractive",
              show_default=True, help="Who writes.")  # fmt: skip
@click.option("--compare", nargs=2, metavar="A B",
              help="Two writers, models or folders of templates, side by side.")  # fmt: skip
@click.option("--packs", type=click.Path(path_type=Path, file_okay=False),
              help="Folder of packs; without it those that come with dateline.")  # fmt: skip
@click.option("--judge", is_flag=True, help="Also ask the writer's model yes-or-no questions.")
@click.option("--set-floors", is_flag=True, help="Make these results the floors.")
@click.option("--because", default="", help="Why floors may be set lower than they were.")
@click.option("--offline", is_flag=True, help="Contact no host at all, and prove it.")
@common
def gold(
    writer: str,
    compare: tuple[str, str] | None,
    packs: Path | None,
    judge: bool,
    set_floors: bool,
    because: str,
    offline: bool,
    root: Path,
    as_json: bool,
) -> int:
    """Put fixed evidence packs through a writer and score the outcome with the verifier.

    Some packs are traps: no evidence, contradictions, injected orders, numbers that invite
    rounding. A case under its floor is shown with the reason.

    \b
    Example:
      dateline eval gold --writer extractive
      dateline eval gold --writer claude --judge
      dateline eval gold --writer claude --compare claude-sonnet-5-5 claude-opus-5-5

    Exit code 1: a case fell under its floor, or floors would be lowered without a reason.
    """
    folder = packs or shipped("tests") / "gold"
    loaded = measure.load(folder)
    room = _room(root)
    world = World(offline=offline)
    contenders = [_contender(name, writer) for name in compare or (writer,)]
    data: dict[str, Any] = {"digest": loaded.digest, "contenders": []}
    every: list[tuple[Result, ...]] = []
    written: list[pairs.Texts] = []
    lines: list[str] = []
    for one in track(contenders, "gold"):
        results, texts = run.run_all(loaded, one, room=room, desk=room.desk, world=world)
        judged = _judged(loaded, texts, one, room, world) if judge else None
        every.append(results)
        written.append(texts)
        data["contenders"].append(_plain(one, results, judged))
        lines += [*_shown(one, results, judged), ""]
    if compare:
        said = _preferred(contenders, written, room=room, world=world) if judge else ()
        data |= {"preferred": [asdict(one) for one in said]} if judge else {}
        lines += [*_side_by_side(contenders, every), *(_truer(contenders, said) if judge else ())]
        answer(data, "\n".join(lines), as_json=as_json)
        return 0
    faults = _floors(folder, writer, every[0], loaded.digest, new=set_floors, because=because)
    lines += faults or ["No case is under its floor."]
    answer(data | {"under": faults}, "\n".join(lines), as_json=as_json)
    return 1 if faults else 0


def _judged(
    loaded: Gold, texts: pairs.Texts, one: Contender, room: Newsroom, world: World
) -> Judged | None:
    """The judge's word, by the desk's own models, so that two contenders face one judge."""
    if one.writer == "extractive":
        return None
    return run.judge_all(loaded, dict(texts), writer=one.writer, room=room, world=world)


def _preferred(
    contenders: list[Contender], written: list[pairs.Texts], *, room: Newsroom, world: World
) -> tuple[pairs.Preferred, ...]:
    """Whose editions the desk's own model finds truer; nothing where no model takes part."""
    writers = [one.writer for one in contenders if one.writer != "extractive"]
    if not writers:
        return ()
    return pairs.compare(*written, writer=writers[0], room=room, world=world)


def _truer(contenders: list[Contender], said: tuple[pairs.Preferred, ...]) -> list[str]:
    names = {"first": contenders[0].name, "second": contenders[1].name}
    return [
        f"truer to its evidence in {one.case}: "
        f"{names.get(one.edition) or one.edition or f'no verdict ({one.why})'}"
        for one in said
    ]


def _floors(
    folder: Path, writer: str, results: tuple[Result, ...], digest: str, *, new: bool, because: str
) -> list[str]:
    floors = measure.read_floors(folder, writer)
    if new:
        lower = (
            []
            if floors is None or floors.digest != digest
            else measure.under(results, floors, digest)
        )
        if (lower or (floors is not None and floors.digest != digest)) and not because:
            return [*lower, "floors are lowered, or measured on other packs, only with --because"]
        measure.set_floors(
            folder, writer, results, digest=digest, because=because or "first measured"
        )
        return []
    if floors is None:
        say(f"no floors for {writer} yet; --set-floors makes these results the floors")
        return []
    return measure.under(results, floors, digest)


def _room(root: Path) -> Newsroom:
    """The newsroom that pays and whose models write; domains and gate are those of the packs."""
    packs_desk = load_desk(shipped("briefs") / "desk.toml")
    if not (root / "briefs" / "desk.toml").is_file():
        return Newsroom(root, packs_desk, ())
    room = open_newsroom(root)
    own = {"writing": room.desk.writing, "budgets": room.desk.budgets}
    return replace(room, desk=packs_desk.model_copy(update=own))


def _contender(name: str, writer: str) -> Contender:
    if name in compose.WRITERS:
        return Contender(name, name)
    if Path(name).is_dir():
        if not (Path(name) / "prompts").is_dir():
            raise ConfigError("holds no prompts/", where=name, hint="name a folder of templates")
        return Contender(name, writer, prompts=Path(name))
    if writer == "extractive":
        raise ConfigError(
            f"{name!r} is neither a writer nor a folder of templates",
            hint="to compare models, name who writes: --writer claude",
        )
    return Contender(name, writer, model=name)


def _plain(one: Contender, results: tuple[Result, ...], judged: Judged | None) -> dict[str, Any]:
    return {
        "name": one.name,
        "writer": one.writer,
        **_totals(results),
        "cases": [asdict(result) for result in results],
        "judge": {**asdict(judged), "trusted": judged.trusted} if judged else None,
    }


def _totals(results: tuple[Result, ...]) -> dict[str, Any]:
    return {
        "points": round(sum(one.points for one in results) / len(results), 1),
        "traps": round(_mean([one.points for one in results if one.trap]), 1),
        "passed": sum(one.points > 0 for one in results),
        "of": len(results),
        "tokens": sum(one.tokens for one in results),
        "cost_usd": ledger.money(sum((Decimal(one.cost_usd) for one in results), Decimal(0))),
        "seconds": round(sum(one.seconds for one in results), 2),
    }


def _mean(values: list[int]) -> float:
    return sum(values) / len(values) if values else 0.0


def _shown(one: Contender, results: tuple[Result, ...], judged: Judged | None) -> list[str]:
    added = _totals(results)
    lines = [
        f"{one.name}: {added['points']} points in {added['passed']} of {added['of']} cases "
        f"(traps {added['traps']}), {added['tokens']:,} tokens, ${added['cost_usd']}, "
        f"{added['seconds']} s",
    ]
    for result in results:
        why = "; ".join((*(f"forbidden: {f}" for f in result.forbidden), *result.errors))[:160]
        trap = f"trap: {result.trap}" if result.trap else ""
        lines.append(
            f"  {result.case:<20} {result.points:>4} {result.outcome:<10} {trap} {why}".rstrip()
        )
    if judged:
        share = _mean([round(100 * value) for value in judged.cases.values()])
        word = f"{share:.0f} % of its answers favourable" if judged.trusted else "not trusted"
        lines.append(f"  judge: kappa {judged.kappa:.2f} with our labels; {word}")
    return lines


def _side_by_side(contenders: list[Contender], every: list[tuple[Result, ...]]) -> list[str]:
    left, right = (one.name[-24:] for one in contenders)
    lines = [f"{'case':<20} {left:>24} {right:>24}  difference"]
    for a, b in zip(*every, strict=True):
        lines.append(f"{a.case:<20} {a.points:>24} {b.points:>24}  {b.points - a.points:+d}")
    first, second = (_totals(results) for results in every)
    for name in ("points", "traps", "tokens", "cost_usd", "seconds"):
        lines.append(f"{name:<20} {first[name]!s:>24} {second[name]!s:>24}")
    return lines
