"""From a problem's words, LaTeX or Unicode signs to tokens: one alphabet for all the ways to write it."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CHARACTERS = 4000

_LATEX: tuple[tuple[str, str], ...] = (
    ("\u200b", ""),
    (r"\b[Rr]t\.?\s*(?=\\?triangle|△|\\Delta)", " right "),
    (r"\\?frac\s*\{\s*([A-Z]{2})\s*\}\s*\{\s*([A-Z]{2})\s*\}", r" the ratio of \1 to \2 "),
    (r"(?<![a-z])(sin|cos|tan)(?=[A-Z](?![a-z]))", r"\1 angle "),
    (r"\\(?:mathrm|text|textit|mathbf|operatorname|rm)\s*\{([^{}]*)\}", r" \1 "),
    (r"\\overleftrightarrow\s*\{([^{}]*)\}|\\overrightarrow\s*\{([^{}]*)\}", r" line \1\2 "),
    (r"\\(?:overline|bar)\s*\{([^{}]*)\}", r" segment \1 "),
    (r"\\(?:widehat|overparen|overset\{\\frown\})\s*\{([^{}]*)\}", r" arc \1 "),
    (r"\\widehat", " arc "),
    (r"\\overline", " segment "),
    (r"\\(?:measuredangle|angle)|∠", " angle "),
    (r"\\triangle|\\Delta|△", " triangle "),
    (r"\\odot|⊙", " circle "),
    (r"\\square|□|▱", " parallelogram "),
    (r"\\parallel|∥", " || "),
    (r"\\perp|⊥|丄", " _|_ "),
    (r"\\sim(?!\w)|∼|~", " ~ "),
    (r"\\cong|≅", " =~ "),
    (r"\^\s*\{?\s*\\circ\s*\}?|\\circ|\\degree|°", " degrees "),
    (r"\\(sin|cos|tan|cot)(?!\w)", r" \1 "),
    (r"\\sqrt\s*\{([^{}]*)\}", r" sqrt(\1) "),
    (r"√\s*(\d+(?:\.\d+)?|[a-z])", r" sqrt(\1) "),
    (r"\\?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r" (\1)/(\2) "),
    (r"\\cdot|\\times|×|·", "*"),
    (r"π|\\pi(?!\w)", " pi "),
    (r"\\left|\\right|\\[,;! ]|\$", " "),
    (r"−|–", "-"),
    (r"(?<![\d:.])(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)(?![\d:])", r" (\1)/(\2) "),
)
_TOKEN = re.compile(
    r"(?P<relation>\|\||_\|_|=~|~|=)"
    r"|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)"
    r"|(?P<operator>[-+*/^()])"
    r"|(?P<word>[A-Z]?[a-z]+(?:['’][a-z]+)?(?:-[a-z]+)*)"
    r"|(?P<name>[A-Z](?:['’′])?)"
    r"|(?P<stop>[.?!;:,])"
    r"|(?P<other>\S)"
)
_ASIDE = re.compile(r"\((?=[^()]*[A-Za-z]{4})[^()]*\)")


@dataclass(frozen=True)
class Token:
    """One token: its kind (a group name of the lexer), its text, and its place in the spelled-out text."""

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of the given lower-case words."""
        return self.kind == "word" and self.text in words


def spelled_out(text: str) -> str:
    """Return the text with LaTeX commands and signs written as words (`\\odot P` as `circle P`)."""
    for pattern, replacement in _LATEX:
        text = re.sub(pattern, replacement, text)
    return re.sub(r"\s+", " ", text).strip()


def asides(text: str) -> tuple[str, list[str]]:
    """Split parenthesised prose (a hint, a gloss) off a spelled-out text; formulas in parentheses stay."""
    return _ASIDE.sub(" ", text), [match.group()[1:-1].strip() for match in _ASIDE.finditer(text)]


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a spelled-out text; letters of one name, `A B` or `AB`, become one token `AB`."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        token = Token(kind, match.group(), match.start(), match.end())
        before = tokens[-1] if tokens else None
        if kind == "word":
            token = Token(kind, token.text.lower(), token.start, token.end)
        if kind == "name" and before is not None and before.kind == "name":
            tokens[-1] = Token("name", before.text + token.text, before.start, token.end)
            continue
        tokens.append(token)
    return [_article(token, tokens, at) for at, token in enumerate(tokens)]


def points_of(name: str) -> list[str]:
    """Return the points of a name: `ABC` as A, B, C; `A'B` as A', B."""
    return re.findall(r"[A-Z]['’′]?", name)


def _article(token: Token, tokens: list[Token], at: int) -> Token:
    """Read a lone `A` that opens a sentence before a noun as the article, not as a point."""
    opens = at == 0 or tokens[at - 1].kind == "stop"
    follower = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text == "A" and opens and follower is not None and follower.kind == "word":
        verbs = {"is", "and", "bisects", "lies", "has", "to"}
        return token if follower.text in verbs else Token("word", "a", token.start, token.end)
    return token
