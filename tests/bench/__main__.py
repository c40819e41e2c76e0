"""``python -m tests.bench [--quick]``: the ratios of our speed goals in one run, the floor beside each.

Goals 1 to 6, 8 and 10. Numbers of one run compare with each other only; nothing here passes or fails.
"""

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench import scratch, serving, sharing
from tests.bench.sheet import workbook

SMALL, LARGE, QUICK = 1_000, 1_000_000, 100_000
ROWS, QUICK_ROWS = 100_000, 10_000
VOTERS = (10_000, 40_000)


def say(goal, words, value, bound=""):
    print(f"{goal:>3}  {words:<58} {value:>12}  {bound}", flush=True)  # noqa: T201


def best(runs):
    """Minima over repeated runs of the same database."""
    merged = dict(runs[-1])
    merged["ms"] = {name: min(run["ms"][name] for run in runs) for name in runs[-1]["ms"]}
    return merged


def pages(vendor, folder, size):
    """{size: measured} for a small and a large database, the two taking turns; and how they are served."""
    with ExitStack() as stack:
        envs = {}
        for count in (SMALL, size):
            env = envs[count] = stack.enter_context(scratch.database(vendor, f"n{count}", folder))
            arguments = ["--communities", str(max(count // 1000, 1)), "--notices", str(count), "--seed", "1"]
            scratch.run(env, "manage.py", "generate", *arguments)
        runs = {count: [] for count in envs}
        for _turn in range(2):
            for count, env in envs.items():
                runs[count].append(scratch.run(env, "-m", "tests.bench.child", "pages"))
        return {count: best(found) for count, found in runs.items()}, serving.serve(envs[SMALL])


def show_pages(vendor, size, found, served):
    small, large = found[SMALL], found[size]
    ms, many = small["ms"], large["ms"]
    print(f"\n{vendor}: {SMALL} and {size} notices, milliseconds are in-process minima")  # noqa: T201
    for name in ("floor_list", "list", "detail", "home", "search", "floor_constant", "hit", "hit_304"):
        say("", name, f"{ms[name]:.2f} ms", f"{many[name]:.2f} ms")
    say(1, "list, not cached / floor list", f"{ms['list'] / ms['floor_list']:.2f}", "<= 1.3")
    say(2, "speed of a cached list / floor constant, in process", f"{ms['floor_constant'] / ms['hit']:.2f}", ">= 0.6")
    say(2, "time of a 304 / of the 200", f"{ms['hit_304'] / ms['hit']:.2f}", "<= 1")
    if rps := served["rps"]:
        say(2, "requests a second, cached list / floor constant", f"{rps['hit'] / rps['floor']:.2f}", ">= 0.6")
        say(2, "requests a second, 304 / 200", f"{rps['hit_304'] / rps['hit']:.2f}", ">= 1")
    for name in ("list", "detail", "home", "search"):
        say(
            3, f"{name}, large / small", f"{many[name] / ms[name]:.2f}", "<= 1.25" if name in ("list", "detail") else ""
        )
    say(4, "page at 98 % / first page, large", f"{many['deep_page'] / many['first_page']:.2f}", "<= 1.5")
    for name in ("list", "detail"):
        say(5, f"queries of {name}, small and large", f"{small['queries'][name]}, {large['queries'][name]}", "<= 3")
    wire, memory = small["weight"], served["mb"]
    say(
        10,
        "list, bytes compressed (page; with what it links)",
        f"{wire['html_gzip']}; {wire['html_gzip'] + wire['assets']}",
        "<= 20000",
    )
    say(10, "requests of a list", wire["requests"], "<= 5")
    say(10, "memory of two workers, ours / floor", f"{memory['ours']}/{memory['floor']} MB", "<= 1.2")
    say(10, "", f"{memory['ours'] / memory['floor']:.2f}")


def register(vendor, folder, count):
    path = folder / "register.xlsx"
    workbook(path, count)
    with scratch.database(vendor, "register", folder) as env:
        ours = scratch.run(env, "-m", "tests.bench.child", "register", "import", str(path), str(count))
        alone = scratch.run(env, "-m", "tests.bench.child", "register", "alone", str(path), str(count))
    print(f"\n{vendor}: register of {count} rows, {ours['units']} units, {ours['errors']} errors")  # noqa: T201
    say(8, "import / the same rows into the same tables alone", f"{ours['seconds'] / alone['same']:.1f}", "<= 5")
    say(8, "import / one plain table of six columns", f"{ours['seconds'] / alone['plain']:.1f}")
    say(8, "seconds: import (of it CPU)", f"{ours['seconds']:.2f} ({ours['cpu']:.2f})")
    say(8, "seconds: same tables alone, plain table", f"{alone['same']:.2f}, {alone['plain']:.2f}")
    say(8, "peak memory of the import", f"{ours['peak_mb']} MB", "<= 150")


def votes(vendor, folder, size):
    with scratch.database(vendor, "votes", folder) as env:
        scratch.run(env, "-m", "tests.bench.child", "votes", "prepare", str(size))
        found = scratch.run(env, "-m", "tests.bench.child", "votes", "tally")
    ms = found["ms"]
    print(f"\n{vendor}: {size} voters, {found['heads']} valid ballots, one in a hundred corrected")  # noqa: T201
    say(6, "tally / raw aggregate with count(distinct), same rows", f"{ms['tally'] / ms['raw']:.2f}", "<= 1.3")
    say(6, "tally / the same in one table with a covering index", f"{ms['tally'] / ms['flat']:.2f}")
    say(6, "ms: tally, raw, one table, Python", ", ".join(f"{ms[name]:.0f}" for name in ms))
    say(6, "identical to the count in Python", str(found["identical"]), "True")
    for count in VOTERS:
        with scratch.database(vendor, "close", folder) as env:
            scratch.run(env, "-m", "tests.bench.child", "votes", "prepare", str(count))
            closed = scratch.run(env, "-m", "tests.bench.child", "votes", "close")
        say("", f"closing {count} voters: seconds", f"{closed['seconds']:.2f}")
        say("", "  memory before and at its peak", f"{closed['before_mb']}/{closed['peak_mb']} MB")


def share():
    found = sharing.measure()
    cells = sharing.SCHEMES * sharing.FLATS
    print(f"\nshares: {cells} cells, all three ways alike: {found['equal']}")  # noqa: T201
    say(7, "largest remainder / plain integer loop", f"{found['ours'] / found['plain']:.2f}", "<= 1.5")
    say(7, "milliseconds: ours, plain, Decimal", ", ".join(f"{found[way]:.0f}" for way in ("ours", "plain", "decimal")))


def books(vendor, folder, large):
    """A thousand legs in one book, and ``large`` books of two hundred months."""
    with ExitStack() as stack:
        envs = []
        for name, size in (("few", ("1", "10")), ("many", (str(large), "200"))):
            env = stack.enter_context(scratch.database(vendor, name, folder))
            scratch.run(env, "-m", "tests.bench.child", "ledger", "prepare", *size)
            envs.append(env)
        runs = [scratch.run(env, "-m", "tests.bench.child", "ledger", "ask") for env in envs * 3]
    few, many = best(runs[::2]), best(runs[1::2])
    print(f"\n{vendor}: ledgers of {few['legs']} and {many['legs']} legs")  # noqa: T201
    for name in ("page", "balance"):
        say("", f"{name} of a month, of a book" if name == "page" else name, f"{few['ms'][name]:.2f} ms")
        say("", "", f"{many['ms'][name]:.2f} ms")
        say(3, f"{name}, large / small", f"{many['ms'][name] / few['ms'][name]:.2f}", "<= 1.25")
        say(5, f"queries of {name}, small and large", f"{few['queries'][name]}, {many['queries'][name]}")


def main():
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} notices and {QUICK_ROWS} rows")
    parser.add_argument("--notices", type=int, help="size of the large database")
    parser.add_argument("--only", choices=["postgresql", "sqlite"])
    parser.add_argument("--part", choices=["pages", "register", "votes", "books"], help="one part alone")
    options = parser.parse_args()
    size = options.notices or (QUICK if options.quick else LARGE)
    vendors = [options.only] if options.only else ["postgresql", "sqlite"]
    if "postgresql" in vendors and not scratch.has_postgresql():
        print("PostgreSQL does not answer: left out")  # noqa: T201
        vendors.remove("postgresql")
    share()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        folder = Path(folder)
        scratch.run({"LINLI_DATA": str(folder)}, "manage.py", "collectstatic", "--no-input", "-v0")
        for vendor in vendors:
            if options.part in (None, "pages"):
                show_pages(vendor, size, *pages(vendor, folder, size))
            if options.part in (None, "register"):
                register(vendor, folder, QUICK_ROWS if options.quick else ROWS)
            if options.part in (None, "votes"):
                votes(vendor, folder, QUICK if options.quick else LARGE)
            if options.part in (None, "books"):
                books(vendor, folder, 5 if options.quick else 50)


if __name__ == "__main__":
    main()
