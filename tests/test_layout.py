"""The house, measured: one direction of imports, small modules and functions, words for everything public."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SIM = Path(__file__).parents[1] / "sim"

# Each module imports only from those before it.
ORDER = (
    "errors",
    "files",
    "caches",
    "text",
    "streams",
    "schema",
    "scenario",
    "manifest",
    "placing",
    "compiled",
    "version",
    "luck",
    "world",
    "rules",
    "month",
    "history",
    "start",
    "questions",
    "outcomes",
    "focus",
    "tally",
    "parallel",
    "workers",
    "state",
    "collecting",
    "basis",
    "model",
    "warm",
    "failures",
    "reach",
    "isolation",
    "own",
    "agents",
    "ensemble",
    "design",
    "checkpoint",
    "resuming",
    "cluster",
    "summary",
    "explanation",
    "resample",
    "comparison",
    "divergence",
    "drivers",
    "screening",
    "variance",
    "sensitivity",
    "tipping",
    "discovery",
    "foreign",
    "separated",
    "matrices",
    "blocs",
    "game",
    "countries",
    "members",
    "naming",
    "periods",
    "cameo",
    "repeats",
    "eventrows",
    "recorded",
    "backcast",
    "scores",
    "timing",
    "scorecard",
    "patterns",
    "smoother",
    "calibration",
    "columns",
    "sides",
    "datasets",
    "evidence",
    "importing",
    "tables",
    "codebook",
    "chronicle",
    "debrief",
    "plots",
    "folder",
    "page",
    "report",
    "store",
    "commands",
    "cli",
    "__main__",
)
ORDER_INSIDE = {
    "scenario": (
        "problems", "content", "positions", "files", "format", "form_check", "layers", "numbers", "events", "asks",
        "resolve", "write", "template", "vary", "__init__",
    ),
    "month": ("desk", "shocks", "look", "appraise", "choose", "settle", "drift", "__init__"),
    "plots": (
        "style", "fan", "overlay", "paired", "postures", "alluvial", "dots", "dyads", "network", "raster", "why",
        "drivers", "sweep", "tipping", "tornado", "indices", "blocs",
        "backcast", "calibration", "__init__",
    ),
    "commands": (
        "progress", "computing", "opening", "behaviour", "run", "sweep", "compare", "explain", "sensitivity", "flip",
        "blocs", "names", "script", "terminal", "play",
        "backcast", "calibrate", "importing", "__init__",
    ),
    "cli": ("endings", "options", "scenarios", "runs", "asks", "records", "__init__"),
}  # fmt: skip

# The results folder is written by what comes last, but people ask the results for it; Mesa loads only when asked for.
DOWNWARD = {("outcomes", "store")}

MODULES = sorted(SIM.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def named(path: Path) -> tuple[str, str]:
    """Return a module's place in the order, and its place inside its package."""
    parts = path.relative_to(SIM).with_suffix("").parts
    return parts[0], parts[1] if len(parts) > 1 else ""


def imported(tree: ast.Module, inside: bool) -> set[tuple[str, str]]:
    """Return the (module, submodule) pairs that a module imports from the package, but for type checkers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            parts = (node.module or "").split(".") if node.module else []
            own = inside and node.level == 1
            for alias in node.names if not parts else [None]:
                path = parts or [alias.name]
                if own:
                    found.add(("", path[0]))
                elif path != ["__version__"]:
                    found.add((path[0], path[1] if len(path) > 1 else ""))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SIM)))
def test_imports_go_upward_only(path):
    module, part = named(path)
    if module == "__init__":
        return
    assert module in ORDER, f"{module} has no place in the order"
    for other, inner in imported(TREES[path], inside=bool(part)):
        if not other:
            order = ORDER_INSIDE[module]
            assert order.index(inner) < order.index(part), f"{part} imports {inner}"
        elif other not in ("__init__", "__version__") and (module, other) not in DOWNWARD:
            assert ORDER.index(other) < ORDER.index(module), f"{module} imports {other}"


def test_every_module_has_a_place_in_the_order():
    places = {named(path)[0] for path in MODULES} - {"__init__"}
    assert places == set(ORDER)
    for package, order in ORDER_INSIDE.items():
        assert {path.stem for path in (SIM / package).glob("*.py")} == set(order)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SIM)))
def test_modules_and_functions_are_small_and_explained(path):
    tree = TREES[path]
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = node.end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 40, f"{node.name} has {length} lines"
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and node in tree.body:
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SIM)))
def test_public_functions_have_types(path):
    for node in TREES[path].body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            untyped = [a.arg for a in arguments if a.annotation is None]
            assert not untyped, f"{node.name}: {untyped}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SIM)))
def test_luck_comes_from_the_luck_module_alone(path):
    if path.name == "isolation.py":
        return  # it seeds the generators that own behaviour may draw from, and draws from none
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("random", "default_rng", "shuffle_do", "shuffle", "batch_run"), node.attr
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert "random" not in names and "numpy.random" not in names


LIGHT = {"__future__", "os", "sys", "functools", "collections.abc", "pathlib", "typing", "click"}


@pytest.mark.parametrize("path", [*(SIM / "cli").glob("*.py"), SIM / "commands" / "progress.py"], ids=lambda p: p.stem)
def test_the_command_line_loads_nothing_heavy_before_it_must(path):
    for node in TREES[path].body:
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= LIGHT
        elif isinstance(node, ast.ImportFrom):
            own = node.level == 1 or (
                node.level == 2 and node.module in (None, "commands.progress", "errors", "text", "streams")
            )
            assert own or node.module in LIGHT
