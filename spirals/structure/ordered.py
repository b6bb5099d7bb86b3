"""Answers given in words, put in order: how often, how much, how far one agrees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Each line is one scale, from least to most; words between slashes say the same.
_AGREEMENT = (
    "strongly disagree/totally disagree/stimme gar nicht zu/stimme uberhaupt nicht zu/pas du tout d accord",
    "disagree/stimme nicht zu/stimme eher nicht zu/pas d accord/plutot pas d accord",
    "neutral/neither agree nor disagree/neither/undecided/unsure/teils teils/weder noch/ni d accord ni pas d accord",
    "agree/stimme zu/stimme eher zu/d accord/plutot d accord",
    "strongly agree/totally agree/stimme voll zu/stimme vollig zu/tout a fait d accord",
)
_SOMEWHAT = ("somewhat disagree/slightly disagree", "somewhat agree/slightly agree")
_OFTEN = (
    "never/nie/jamais",
    "rarely/seldom/selten/rarement",
    "sometimes/occasionally/manchmal/parfois",
    "often/frequently/oft/haufig/souvent",
    "always/immer/toujours",
)
_MUCH = (
    "very low/very weak/very poor/very dissatisfied",
    "low/weak/poor/little/dissatisfied/gering/schwach/faible",
    "medium/moderate/average/fair/some/mittel/moyen",
    "high/strong/good/much/satisfied/hoch/stark/fort",
    "very high/very strong/very good/excellent/very satisfied",
)
_TIMES_A_YEAR: tuple[tuple[float, str], ...] = (
    (0, "never/no contact/not at all/none/no/nie/nicht/jamais/aucun"),
    (1, "yearly/annually/once a year/less often/jahrlich/par an"),
    (3, "rarely/seldom/selten/rarement"),
    (4, "quarterly/a few times a year/several times a year/every few months/mehrmals im jahr/vierteljahrlich"),
    (10, "sometimes/occasionally/manchmal/gelegentlich/parfois"),
    (12, "monthly/once a month/monatlich/mensuel/chaque mois"),
    (30, "a few times a month/several times a month/every few weeks/mehrmals im monat/fortnightly/every two weeks"),
    (45, "often/frequently/oft/haufig/souvent"),
    (52, "weekly/once a week/wochentlich/hebdomadaire/chaque semaine"),
    (150, "a few times a week/several times a week/mehrmals pro woche/mehrmals in der woche"),
    (250, "daily/every day/once a day/taglich/quotidien/chaque jour/tous les jours"),
    (
        500,
        "several times a day/many times a day/multiple times a day/constantly/always/mehrmals taglich/immer/toujours",
    ),
)


def plain(text: str) -> str:
    """Return words in lower case, without accents and marks.

    Examples
    --------
    >>> plain("  Häufig, täglich ")
    'haufig taglich'
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^0-9a-z]+", " ", "".join(c for c in bare if not unicodedata.combining(c))).strip()


def _scale(steps: tuple[str, ...]) -> dict[str, float]:
    return {word: place / (len(steps) - 1) for place, step in enumerate(steps) for word in step.split("/")}


_SCALES = (
    _scale(_AGREEMENT),
    _scale((*_AGREEMENT[:2], _SOMEWHAT[0], _AGREEMENT[2], _SOMEWHAT[1], *_AGREEMENT[3:])),
    _scale(_OFTEN),
    _scale(_MUCH),
)
_OCCASIONS = {word: times for times, words in _TIMES_A_YEAR for word in words.split("/")}


def shares(answers: Iterable[str]) -> dict[str, float] | None:
    """Return each answer's place on a usual scale, 0 to 1; None if some answer has none.

    Examples
    --------
    >>> shares(["Agree", "Neutral"])
    {'Agree': 0.75, 'Neutral': 0.5}
    """
    given = {text: plain(text) for text in sorted(set(answers))}
    for scale in _SCALES:
        if given and all(word in scale for word in given.values()):
            return {text: scale[word] for text, word in given.items()}
    return None


def strengths(answers: Iterable[str]) -> dict[str, float] | None:
    """Return answers on how often or how much as 0 (never), 1, 2 ...; None if some word is not known.

    Examples
    --------
    >>> strengths(["Daily", "Never", "Monthly"])
    {'Never': 0.0, 'Monthly': 1.0, 'Daily': 2.0}
    """
    given = sorted(set(answers))
    often = {text: _OCCASIONS[plain(text)] for text in given if plain(text) in _OCCASIONS}
    if given and len(often) == len(given):
        steps = sorted({times for times in often.values() if times > 0})
        return {
            text: float(steps.index(times) + 1) if times else 0.0
            for text, times in sorted(often.items(), key=lambda item: item[1])
        }
    placed = shares(given)
    if placed is None:
        return None
    steps = sorted(set(placed.values()))
    return {text: float(steps.index(share) + 1) for text, share in sorted(placed.items(), key=lambda item: item[1])}
