"""Real solutions of small algebraic systems by elimination, each step bounded.

Roots and absolute values become polynomial equations with conditions; then, as long as it helps, an equation
is factored, solved for a symbol that is linear in it, or solved as a polynomial of one symbol.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy
from sympy.polys.polyerrors import BasePolynomialError

from environment.errors import NothingFoundError
from environment.tools.sympy_math.expressions import Expr

MAX_DEGREE = 8
MAX_BRANCHES = 32
MAX_OPERATIONS = 150
_HALVES = (-7, -5, -3, -1, 1, 3, 5, 7)
_READABLE = 20
"""Operations in a closed form that is still easier to read than the polynomial it is a root of."""


class ContradictionError(NothingFoundError):
    """No real numbers satisfy all equations."""


class UnderdeterminedError(NothingFoundError):
    """The equations leave the unknown open."""


class TooHardError(NothingFoundError):
    """The system is beyond bounded elimination."""


@dataclass(frozen=True)
class _System:
    """Expressions that must be zero, that must not be, that must not be negative, and the target."""

    equations: tuple[Expr, ...]
    nonzero: tuple[Expr, ...]
    nonnegative: tuple[Expr, ...]
    target: Expr

    def put(self, symbol: sympy.Symbol, value: Expr) -> _System:
        """Substitute a value for a symbol everywhere."""

        def swap(parts: Sequence[Expr]) -> tuple[Expr, ...]:
            return tuple(part.subs(symbol, value) for part in parts)

        return _System(
            swap(self.equations), swap(self.nonzero), swap(self.nonnegative), self.target.subs(symbol, value)
        )


def solve(equations: Sequence[Expr], unknown: Expr) -> list[Expr]:
    """Return, ascending, every real value of `unknown` over the solutions of `equations` (each equal to 0).

    Raises ContradictionError, UnderdeterminedError and TooHardError.
    """
    try:
        return _solve(equations, unknown)
    # NotImplementedError is how sympy itself says that it knows no method for a system.
    except (BasePolynomialError, NotImplementedError, ZeroDivisionError) as error:
        raise TooHardError(
            "The system is not one of polynomials and roots: give simpler equations."
        ) from error


def _solve(equations: Sequence[Expr], unknown: Expr) -> list[Expr]:
    branches = [_algebraic(equations, unknown)]
    values: list[Expr] = []
    open_branch: _System | None = None
    steps = 0
    while branches:
        steps += 1
        if steps > MAX_BRANCHES:
            raise TooHardError("The system branches too often: give fewer or simpler equations.")
        system = _settled(branches.pop())
        if system is None:
            continue
        if not system.equations:
            if system.target.free_symbols:
                open_branch = system
            else:
                values.append(_tidy(system.target))
            continue
        branches += _step(system)
    if open_branch is not None:
        free = ", ".join(str(s) for s in _symbols(open_branch.target) if not str(s).startswith("_"))
        raise UnderdeterminedError(
            f"The equations do not determine the unknown{f' ({free} stays free)' if free else ''}: give more."
        )
    if not values:
        raise ContradictionError("No real numbers satisfy the equations: check them against what is given.")
    return _distinct(values)


def _algebraic(equations: Sequence[Expr], unknown: Expr) -> _System:
    """Replace roots and absolute values of unknowns by symbols bound by polynomial equations."""
    work, target = list(equations), unknown
    extra: list[Expr] = []
    nonnegative: list[Expr] = []
    names = (sympy.Symbol(f"_r{index}", real=True) for index in range(10_000))
    for _ in range(20):
        found = sorted(
            {
                part
                for whole in (*work, *extra, target)
                for part in whole.atoms(sympy.Abs, sympy.Pow)
                if _bends(part)
            },
            key=lambda part: (sympy.count_ops(part), str(part)),
        )
        if not found:
            break
        bent = found[0]
        inside = bent.args[0]
        symbol = next(names)
        is_root = isinstance(bent, sympy.Pow)
        swaps = {inside ** sympy.Rational(n, 2): symbol**n for n in _HALVES} if is_root else {bent: symbol}
        work = [whole.subs(swaps) for whole in work]
        extra = [whole.subs(swaps) for whole in extra]
        target = target.subs(swaps)
        extra.append(symbol**2 - (inside if is_root else inside**2))
        nonnegative.append(symbol)
    denominators = [sympy.fraction(sympy.together(whole))[1] for whole in (*work, *extra, target)]
    return _System(
        (*work, *extra), tuple(d for d in denominators if d.free_symbols), tuple(nonnegative), target
    )


def _bends(part: Expr) -> bool:
    """Whether a part with unknowns is a root or an absolute value whose inside has none left."""
    if not part.free_symbols:
        return False
    if isinstance(part, sympy.Pow) and part.exp.is_Integer:
        return False
    return not any(_bends(inner) for inner in part.args[0].atoms(sympy.Abs, sympy.Pow))


def _settled(system: _System) -> _System | None:
    """Clear denominators, drop what holds, and return None where something is violated."""
    remaining: list[Expr] = []
    for equation in system.equations:
        polynomial = sympy.expand(sympy.fraction(sympy.together(equation))[0])
        if sympy.count_ops(polynomial) > MAX_OPERATIONS:
            raise TooHardError("An equation grows too large while solving: give fewer or simpler equations.")
        if polynomial.free_symbols:
            remaining.append(polynomial)
        elif not _vanishes(polynomial):
            return None
    if any(not part.free_symbols and _vanishes(part) for part in system.nonzero):
        return None
    for part in system.nonnegative:
        if not part.free_symbols and not _vanishes(part) and sympy.re(part.evalf(30)) < 0:
            return None
    if system.target.has(sympy.zoo, sympy.nan):
        return None
    return replace(system, equations=tuple(dict.fromkeys(remaining)))


def _step(system: _System) -> list[_System]:
    """Take the simplest step that some equation allows; each system returned covers part of the solutions."""
    for equation in system.equations:
        for symbol in _symbols(equation):
            slope = equation.coeff(symbol, 1)
            if sympy.degree(equation, symbol) == 1 and not slope.free_symbols and not _vanishes(slope):
                return [
                    _without(system, equation).put(symbol, sympy.expand(-equation.coeff(symbol, 0) / slope))
                ]
    for equation in system.equations:
        if len(equation.free_symbols) == 1:
            symbol = _symbols(equation)[0]
            return [_without(system, equation).put(symbol, root) for root in _real_roots(equation, symbol)]
    for equation in system.equations:
        factors = [factor for factor, _ in sympy.factor_list(equation)[1]]
        if len(factors) > 1:
            rest = _without(system, equation)
            return [replace(rest, equations=(*rest.equations, factor)) for factor in factors]
    for equation in system.equations:
        for symbol in _symbols(equation):
            if sympy.degree(equation, symbol) == 1:
                return _by_quotient(system, equation, symbol)
    if not system.target.free_symbols:
        return [replace(system, equations=())]
    eliminated = _by_resultant(system)
    if eliminated is None and len(_symbols_of(system)) > len(system.equations):
        raise UnderdeterminedError("There are fewer equations than unknowns: give more equations.")
    if eliminated is None:
        raise TooHardError("The system could not be solved in bounded time: give simpler equations.")
    return [eliminated]


def _by_quotient(system: _System, equation: Expr, symbol: sympy.Symbol) -> list[_System]:
    slope, rest = equation.coeff(symbol, 1), equation.coeff(symbol, 0)
    divided = _without(system, equation)
    divided = replace(divided, nonzero=(*divided.nonzero, slope)).put(symbol, -rest / slope)
    flat = _without(system, equation)
    return [divided, replace(flat, equations=(*flat.equations, slope, rest))]


def _by_resultant(system: _System) -> _System | None:
    """Add the resultant of two equations of low degree that share two symbols, if it is new."""
    for at, first in enumerate(system.equations):
        for second in system.equations[at + 1 :]:
            shared = _symbols(first + sympy.Symbol("_s") * second)
            if len(shared) != 3 or max(sympy.total_degree(first), sympy.total_degree(second)) > 3:
                continue
            symbol = next(s for s in shared if str(s) != "_s")
            resultant = sympy.expand(sympy.resultant(first, second, symbol))
            if resultant.free_symbols and resultant not in system.equations:
                return replace(system, equations=(*system.equations, resultant))
    return None


def _real_roots(equation: Expr, symbol: sympy.Symbol) -> list[Expr]:
    polynomial = sympy.Poly(equation, symbol)
    degree = polynomial.degree()
    if degree > MAX_DEGREE:
        raise TooHardError(f"A polynomial of degree {degree} arises: give simpler equations.")
    if degree <= 2:
        roots = sympy.roots(polynomial, multiple=True)
        return [root for root in roots if _is_real(root)]
    if not all(coefficient.is_Rational for coefficient in polynomial.all_coeffs()):
        raise TooHardError(
            "A polynomial above degree 2 with irrational coefficients arises: simplify the equations."
        )
    if all(power % 2 == 0 for (power,) in polynomial.monoms()):
        closed = sympy.roots(polynomial, multiple=True)
        if len(closed) == degree and all(sympy.count_ops(root) <= _READABLE for root in closed):
            return [root for root in dict.fromkeys(closed) if _is_real(root)]
    return list(dict.fromkeys(sympy.real_roots(polynomial)))


def _without(system: _System, equation: Expr) -> _System:
    return replace(system, equations=tuple(other for other in system.equations if other != equation))


def _symbols(expr: Expr) -> list[sympy.Symbol]:
    return sorted(expr.free_symbols, key=str)


def _symbols_of(system: _System) -> set[sympy.Symbol]:
    return {symbol for equation in system.equations for symbol in equation.free_symbols}


def _vanishes(value: Expr) -> bool:
    return bool(abs(value.evalf(40)) < sympy.Float("1e-25"))


def _is_real(value: Expr) -> bool:
    return bool(abs(sympy.im(value.evalf(40))) < sympy.Float("1e-25"))


def _tidy(value: Expr) -> Expr:
    """Return a closed form of the value that reads well."""
    if value.is_Rational or sympy.count_ops(value) > 40 or value.has(sympy.CRootOf):
        return value
    return sympy.sqrtdenest(sympy.radsimp(sympy.expand(value)))


def _distinct(values: Sequence[Expr]) -> list[Expr]:
    kept: list[Expr] = []
    for value in sorted(values, key=lambda v: (sympy.re(v.evalf(30)), sympy.count_ops(v), str(v))):
        if not kept or not _vanishes(value - kept[-1]):
            kept.append(value)
    return kept
