"""Which column means what: synonyms, and the words for levels and kinds."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from spirals.errors import InputError
from spirals.structure.ordered import plain
from spirals.structure.table import Table, listed, quoted

# English first, then German and French; each as `normal` writes it.
SYNONYMS: dict[str, tuple[str, ...]] = {
    # people
    "id": (
        "id", "person", "person_id", "employee", "employee_id", "employee_number", "employee_no", "node", "node_id",
        "user", "user_id", "emp_id", "badge_id", "staff_id", "worker_id", "personalnummer", "personen_id",
        "mitarbeiter_id",
        "matricule", "worker", "email", "work_email", "mail", "e_mail", "user_principal_name", "name", "full_name",
        "display_name", "mitarbeiter", "nom_complet", "label",
    ),
    "team": (
        "team", "department", "unit", "group", "practice", "school", "discipline",
        "dept", "team_name", "department_name", "division", "section", "squad", "organization", "organisation",
        "business_unit", "function", "function_type", "abteilung", "bereich", "gruppe", "service", "equipe",
        "departement", "cost_center", "cost_centre", "kostenstelle",
    ),
    "level": (
        "level", "status", "rank", "role", "org_level", "grade", "position", "job_level", "level_designation",
        "job_title", "job_position", "title", "ebene", "stufe", "funktion", "rolle", "niveau", "fonction", "poste",
    ),
    "site": (
        "site", "location", "region", "office", "building", "city", "plant", "branch", "standort", "ort",
        "niederlassung", "lieu", "ville", "etablissement",
    ),
    "tenure": (
        "tenure", "seniority", "tenure_years", "years_at_company", "years_of_service", "tenure_months",
        "betriebszugehorigkeit", "dienstjahre", "anciennete",
    ),
    "hired": (
        "hire_date", "hired", "hired_on", "date_of_hire", "dateof_hire", "start_date", "joining_date", "date_joining",
        "date_of_joining", "joined", "employment_start", "original_hire_date", "eintrittsdatum", "eintritt",
        "date_embauche", "date_d_embauche", "date_entree",
    ),
    "left": (
        "termination_date", "dateof_termination", "date_of_termination", "leaving_date", "exit_date", "end_date",
        "employment_status", "austrittsdatum", "austritt", "date_sortie", "date_de_sortie",
    ),
    "remote": ("remote", "works_remotely", "home_office", "work_mode", "teletravail"),
    "reports": (
        "reports_to", "manager_id", "supervisor_id", "supervisor", "boss_id", "boss", "line_manager",
        "manager", "manager_name", "reporting_manager", "reports_to_id", "worker_s_manager", "manager_email",
        "vorgesetzter", "vorgesetzte", "fuhrungskraft", "responsable", "superieur",
    ),
    # ties
    "source": (
        "source", "from", "sender", "ego", "source_id", "from_id", "rater", "giver", "id1", "person1", "i",
        "sender_id", "from_user_id", "from_user", "from_email", "respondent",
        "respondent_id", "organizer", "organiser", "node1", "node_1",
        "person_1", "primary_collaborator_person_id",
        "tie_origin_person_id", "von", "absender", "de", "expediteur",
    ),
    "target": (
        "target", "to", "receiver", "recipient", "alter", "target_id", "to_id", "ratee", "id2", "person2",
        "j", "destination", "receiver_id", "recipient_id", "recipients",
        "attendees", "attendee", "participants", "to_user_id", "to_user", "to_email",
        "colleague", "colleague_id", "node2", "node_2", "person_2", "secondary_collaborator_person_id",
        "tie_destination_person_id", "an",
        "empfanger", "vers", "destinataire",
    ),
    "weight": (
        "weight", "strength", "frequency", "contact_seconds", "duration", "minutes", "emails", "messages",
        "count", "contacts", "rating", "closeness", "value", "score", "rank", "strong_tie_score", "haufigkeit",
        "gewicht", "starke", "poids", "frequence", "intensite",
    ),
    "kind": (
        "kind", "type", "relation", "relationship", "layer", "tie_type", "art", "beziehung", "typ", "lien",
        "type_de_lien",
    ),
    "wave": ("wave", "survey_wave", "round", "period", "welle", "vague"),
}  # fmt: skip
FIRST_SEEN = ("first_seen_wave", "first_wave", "first_seen")
TIME = (
    "day", "hour", "minute", "t", "time", "timestamp", "date", "week", "second", "month", "quarter", "year", "ts",
    "metric_date", "effective_date", "survey_date", "metrikdatum", "datum", "zeit", "monat",
)  # fmt: skip
"""Columns that say when; of these, the ones below may tell waves of one survey apart."""
WAVE_LIKE = (
    "t", "time", "date", "week", "month", "quarter", "year", "metric_date", "effective_date", "survey_date",
    "metrikdatum", "datum", "zeit", "monat",
)  # fmt: skip
FIRST_NAMES = ("first_name", "given_name", "vorname", "prenom")
LAST_NAMES = ("last_name", "surname", "family_name", "nachname", "nom", "nom_de_famille")
FULL_NAMES = ("name", "full_name", "display_name", "employee_name", "worker", "nom_complet", "mitarbeiter")
NOBODY = "none"  # instead of a column's name: no column plays this role

STATE_SYNONYMS = {
    "psychological_safety": "safety",
    "social_worth": "worth",
    "stress": "strain",
    "vitality": "energy",
    "energie": "energy",
    "psychologische_sicherheit": "safety",
    "sicherheit": "safety",
    "securite_psychologique": "safety",
    "belastung": "strain",
    "sinn": "meaning",
    "sens": "meaning",
    "bindung": "commitment",
    "engagement_affectif": "commitment",
    "zugehorigkeit": "belonging",
    "appartenance": "belonging",
    "resilienz": "resilience",
}

_LEADS = re.compile(
    r"\b(lead|leader|team ?lead|supervisor|foreman|forewoman|coordinator|managing consultant"
    r"|(assistant|deputy|junior|associate) manager|(team|gruppen|schicht|projekt)leit(er|erin|ung)"
    r"|vorarbeiter(in)?|meister(in)?|chef(fe)? d equipe|superviseur|responsable)\b"
)
_MANAGERS = re.compile(
    r"\b(c[efoti]o|chief|president|vice president|vp|director|head|manager|management|executive|partner|owner"
    r"|founder|dean|superintendent|boss|\w*leit(er|erin|ung)|geschaftsfuhrer(in)?|vorstand|direktor(in)?|pdg"
    r"|direct(eur|rice)|cadre dirigeant|chef(fe)?)\b"
)
_MEMBERS = re.compile(
    r"\b(member|employee|staff|worker|associate|assistant|junior|senior|trainee|intern"
    r"|mitarbeiter(in)?|angestellter?|sachbearbeiter(in)?|employee|salariee?|agent)\b"
)
_GRADE = re.compile(r"(ic|m)\s?(\d)")  # individual contributor or manager, and how high
_ASSISTANT = re.compile(r"\b(assistant|secretary) to\b|\b(executive|management) (assistant|secretary)\b")

_NEGATIVE = re.compile(
    r"antagonis|konflikt|streit|dislik|disesteem|distrust|mistrust|blame|argu|conflict|friction|quarrel|enem|hostil|negative|(^|_)neg($|_)"
    r"|avoid|rival|hate|bully|incivil|undermin|hinder|difficult"
)
_REPORTS = re.compile(r"(^|_)reports?(_to|s|ing|_line|$)|reporting|supervis|line_manage|(^|_)(boss|manager)($|_)")
_WORK = re.compile(
    r"advi[cs]e|work|arbeit|travail|conseil|(^|_)rat($|_)|hilfe|aide|info|help|assist|task|project|trad(e|ing)|collab|knowledge|problem|expert|cooperat|coordinat|need"
)
_LIKING = re.compile(
    r"friend|freund|vertrau|ami(e|s|tie)?($|_)|confiance|like|liking|esteem|praise|trust|value|respect|social|affect|love|close|acquaint|game|play|influence"
    r"|support|energ|positive"
)
_RATING = re.compile(
    r"rating|quality|score|closeness|like|liking|friend|trust|satisf|value|respect|esteem|acquaint|praise|energ"
)


def normal(name: str) -> str:
    """Return a column or kind name in lower case with underscores and without accents.

    Examples
    --------
    >>> [normal(name) for name in ("Team Name", "ReportsTo", "Häufigkeit", "EmployeeID")]
    ['team_name', 'reports_to', 'haufigkeit', 'employee_id']
    """
    split = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return plain(split).replace(" ", "_")


_UNIT = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def unit_of(header: str) -> str:
    """Return what a header says in brackets at its end, in plain words."""
    found = _UNIT.search(header)
    return plain(found[0]) if found else ""


def named(table: Table) -> dict[str, str]:
    """Return the headers by their normal names; of two alike the first."""
    found: dict[str, str] = {}
    for header in table.columns:
        for name in (normal(header), plain(header).replace(" ", "_"), normal(_UNIT.sub("", header))):
            found.setdefault(name, header)
    return found


def has(table: Table, role: str) -> bool:
    """Say whether some column would be recognised as playing a role."""
    names = named(table)
    return any(synonym in names for synonym in SYNONYMS[role])


def find(table: Table, role: str, wanted: str | None) -> str | None:
    """Return the header that plays a role, None if there is none.

    Parameters
    ----------
    role
        A key of ``SYNONYMS``.
    wanted
        The name a user stated; settles the matter.  ``"none"``: no column plays it.

    Raises
    ------
    InputError
        If the stated column is missing.
    """
    if wanted is not None:
        return None if wanted == NOBODY and NOBODY not in table.columns else _stated(table, role, wanted)
    by_name = named(table)
    for synonym in SYNONYMS[role]:
        if synonym in by_name:
            if normal(by_name[synonym]) != role:
                table.notes.append(f"column '{by_name[synonym]}' read as {role}")
            return by_name[synonym]
    if role == "id":
        near = [header for name, header in by_name.items() if name.startswith("id_") or name.endswith("_id")]
        if len(set(near)) == 1:
            table.notes.append(f"column '{near[0]}' read as id")
            return near[0]
    return None


def missing(table: Table, *roles: str) -> str:
    """Return the message that no column plays these roles."""
    names = " and ".join(f"'{role}'" for role in roles)
    options = ", ".join(f"{role}_column (--{role}-column)" for role in roles)
    return (
        f"{table.file}: {', '.join(roles)}: no such column among {listed(list(table.columns))}; add a header line "
        f"with {names}, or name the column with {options}"
    )


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
    graded = _GRADE.fullmatch(plain(title))
    if graded:
        return 0 if graded[1] == "ic" else min(int(graded[2]), 2)
    words = " ".join(re.findall(r"[a-z]+", plain(title)))
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
