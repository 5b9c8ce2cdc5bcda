"""Columns in memory: values of one type side by side, from and to Python's own values."""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from ._types import DOUBLE, LONG, STRING, DataType
from .errors import ShearwaterError, UserError

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICRO = timedelta(microseconds=1)
_LONGEST_BLOCK = 2**31 - 1

#: How arrays call the numbers of a type.
CODES = {"int": "i", "date": "i", "long": "q", "timestamp": "q", "float": "f", "double": "d"}
BITS = {"int": 32, "long": 64}


@dataclass
class Column:
    """Values of one type.

    Attributes:
        type: of the values.
        count: how many there are.
        valid: a byte for each value, 0 for null; None where none is null.
        data: numbers as an array; booleans, texts and bytes as bytes.
        offsets: where each text, list or map begins in ``data`` or in the parts; one more than there are values.
        parts: the elements of lists, the keys and values of maps, the fields of structs; the upper halves of wide decimals.
    """

    type: DataType
    count: int
    valid: Optional[bytes] = None
    data: Any = None
    offsets: Optional["array[int]"] = None
    parts: List["Column"] = field(default_factory=list)

    def to_list(self) -> List[Any]:
        """The values as Python has them, None for null."""
        values = self._values()
        if self.valid is None:
            return values
        return [value if known else None for value, known in zip(values, self.valid)]

    def _values(self) -> List[Any]:
        name = self.type.name
        if name == "boolean":
            return [byte == 1 for byte in self.data]
        if name == "date":
            return _converted(self, _day)
        if name == "timestamp":
            return _converted(self, _instant)
        if name in CODES:
            return list(self.data.tolist())
        if name == "decimal":
            return self._decimals()
        if name == "embedding":
            wide, flat = self.type.numbers[0], self.data.tolist()
            return [flat[i * wide : (i + 1) * wide] for i in range(self.count)]
        if name == "struct":
            parts = [part.to_list() for part in self.parts]
            return [dict(zip(self.type.fields, values)) for values in zip(*parts)]
        return self._spans()

    def _decimals(self) -> List[Any]:
        scale = self.type.numbers[1]
        low = self.data.tolist()
        if self.parts:
            high = self.parts[0].data.tolist()
            low = [(one & 0xFFFFFFFFFFFFFFFF) + (two << 64) for one, two in zip(low, high)]
        return [Decimal((value < 0, _digits(value), -scale)) for value in low]

    def _spans(self) -> List[Any]:
        offsets = self.offsets
        assert offsets is not None
        bounds = list(zip(offsets, offsets[1:]))
        if self.type.name == "string":
            return [self.data[a:b].decode("utf-8") for a, b in bounds]
        if self.type.name == "binary":
            return [bytes(self.data[a:b]) for a, b in bounds]
        if self.type.name == "map":
            keys, values = self.parts[0].to_list(), self.parts[1].to_list()
            return [dict(zip(keys[a:b], values[a:b])) for a, b in bounds]
        elements = self.parts[0].to_list()
        return [elements[a:b] for a, b in bounds]


def _digits(value: int) -> Tuple[int, ...]:
    return tuple(map(int, str(abs(value))))


def _converted(column: Column, convert: Callable[[int], Any]) -> List[Any]:
    try:
        return [convert(number) for number in column.data]
    except (OverflowError, ValueError):
        raise ShearwaterError(
            "A %s lies outside of the years 1 to 9999, which Python's own dates can hold. Read it with"
            " dataframe_type='arrow', or leave such rows out with a condition." % column.type,
            code="VALUE_OUT_OF_RANGE",
        ) from None


def _day(number: int) -> date:
    return date.fromordinal(EPOCH_DAY + number)


def _instant(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def is_missing(value: Any) -> bool:
    """Whether a value stands for null: None, and what pandas has for it."""
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def micros_of(value: datetime) -> int:
    """Microseconds since 1970 of a time; one without a zone is in UTC."""
    aware = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
    return (aware - EPOCH) // _MICRO


def build(of: DataType, values: Sequence[Any], where: str) -> Column:
    """A column of Python's values.

    Args:
        of: the type that the values have to have; integers become wider numbers where no digit is lost.
        values: None for null.
        where: what the column is, for messages, such as ``column 'amount'``.
    """
    column = Column(of, len(values))
    known = bytearray(0 if is_missing(value) else 1 for value in values)
    if 0 in known:
        column.valid = bytes(known)
    _fill(column, values, where)
    return column


def _fill(column: Column, values: Sequence[Any], where: str) -> None:
    name = column.type.name
    if name in ("array", "map"):
        _fill_spans(column, values, where)
    elif name == "struct":
        _fill_struct(column, values, where)
    elif name in ("string", "binary"):
        _fill_bytes(column, values, where)
    elif name == "embedding":
        _fill_embedding(column, values, where)
    elif name == "decimal":
        _fill_decimals(column, values, where)
    elif name == "boolean":
        column.data = bytes(1 if value else 0 for value in _taken(column, values, _boolean, where, False))
    else:
        taken = _taken(column, values, _TAKE[name], where, 0)
        try:
            column.data = array(CODES[name], taken)
        except OverflowError:
            raise _refused_all(column, values, where) from None


def _taken(
    column: Column, values: Sequence[Any], take: Callable[[Any, DataType], Any], where: str, empty: Any
) -> List[Any]:
    taken = []
    for row, value in enumerate(values):
        if column.valid is not None and not column.valid[row]:
            taken.append(empty)
            continue
        try:
            taken.append(take(value, column.type))
        except (TypeError, ValueError, OverflowError) as odd:
            raise _refused(row, value, column.type, where, str(odd)) from None
    return taken


def _refused(row: int, value: Any, wanted: DataType, where: str, why: str = "") -> UserError:
    shown = repr(value)
    shown = shown if len(shown) <= 80 else shown[:77] + "…"
    because = ": " + why if why else ""
    return UserError(
        "Row %d of %s is %s, a %s, not %s%s." % (row + 1, where, shown, type(value).__name__, wanted, because),
        code="BAD_ROWS",
    )


def _refused_all(column: Column, values: Sequence[Any], where: str) -> UserError:
    return UserError("A number of %s does not fit %s." % (where, column.type), code="BAD_ROWS")


def _plain(value: Any) -> Any:
    """NumPy's scalars as Python's own."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value


def _boolean(value: Any, of: DataType) -> bool:
    value = _plain(value)
    if not isinstance(value, bool):
        raise TypeError("only True and False are")
    return value


def _integer(value: Any, of: DataType) -> int:
    value = _plain(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("only whole numbers are")
    bound = 1 << (BITS[of.name] - 1)
    if not -bound <= value < bound:
        raise OverflowError("it has more than %d bits" % BITS[of.name])
    return value


def _number(value: Any, of: DataType) -> float:
    value = _plain(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError("only numbers are")
    number = float(value)
    if isinstance(value, int) and int(number) != value:
        raise ValueError("digits would be lost")
    if of.name == "float" and number == number and abs(number) != float("inf"):
        return _single(number)
    return number


def _single(number: float) -> float:
    if abs(number) > 3.4028235677973366e38:
        raise OverflowError("it is too large")
    return number


def _date(value: Any, of: DataType) -> int:
    value = _plain(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError("only datetime.date is")
    return int(value.toordinal()) - EPOCH_DAY


def _timestamp(value: Any, of: DataType) -> int:
    value = _plain(value)
    if not isinstance(value, datetime):
        raise TypeError("only datetime.datetime is; datetime.fromisoformat reads texts")
    return micros_of(value)


_TAKE: Dict[str, Callable[[Any, DataType], Any]] = {
    "int": _integer,
    "long": _integer,
    "float": _number,
    "double": _number,
    "date": _date,
    "timestamp": _timestamp,
}


def _unscaled(value: Any, of: DataType) -> int:
    value = _plain(value)
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError("only Decimal and int are; Decimal(str(x)) makes one of a float")
    sign, digits, exponent = Decimal(value).as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("it is no number")
    precision, scale = of.numbers
    whole = int("".join(map(str, digits)) or "0")
    shift = exponent + scale
    if shift < -2 * len(digits) - 80 or shift > 80:
        raise OverflowError("it has too many digits")
    moved: int
    moved, lost = (whole * 10**shift, 0) if shift >= 0 else divmod(whole, 10**-shift)
    if lost or moved >= 10**precision:
        raise OverflowError("it has more digits")
    return -moved if sign else moved


def _fill_decimals(column: Column, values: Sequence[Any], where: str) -> None:
    numbers = _taken(column, values, _unscaled, where, 0)
    if not column.type.is_wide_decimal:
        column.data = array("q", numbers)
        return
    column.data = array("Q", [number & 0xFFFFFFFFFFFFFFFF for number in numbers])
    column.parts = [Column(LONG, column.count, data=array("q", [number >> 64 for number in numbers]))]


def _text(value: Any, of: DataType) -> bytes:
    if not isinstance(value, str):
        raise TypeError("only str is")
    if of.numbers and len(value) > of.numbers[0]:
        raise ValueError("it has %d characters" % len(value))
    return value.encode("utf-8")


def _bytes(value: Any, of: DataType) -> bytes:
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError("only bytes are")
    return bytes(value)


def _fill_bytes(column: Column, values: Sequence[Any], where: str) -> None:
    pieces = _taken(column, values, _text if column.type.name == "string" else _bytes, where, b"")
    column.offsets = _offsets(pieces, where)
    column.data = b"".join(pieces)


def _offsets(pieces: Sequence[Any], where: str) -> "array[int]":
    offsets = array("i", bytes(4 * (len(pieces) + 1)))
    at = 0
    for i, piece in enumerate(pieces):
        at += len(piece)
        if at > _LONGEST_BLOCK:
            raise UserError("The values of %s are too long together. Send fewer rows at a time." % where, code="TOO_LARGE")
        offsets[i + 1] = at
    return offsets


def _list(value: Any, of: DataType) -> List[Any]:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        raise TypeError("only lists are")
    return list(value)


def _dict(value: Any, of: DataType) -> Dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise TypeError("only dictionaries with texts as keys are")
    return value


def _fill_spans(column: Column, values: Sequence[Any], where: str) -> None:
    part = column.type.parts[0]
    if column.type.name == "array":
        lists = _taken(column, values, _list, where, [])
        column.offsets = _offsets(lists, where)
        column.parts = [build(part, [value for one in lists for value in one], "the elements of " + where)]
        return
    maps = _taken(column, values, _dict, where, {})
    column.offsets = _offsets(maps, where)
    column.parts = [
        build(STRING, [key for one in maps for key in one], "the keys of " + where),
        build(part, [value for one in maps for value in one.values()], "the values of " + where),
    ]


def _struct(value: Any, of: DataType) -> Dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("only dictionaries are")
    unknown = sorted(str(name) for name in value if name not in of.fields)
    if unknown:
        raise ValueError("it has no field %s; there are %s" % (unknown[0], ", ".join(of.fields)))
    return value


def _fill_struct(column: Column, values: Sequence[Any], where: str) -> None:
    rows = _taken(column, values, _struct, where, {})
    column.parts = [
        build(part, [row.get(name) for row in rows], "the field '%s' of %s" % (name, where))
        for name, part in zip(column.type.fields, column.type.parts)
    ]


def _vector(value: Any, of: DataType) -> List[float]:
    numbers = [_number(one, of) for one in _list(value, of)]
    if len(numbers) != of.numbers[0]:
        raise ValueError("it has %d numbers" % len(numbers))
    return [_single(number) if number - number == 0 else number for number in numbers]


def _fill_embedding(column: Column, values: Sequence[Any], where: str) -> None:
    zeros = [0.0] * column.type.numbers[0]
    vectors = _taken(column, values, _vector, where, zeros)
    column.data = array("f", [number for vector in vectors for number in vector])


def infer(values: Sequence[Any], where: str) -> DataType:
    """The type that Python's values have, for columns that nothing else says the type of."""
    seen: Optional[DataType] = None
    for row, value in enumerate(values):
        if is_missing(value):
            continue
        one = _of_value(_plain(value), row, where)
        seen = one if seen is None else _both(seen, one, row, value, where)
    if seen is None:
        raise UserError(
            "Nothing tells the type of %s: all its values are null. Declare it in 'features' of the feature group." % where,
            code="UNKNOWN_TYPE",
        )
    return seen


def _of_value(value: Any, row: int, where: str) -> DataType:
    for kind, name in ((bool, "boolean"), (int, "long"), (float, "double"), (str, "string"), (datetime, "timestamp")):
        if isinstance(value, kind):
            return DataType(name)
    if isinstance(value, date):
        return DataType("date")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return DataType("binary")
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return DataType("decimal", (38, max(9, -exponent if isinstance(exponent, int) else 0)))
    if isinstance(value, dict) and value and all(isinstance(key, str) for key in value):
        parts = tuple(infer([part], "'%s' of %s" % (name, where)) for name, part in value.items())
        return DataType("struct", parts=parts, fields=tuple(value))
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)) and not all(is_missing(one) for one in value):
        return DataType("array", parts=(infer(list(value), "the elements of " + where),))
    raise UserError(
        "Nothing tells which type row %d of %s has: it is %.80r. Declare it in 'features' of the feature group."
        % (row + 1, where, value),
        code="UNKNOWN_TYPE",
    )


def _both(left: DataType, right: DataType, row: int, value: Any, where: str) -> DataType:
    if left == right:
        return left
    names = {left.name, right.name}
    if names == {"long", "double"}:
        return DOUBLE
    if names == {"decimal"}:
        return DataType("decimal", (38, max(left.numbers[1], right.numbers[1])))
    if names == {"array"}:
        return DataType("array", parts=(_both(left.parts[0], right.parts[0], row, value, where),))
    if names == {"struct"} and left.fields == right.fields:
        parts = tuple(_both(one, two, row, value, where) for one, two in zip(left.parts, right.parts))
        return DataType("struct", parts=parts, fields=left.fields)
    raise _refused(row, value, left, where, "the rows before are")


def to_bytes(numbers: "array[Any]") -> bytes:
    """Numbers as the wire has them, the lowest byte first."""
    if sys.byteorder == "little":
        return numbers.tobytes()
    turned = array(numbers.typecode, numbers)
    turned.byteswap()
    return turned.tobytes()


def of_bytes(code: str, content: Any) -> "array[Any]":
    """Numbers of what the wire has."""
    numbers: "array[Any]" = array(code)
    numbers.frombytes(content)
    if sys.byteorder != "little":
        numbers.byteswap()
    return numbers
