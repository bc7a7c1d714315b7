"""`reward.py`: the scorers joined into one file that needs nothing but Python, shipped beside the RL rows."""

from __future__ import annotations

import ast
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
    """Return the text of `reward.py`; the same scorers give the same text, byte for byte.

    Raises ValueError where two modules define the same name, which joining would silently overwrite.
    """
    imports: set[str] = set()
    names: dict[str, str] = {}
    bodies = []
    for part in PARTS:
        source = resources.files("verification.scorers").joinpath(f"{part}.py").read_text(encoding="utf-8")
        tree = ast.parse(source)
        for name in _defined(tree):
            if names.setdefault(name, part) != part:
                raise ValueError(f"{name} is defined in both {names[name]}.py and {part}.py: rename one")
        imports |= {ast.unparse(node) for node in tree.body if _is_library_import(node)}
        bodies.append(_body(source, tree))
    return "\n".join([_HEADER, *sorted(imports), "\n", "\n\n\n".join(bodies), ""])


def _is_library_import(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module != "__future__" and not (node.module or "").startswith("verification.")
    return isinstance(node, ast.Import)


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
