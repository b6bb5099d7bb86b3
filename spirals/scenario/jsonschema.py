"""The scenario format as JSON Schema, so that editors complete and check scenario files."""

from __future__ import annotations

import json
from typing import Any

from spirals.interventions.practice import Entry
from spirals.parameters import TABLE
from spirals.scenario.schema import USUAL, Scenario

FILE_NAME = "scenario.schema.json"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files, with every shipped practice, shock, parameter and measure."""
    from spirals.interventions.custom import Custom
    from spirals.interventions.shipped import HARMFUL, PRACTICES, SHOCKS
    from spirals.measures import MEASURES

    schema = Scenario.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = schema.setdefault("$defs", {})
    practices: dict[str, type[Entry]] = {**PRACTICES, **HARMFUL, Custom.id: Custom}
    definitions["intervention"] = {"anyOf": [_entry(kind, definitions) for kind in practices.values()]}
    definitions["shock"] = {"anyOf": [_entry(kind, definitions) for kind in SHOCKS.values()]}
    keys = schema["properties"]
    keys["interventions"]["items"] = {"$ref": "#/$defs/intervention"}
    keys["shocks"]["items"] = {"$ref": "#/$defs/shock"}
    keys["extends"] = {
        "type": "string",
        "description": "a file beside this one or a shipped scenario; this file says only what differs",
    }
    keys["parameters"] |= _named(_number)
    keys["uncertainties"] |= _named(lambda row: {"type": "array", "items": _number(row), "minItems": 2, "maxItems": 2})
    keys["measures"]["items"] = {"enum": [USUAL, *sorted(MEASURES)]}
    schema["title"] = "A spirals scenario"
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return tidied(schema)


def schema_text() -> str:
    """Return the text of the exported schema file."""
    return json.dumps(json_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _entry(kind: type[Entry], definitions: dict[str, Any]) -> dict[str, Any]:
    schema = kind.model_json_schema(by_alias=True)
    definitions.update(schema.pop("$defs", {}))
    schema["properties"] = {"id": {"const": kind.id}, **schema["properties"]}
    schema["required"] = ["id", *schema.get("required", [])]
    schema["description"] = (kind.__doc__ or "").strip().splitlines()[0]
    return schema


def _number(row: Any) -> dict[str, Any]:
    return {"type": "number", "minimum": row.low, "maximum": row.high}


def _named(form: Any) -> dict[str, Any]:
    properties = {
        row.name: {**form(row), "description": f"{row.meaning} ({row.unit}; default {row.default:g})"} for row in TABLE
    }
    return {"properties": properties, "additionalProperties": False}


def tidied(schema: Any, is_properties: bool = False) -> Any:
    """Drop the titles and nulls that a TOML file cannot have."""
    if isinstance(schema, list):
        return [tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {}
    for key, value in schema.items():
        if not is_properties and ((key == "title" and value != "A spirals scenario") or _is_null(key, value)):
            continue
        tidy[key] = tidied(value, is_properties=key in ("properties", "$defs"))
    options = tidy.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options:
        rest = [option for option in options if option != {"type": "null"}]
        tidy.pop("anyOf")
        tidy |= rest[0] if len(rest) == 1 else {"anyOf": rest}
    return tidy


def _is_null(key: str, value: Any) -> bool:
    return key == "default" and value is None
