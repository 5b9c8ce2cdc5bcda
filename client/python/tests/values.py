"""Values of every type, at random and at the edges."""

import math
import random
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, List

from shearwater._types import DataType, parse

TYPES = (
    "boolean",
    "int",
    "long",
    "float",
    "double",
    "decimal(9,2)",
    "decimal(38,9)",
    "string",
    "string(16)",
    "binary",
    "date",
    "timestamp",
    "embedding(3)",
    "array<long>",
    "array<array<string>>",
    "map<string,double>",
    'struct<a:int,"b c":struct<d:string>>',
)

_TEXTS = ("", "x", "ä", "🎉 party", "null", "a'b\"c", "0")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def value(of: DataType, luck: random.Random, nulls: bool = True) -> Any:
    """A value of a type; sometimes None."""
    if nulls and luck.random() < 0.2:
        return None
    name = of.name
    if name == "boolean":
        return luck.random() < 0.5
    if name in ("int", "long"):
        bits = 31 if name == "int" else 63
        return luck.choice((0, -1, 2**bits - 1, -(2**bits), luck.randrange(-1000, 1000)))
    if name == "float":
        return luck.choice((0.0, -0.0, 1.5, -2.25, math.inf, -math.inf, math.nan))
    if name == "double":
        return luck.choice((0.0, -0.0, 0.1, 5e-324, 1.7976931348623157e308, -math.inf, math.nan, luck.gauss(0, 1e6)))
    if name == "decimal":
        whole = luck.randrange(-(10 ** of.numbers[0]) + 1, 10 ** of.numbers[0])
        return Decimal((whole < 0, tuple(map(int, str(abs(whole)))), -of.numbers[1]))
    if name == "string":
        return luck.choice(_TEXTS)
    if name == "binary":
        return luck.choice(_TEXTS).encode() + bytes([luck.randrange(256)])
    if name == "date":
        return luck.choice((date(1970, 1, 1), date(1, 1, 1), date(9999, 12, 31), date(1969, 12, 31)))
    if name == "timestamp":
        return _EPOCH + timedelta(microseconds=luck.choice((0, -1, 1, luck.randrange(-(10**16), 10**17))))
    if name == "embedding":
        return [luck.choice((0.0, 0.5, -1.25)) for _ in range(of.numbers[0])]
    if name == "array":
        return [value(of.parts[0], luck) for _ in range(luck.randrange(4))]
    if name == "map":
        return {key: value(of.parts[0], luck) for key in luck.sample(_TEXTS, luck.randrange(4))}
    return {field: value(part, luck) for field, part in zip(of.fields, of.parts)}


def column(text: str, rows: int, luck: random.Random) -> List[Any]:
    """Values of a type."""
    of = parse(text)
    return [value(of, luck) for _ in range(rows)]


def same(one: Any, two: Any) -> bool:
    """Whether values are the same to the last bit: NaN is NaN, and 0.0 is not -0.0."""
    if type(one) is not type(two):
        return False
    if isinstance(one, float):
        return math.copysign(1.0, one) == math.copysign(1.0, two) and (one == two or (one != one and two != two))
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    return bool(one == two)
