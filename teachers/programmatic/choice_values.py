"""The number that a printed choice is: decimals, LaTeX fractions, roots and multiples of pi."""

from __future__ import annotations

import ast
import math
import operator
import re

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def value_of(choice: str) -> float | None:
    """Return the number a choice stands for, units aside; None for words."""
    text = choice.replace("−", "-").replace("π", r"\pi").replace("√", r"\sqrt ")
    text = re.sub(
        r"\\text\s*\{[^{}]*\}|\\circ|\\degree|\^|°|\$|,|(?<=\d)\s*(?:units?|cm|mm|m|in|ft|degrees)\b.*",
        " ",
        text,
    )
    for _ in range(3):
        text = re.sub(r"\\sqrt\s*\{([^{}]*)\}", r"(root(\1))", text)
        text = re.sub(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))", text)
    text = re.sub(r"\\sqrt\s*\(?(\d+(?:\.\d+)?)\)?", r"(root(\1))", text)
    text = re.sub(r"\\pi|\bpi\b", f"({math.pi})", text).replace("\\cdot", "*").replace("\\", " ")
    text = re.sub(r"(?<=[\d)])\s*(?=\()", "*", text).strip()
    text = re.sub(r"(?<=\))\s*(?=\d)", "*", text)
    if not text or re.search(r"[A-Za-z]", text.replace("root", "")):
        return None
    try:
        return _value(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError):
        return None


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return float(_OPERATORS[type(node.op)](_value(node.left), _value(node.right)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "root":
        return math.sqrt(_value(node.args[0]))
    raise ValueError("not arithmetic")
