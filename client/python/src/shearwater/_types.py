"""The types of columns, and their texts: ``long``, ``decimal(9,2)``, ``array<string>``, ``struct<a:int,b:double>``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, List, Tuple

from .errors import UserError

_TOKEN = re.compile(r'\s*("(?:[^"]|"")*"|\w+|[<>(),:])\s*')
_PLAIN_NAME = re.compile(r"[A-Za-z_]\w*\Z")
_DEEPEST = 32

PLAIN = ("boolean", "int", "long", "float", "double", "string", "binary", "date", "timestamp")


@dataclass(frozen=True)
class DataType:
    """A type: its name, the numbers in its brackets, the types within it and, of a struct, the names of its fields."""

    name: str
    numbers: Tuple[int, ...] = ()
    parts: Tuple["DataType", ...] = ()
    fields: Tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.name == "struct":
            inner = ",".join("%s:%s" % (_quoted(f), p) for f, p in zip(self.fields, self.parts))
            return "struct<%s>" % inner
        if self.name == "map":
            return "map<string,%s>" % self.parts[0]
        if self.parts:
            return "%s<%s>" % (self.name, self.parts[0])
        return self.name + ("(%s)" % ",".join(map(str, self.numbers)) if self.numbers else "")

    @property
    def is_wide_decimal(self) -> bool:
        """Whether it is a decimal that does not fit 64 bits."""
        return self.name == "decimal" and self.numbers[0] > 18


def _quoted(field: str) -> str:
    return field if _PLAIN_NAME.match(field) else '"%s"' % field.replace('"', '""')


BOOLEAN = DataType("boolean")
INT = DataType("int")
LONG = DataType("long")
FLOAT = DataType("float")
DOUBLE = DataType("double")
STRING = DataType("string")
BINARY = DataType("binary")
DATE = DataType("date")
TIMESTAMP = DataType("timestamp")


def parse(text: str) -> DataType:
    """The type of a text; a UserError where there is none."""
    parser = _Parser(text)
    parsed = parser.one(0)
    parser.end()
    return parsed


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: List[str] = []
        at = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                raise self._refused()
            self._tokens.append(token.group(1))
            at = token.end()
        self._tokens.reverse()

    def _refused(self) -> UserError:
        return UserError(
            "'%s' is no type. Types are %s, decimal(9,2), string(16), embedding(384), array<…>, map<string,…> and"
            " struct<name:type,…>." % (self._text[:200], ", ".join(PLAIN)),
            code="BAD_TYPE",
        )

    def _next(self) -> str:
        if not self._tokens:
            raise self._refused()
        return self._tokens.pop()

    def _take(self, token: str) -> None:
        if self._next() != token:
            raise self._refused()

    def _number(self) -> int:
        token = self._next()
        if not (token.isascii() and token.isdigit()) or len(token) > 9:
            raise self._refused()
        return int(token)

    def end(self) -> None:
        if self._tokens:
            raise self._refused()

    def one(self, depth: int) -> DataType:
        if depth > _DEEPEST:
            raise self._refused()
        name = self._next()
        following = self._tokens[-1] if self._tokens else ""
        if name in ("string", "embedding") and following == "(":
            return DataType(name, (self._bracketed(1)[0],))
        if name == "decimal" and following == "(":
            precision, scale = self._bracketed(2)
            if not 1 <= precision <= 38 or scale > precision:
                raise self._refused()
            return DataType(name, (precision, scale))
        if name in ("array", "map", "struct") and following == "<":
            return self._nested(name, depth + 1)
        if name not in PLAIN:
            raise self._refused()
        return DataType(name)

    def _bracketed(self, count: int) -> List[int]:
        self._take("(")
        numbers = [self._number()]
        for _ in range(count - 1):
            self._take(",")
            numbers.append(self._number())
        self._take(")")
        return numbers

    def _nested(self, name: str, depth: int) -> DataType:
        self._take("<")
        if name == "struct":
            return self._struct(depth)
        if name == "map":
            self._take("string")
            self._take(",")
        part = self.one(depth)
        self._take(">")
        return DataType(name, parts=(part,))

    def _struct(self, depth: int) -> DataType:
        fields: List[str] = []
        parts: List[DataType] = []
        while True:
            field = self._next()
            if field in "<>(),:":
                raise self._refused()
            fields.append(field[1:-1].replace('""', '"') if field[0] == '"' else field)
            self._take(":")
            parts.append(self.one(depth))
            if self._next_of_struct():
                return DataType("struct", parts=tuple(parts), fields=tuple(fields))

    def _next_of_struct(self) -> bool:
        token = self._next()
        if token not in (">", ","):
            raise self._refused()
        return token == ">"


def as_type(wanted: Any) -> DataType:
    """A type as people say it: a DataType, a text, or a Python type such as float."""
    if isinstance(wanted, DataType):
        return wanted
    if isinstance(wanted, str):
        return parse(_ALIASES.get(wanted, wanted))
    if isinstance(wanted, type) and wanted.__name__ in _OF_PYTHON:
        return DataType(_OF_PYTHON[wanted.__name__])
    raise UserError("%r is no type. Say it as a text, such as 'double' or 'decimal(9,2)'." % (wanted,), code="BAD_TYPE")


_ALIASES = {"bigint": "long", "str": "string", "bool": "boolean"}
_OF_PYTHON = {
    "bool": "boolean",
    "int": "long",
    "float": "double",
    "str": "string",
    "bytes": "binary",
    "date": "date",
    "datetime": "timestamp",
}
