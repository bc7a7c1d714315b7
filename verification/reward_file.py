"""`reward.py`: the scorers joined into one file that needs nothing but Python, shipped beside the RL rows."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from importlib import resources

PARTS = ("plain", "values", "relaxed", "anls", "choice", "exact", "sets", "vqa", "table", "trainers")
"""Modules of `verification.scorers` in the order in which they need each other."""

_HEADER = '''"""Rewards for this dataset: each row's official metric, on the Python standard library alone.

verl: `custom_reward_function.path=reward.py custom_reward_function.name=compute_score`.
TRL:  `from reward import reward` and `GRPOTrainer(reward_funcs=reward, ...)`.
These are the very functions that judged the rows; the file is generated, so change it nowhere.
"""

from __future__ import annotations
'''


def reward_source() -> str:
    """Return the text of `reward.py`; the same scorers give the same text, byte for byte."""
    folder = resources.files("verification.scorers")
    return joined({part: folder.joinpath(f"{part}.py").read_text(encoding="utf-8") for part in PARTS})


def joined(sources: Mapping[str, str]) -> str:
    """Join modules (name to text, in the order in which they need each other) into one.

    Raises ValueError where two of them define the same name, which joining would silently overwrite.
    """
    imports: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    bodies = []
    for part, source in sources.items():
        tree = ast.parse(source)
        for name in _defined(tree):
            if names.setdefault(name, part) != part:
                raise ValueError(f"{name} is defined in both {names[name]}.py and {part}.py: rename one")
        _gather_imports(tree, imports)
        bodies.append(_body(source, tree))
    lines = [f"import {module}" for module in sorted(imports) if not imports[module]]
    lines += [f"from {m} import {', '.join(sorted(imports[m]))}" for m in sorted(imports) if imports[m]]
    return "\n".join([_HEADER, *lines, "\n", "\n\n\n".join(bodies), ""])


def _gather_imports(tree: ast.Module, imports: dict[str, set[str]]) -> None:
    """Add a module's library imports: module name to the names taken from it, empty for a plain import."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            imports.update({alias.name: set() for alias in node.names})
        elif isinstance(node, ast.ImportFrom) and not _is_our_own(node.module or ""):
            imports.setdefault(node.module or "", set()).update(alias.name for alias in node.names)


def _is_our_own(module: str) -> bool:
    return module == "__future__" or module.startswith("verification.")


def _body(source: str, tree: ast.Module) -> str:
    """Return a module's text after its docstring and imports, comments kept."""
    heading = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    last = max((n.end_lineno or 0 for n in [*tree.body[:1], *heading]), default=0)
    return "\n".join(source.splitlines()[last:]).strip()


def _defined(tree: ast.Module) -> list[str]:
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign):
            found += [n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.append(node.target.id)
    return found
