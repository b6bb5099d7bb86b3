"""Scenarios: what may be said, files, differences.

>>> from spirals.scenario import load, with_changes
>>> with_changes(load("baseline"), {"days": 20, "size": 50, "conduct_base": 1.0}).organisation.size
50
"""

from spirals.errors import InputError
from spirals.scenario.differences import Difference, assignment, difference, with_changes
from spirals.scenario.files import (
    dump,
    find_file,
    from_dict,
    headlines,
    load,
    parse,
    shipped,
    shipped_folder,
)
from spirals.scenario.jsonschema import json_schema, schema_text
from spirals.scenario.organisation import OrganisationSpec
from spirals.scenario.schema import SCHEMA_VERSION, Scenario

__all__ = [
    "SCHEMA_VERSION",
    "Difference",
    "InputError",
    "OrganisationSpec",
    "Scenario",
    "assignment",
    "difference",
    "dump",
    "find_file",
    "from_dict",
    "headlines",
    "json_schema",
    "load",
    "parse",
    "schema_text",
    "shipped",
    "shipped_folder",
    "with_changes",
]
