"""Which column means what: synonyms, and the words for levels and kinds."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from spirals.errors import InputError
from spirals.structure.table import Table, listed, quoted

SYNONYMS: dict[str, tuple[str, ...]] = {
    # people
    "id": (
        "id", "person", "person_id", "employee", "employee_id", "node", "user", "user_id", "email", "name",
    ),
    "team": (
        "team", "department", "unit", "group", "practice", "school", "discipline",
        "dept", "team_name", "division", "section", "squad",
    ),
    "level": ("level", "status", "rank", "role", "org_level", "grade", "position", "job_level"),
    "site": ("site", "location", "region", "office", "building", "city", "plant", "branch"),
    "tenure": ("tenure", "seniority", "tenure_years", "years_at_company", "years_of_service"),
    "remote": ("remote", "works_remotely", "home_office", "work_mode"),
    "reports": (
        "reports_to", "manager_id", "supervisor_id", "supervisor", "boss_id", "boss", "line_manager",
        "manager",
    ),
    # ties
    "source": (
        "source", "from", "sender", "ego", "source_id", "from_id", "rater", "giver", "id1", "person1", "i",
    ),
    "target": (
        "target", "to", "receiver", "recipient", "alter", "target_id", "to_id", "ratee", "id2", "person2",
        "j",
    ),
    "weight": (
        "weight", "strength", "frequency", "contact_seconds", "duration", "minutes", "emails", "messages",
        "count", "contacts", "rating", "closeness", "value", "score", "rank",
    ),
    "kind": ("kind", "type", "relation", "relationship", "layer", "tie_type"),
    "wave": ("wave", "survey_wave", "round", "period"),
}  # fmt: skip
FIRST_SEEN = ("first_seen_wave", "first_wave", "first_seen")
TIME = ("day", "hour", "minute", "t", "time", "timestamp", "date", "week", "second")

STATE_SYNONYMS = {
    "psychological_safety": "safety",
    "social_worth": "worth",
    "stress": "strain",
    "vitality": "energy",
}

_LEADS = re.compile(
    r"\b(lead|leader|team ?lead|supervisor|foreman|forewoman|coordinator|managing consultant"
    r"|(assistant|deputy|junior|associate) manager)\b"
)
_MANAGERS = re.compile(
    r"\b(c[efoti]o|chief|president|vice president|vp|director|head|manager|management|executive|partner|owner"
    r"|founder|dean|superintendent|boss)\b"
)
_MEMBERS = re.compile(r"\b(member|employee|staff|worker|associate|assistant|junior|senior|trainee|intern)\b")
_ASSISTANT = re.compile(r"\b(assistant|secretary) to\b|\b(executive|management) (assistant|secretary)\b")

_NEGATIVE = re.compile(
    r"antagonis|dislik|disesteem|distrust|mistrust|blame|argu|conflict|friction|quarrel|enem|hostil|negative|(^|_)neg($|_)"
    r"|avoid|rival|hate|bully|incivil|undermin|hinder|difficult"
)
_REPORTS = re.compile(r"report|supervis|line_manage|(^|_)(boss|manager)($|_)")
_WORK = re.compile(
    r"advi[cs]e|work|info|help|assist|task|project|trad(e|ing)|collab|knowledge|problem|expert|cooperat|coordinat|need"
)
_LIKING = re.compile(
    r"friend|like|liking|esteem|praise|trust|value|respect|social|affect|love|close|acquaint|game|play|influence"
    r"|support|energ|positive"
)
_RATING = re.compile(
    r"rating|quality|score|closeness|like|liking|friend|trust|satisf|value|respect|esteem|acquaint|praise|energ"
)


def normal(name: str) -> str:
    """Return a column or kind name in lower case with underscores: ``"Team Name"`` -> ``"team_name"``."""
    return re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_")


def find(table: Table, role: str, wanted: str | None, *, required: bool = False) -> str | None:
    """Return the header that plays a role, None if there is none.

    Parameters
    ----------
    role
        A key of ``SYNONYMS``.
    wanted
        The name a user stated; settles the matter.

    Raises
    ------
    InputError
        If the stated column, or a required one, is missing.
    """
    if wanted is not None:
        return _stated(table, role, wanted)
    by_name: dict[str, str] = {}
    for header in table.columns:
        by_name.setdefault(normal(header), header)
    for synonym in SYNONYMS[role]:
        if synonym in by_name:
            if synonym != role:
                table.notes.append(f"column '{by_name[synonym]}' read as {role}")
            return by_name[synonym]
    if role == "id":
        near = [header for name, header in by_name.items() if name.startswith("id_") or name.endswith("_id")]
        if len(near) == 1:
            table.notes.append(f"column '{near[0]}' read as id")
            return near[0]
    if required:
        raise InputError(
            f"{table.file}: {role}: no such column among {listed(list(table.columns))}; add a header line "
            f"with '{role}', or name the column with {role}_column (--{role}-column)"
        )
    return None


def _stated(table: Table, role: str, wanted: str) -> str:
    for header in table.columns:
        if header == wanted or normal(header) == normal(wanted):
            return header
    raise InputError(
        f"{table.file}: {role}_column: there is no column {quoted(wanted)}{did_you_mean(wanted, table.columns)}"
    )


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return the end of an error message: the nearest choice, or all of them."""
    names = list(choices)
    near = difflib.get_close_matches(word.lower(), [name.lower() for name in names], n=1)
    if near:
        return f"; did you mean {quoted(next(n for n in names if n.lower() == near[0]))}?"
    return f"; there are {listed(names)}"


def level_of(title: str) -> int | None:
    """Return 0 member, 1 lead, 2 manager for a job title, None if no word of it names a level.

    Examples
    --------
    >>> [level_of(t) for t in ("Vice President", "team lead", "member", "wireman")]
    [2, 1, 0, None]
    """
    words = re.sub(r"[^a-z]+", " ", title.lower()).strip()
    if _ASSISTANT.search(words):
        return 0
    if _LEADS.search(words):
        return 1
    if _MANAGERS.search(words):
        return 2
    return 0 if _MEMBERS.search(words) else None


def reading_of(kind: str) -> str:
    """Return how a kind is read unless the scenario says otherwise: reports_to, negative or positive."""
    name = normal(kind)
    if _NEGATIVE.search(name):
        return "negative"
    return "reports_to" if _REPORTS.search(name) else "positive"


def is_work(kind: str) -> bool:
    """Return whether a kind of tie comes from doing work together."""
    return bool(_WORK.search(normal(kind)))


def is_liking(kind: str) -> bool:
    """Return whether a kind of tie says what one thinks of the other."""
    return bool(_LIKING.search(normal(kind)))


def is_rating_word(name: str) -> bool:
    """Return whether a kind or column name is that of a rating rather than of a count."""
    return bool(_RATING.search(normal(name)))
