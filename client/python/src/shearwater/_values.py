"""Single values of documents, as their types have them."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ._times import parse as parse_time
from ._types import DataType
from ._types import parse as parse_type

_NUMBERS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


@lru_cache(maxsize=1024)
def _type(text: str) -> DataType:
    return parse_type(text)


def value_of(value: Any, type_text: str) -> Any:
    """A value that JSON brought, as Python has values of its type."""
    return _value(value, _type(type_text))


def _value(value: Any, of: DataType) -> Any:
    name = of.name
    if value is None or name in ("boolean", "int", "long", "string"):
        return value
    if name in ("float", "double"):
        return _NUMBERS[value] if isinstance(value, str) else float(value)
    if name == "timestamp":
        return parse_time(value)
    if name == "date":
        return date.fromisoformat(value)
    if name == "decimal":
        return Decimal(str(value))
    if name == "binary":
        return base64.b64decode(value)
    if name == "array":
        return [_value(one, of.parts[0]) for one in value]
    if name == "embedding":
        return [_value(one, DataType("float")) for one in value]
    if name == "map":
        return {key: _value(one, of.parts[0]) for key, one in value.items()}
    return {key: _value(value.get(key), part) for key, part in zip(of.fields, of.parts)}
