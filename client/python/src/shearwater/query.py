"""Features, conditions on them, and queries that select and join feature groups."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from ._results import Result
from ._session import json_bytes
from ._times import Time, after_text, duration_text, instant_text, up_to_text
from ._types import as_type
from .errors import bad_use

if TYPE_CHECKING:
    from .feature_group import FeatureGroup

_WORDS = {"and", "or", "not", "in", "like", "is", "null", "true", "false", "all", "any", "nan", "infinity"}


class Condition:
    """What rows have to be like. Combine conditions with ``&``, ``|`` and ``~``; ``str`` shows them."""

    def __init__(self, text: str) -> None:
        """A condition as a text, such as ``amount > 100 and country in ('SE', 'NO')``."""
        self._text = text

    def __and__(self, other: "Condition") -> "Condition":
        return Condition("(%s) and (%s)" % (self._text, other._text))

    def __or__(self, other: "Condition") -> "Condition":
        return Condition("(%s) or (%s)" % (self._text, other._text))

    def __invert__(self) -> "Condition":
        return Condition("not (%s)" % self._text)

    def __bool__(self) -> bool:
        raise bad_use("A condition is neither true nor false. Combine conditions with &, | and ~, each in brackets.")

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Condition(%r)" % self._text


#: A condition, or its text.
Where = Union[Condition, str]


def condition_text(where: Optional[Where]) -> Optional[str]:
    """A condition as it is sent."""
    if where is None or isinstance(where, (Condition, str)):
        return None if where is None else str(where)
    raise bad_use("%r is no condition. Write fg.get_feature('amount') > 10, or the text 'amount > 10'." % (where,))


def _constant(value: Any) -> str:
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if value != value else ("infinity" if value > 0 else "-infinity")
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, datetime):
        return "'%s'" % instant_text(value, "the constant")
    if isinstance(value, date):
        return "'%s'" % value.isoformat()
    if isinstance(value, str):
        return "'%s'" % value.replace("'", "''")
    raise bad_use("A condition cannot compare with %r, a %s." % (value, type(value).__name__))


class Feature:
    """A column of a feature group. Comparing it gives a condition: ``Feature("amount") > 10``.

    Attributes:
        name: of the column.
        type: as a text such as ``double``; empty where only the name counts.
        description: for people.
        default_value: what rows read as that were written before it was appended; None for null.
        feature_type: what may be done with it: nominal, ordinal, interval, ratio, array, embedding, text or opaque; None for
            what follows from the type.
    """

    def __init__(
        self,
        name: str,
        type: Any = "",
        description: str = "",
        default_value: Any = None,
        feature_type: Optional[str] = None,
    ) -> None:
        self.name = name
        self.type = str(as_type(type)) if type != "" else ""
        self.description = description
        self.default_value = default_value
        self.feature_type = feature_type

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> "Feature":
        """A feature as the server describes it."""
        return cls(
            document["name"],
            document["type"],
            document.get("description", ""),
            document.get("default"),
            document.get("feature_type"),
        )

    def document(self) -> Dict[str, Any]:
        """The feature as the server takes it."""
        if not self.type:
            raise bad_use("The feature '%s' has no type. Name one, such as Feature('%s', 'double')." % ((self.name,) * 2))
        document: Dict[str, Any] = {"name": self.name, "type": self.type, "description": self.description}
        if self.default_value is not None:
            document["default"] = json_value(self.default_value)
        if self.feature_type is not None:
            document["feature_type"] = self.feature_type
        return document

    def _column(self) -> str:
        plain = self.name.isascii() and self.name.isidentifier() and self.name.islower() and self.name not in _WORDS
        return self.name if plain else '"%s"' % self.name

    def _compared(self, operator: str, value: Any) -> Condition:
        return Condition("%s %s %s" % (self._column(), operator, _constant(value)))

    def __lt__(self, value: Any) -> Condition:
        return self._compared("<", value)

    def __le__(self, value: Any) -> Condition:
        return self._compared("<=", value)

    def __gt__(self, value: Any) -> Condition:
        return self._compared(">", value)

    def __ge__(self, value: Any) -> Condition:
        return self._compared(">=", value)

    def __eq__(self, value: Any) -> Condition:  # type: ignore[override]
        return self.is_null() if value is None else self._compared("=", value)

    def __ne__(self, value: Any) -> Condition:  # type: ignore[override]
        return ~self.is_null() if value is None else self._compared("!=", value)

    __hash__ = object.__hash__

    def isin(self, values: Sequence[Any]) -> Condition:
        """That it is one of these."""
        return Condition("%s in (%s)" % (self._column(), ", ".join(map(_constant, values))))

    def like(self, pattern: str) -> Condition:
        """That it is a text of this pattern: ``%`` stands for any characters, ``_`` for one."""
        return Condition("%s like %s" % (self._column(), _constant(pattern)))

    def is_null(self) -> Condition:
        """That it has no value."""
        return Condition("%s is null" % self._column())

    def __repr__(self) -> str:
        return "Feature(%r, %r)" % (self.name, self.type)


def json_value(value: Any) -> Any:
    """A value as documents have it, whatever its type is."""
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        value = value.tolist()
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, datetime):
        return instant_text(value, "the value")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        import base64

        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, Mapping):
        return {str(name): json_value(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_value(part) for part in value]
    return value


def names_of(features: Union[str, Sequence[Union[str, Feature]]]) -> List[str]:
    """Names of features that are said as names or as features."""
    if isinstance(features, str):
        raise bad_use("Features are a list of names, such as ['%s']." % features)
    return [one.name if isinstance(one, Feature) else one for one in features]


class Query:
    """A selection of features of a group and of groups that are joined to it. It never changes: each call gives a new one.

    In reads and in training data a join finds, for each row, the newest row of the other group that is not later than the row's own
    event time; where there is none, its features are null.
    """

    def __init__(self, group: "FeatureGroup", columns: Sequence[str], whole_row: bool = False) -> None:
        """A selection; get one from a feature group."""
        self._group = group
        self._columns = list(columns)
        self._whole_row = whole_row
        self._where: Optional[Condition] = None
        self._joins: Tuple[Dict[str, Any], ...] = ()
        self._at: Dict[str, Any] = {}
        self._limit: Optional[int] = None

    def _copy(self) -> "Query":
        made = Query(self._group, self._columns, self._whole_row)
        made._where, made._joins, made._at, made._limit = self._where, self._joins, self._at, self._limit
        return made

    def filter(self, condition: Where) -> "Query":
        """Rows of the group for which a condition holds, too. Filter what is joined before it is joined."""
        made = self._copy()
        next_one = Condition(str(condition_text(condition)))
        made._where = next_one if made._where is None else made._where & next_one
        return made

    def limit(self, rows: int) -> "Query":
        """So many rows at most."""
        made = self._copy()
        made._limit = rows
        return made

    def as_of(self, wallclock_time: Optional[Time] = None, *, commit: Optional[int] = None) -> "Query":
        """Rows as they were known after the last commit at a moment, or after a commit."""
        if (wallclock_time is None) == (commit is None):
            raise bad_use("as_of takes either a time or commit=…; one of them says which state is meant.")
        made = self._copy()
        made._at = {"at": instant_text(wallclock_time, "wallclock_time")} if commit is None else {"commit": commit}
        return made

    def join(
        self,
        sub_query: "Query",
        on: Optional[Sequence[str]] = None,
        left_on: Optional[Sequence[str]] = None,
        right_on: Optional[Sequence[str]] = None,
        join_type: str = "left",
        prefix: str = "",
        *,
        strictly_before: bool = False,
        within: Any = None,
    ) -> "Query":
        """Features of another group, as they were at the time of each row.

        Args:
            sub_query: the other group's features, with what is joined to it.
            on: columns of the same name on both sides. Without keys they follow from foreign keys, else from names and types.
            left_on: columns of this group, for those of ``right_on``.
            right_on: columns of the other group.
            join_type: ``left`` keeps every row; ``inner`` only those that find something.
            prefix: stands before the names of the other group's features.
            strictly_before: whether a row of the same moment is not found: an event does not see itself.
            within: how old a row may be that is found, as a timedelta or in seconds.
        """
        if join_type.lower() not in ("left", "inner"):
            raise bad_use("join_type is '%s'; there are left and inner: a join never makes rows up." % join_type)
        if on is not None and (left_on is not None or right_on is not None):
            raise bad_use("Say the keys with 'on', or with 'left_on' and 'right_on', not with both.")
        lefts, rights = names_of(left_on or on or []), names_of(right_on or on or [])
        if len(lefts) != len(rights):
            raise bad_use("left_on has %d columns and right_on %d; they are pairs." % (len(lefts), len(rights)))
        document: Dict[str, Any] = {
            "query": sub_query.document(),
            "on": [{"left": left, "right": right} for left, right in zip(lefts, rights)],
            "prefix": prefix or "",
            "strictly_before": strictly_before,
            "required": join_type.lower() == "inner",
        }
        if within is not None:
            document["lookback"] = duration_text(within, "within")
        made = self._copy()
        made._joins = (*self._joins, document)
        return made

    def document(self) -> Dict[str, Any]:
        """The query as the server takes it."""
        if self._at or self._limit is not None:
            raise bad_use(
                "as_of and limit are for reading one group; a view and a join take their states from commits by themselves."
            )
        document: Dict[str, Any] = {
            "group": {"name": self._group.name, "version": self._group.version},
            "columns": self._columns,
            "whole_row": self._whole_row,
            "joins": list(self._joins),
        }
        if self._where is not None:
            document["filter"] = str(self._where)
        return document

    def _parameters(self, start: Optional[Time], end: Optional[Time]) -> Dict[str, Any]:
        return {
            "columns": ",".join(self._columns),
            "where": condition_text(self._where),
            "from": after_text(start, "start_time"),
            "to": up_to_text(end, "end_time"),
            "limit": self._limit,
            **self._at,
        }

    def result(self, start_time: Optional[Time] = None, end_time: Optional[Time] = None) -> Result:
        """The rows, before they are made into anything."""
        session, group = self._group.session, self._group
        if not self._joins:
            where = ("feature-groups", group.name, group.version, "rows")
            return session.rows("GET", where, query=self._parameters(start_time, end_time))
        if start_time is not None or end_time is not None:
            raise bad_use("A query with joins is read whole; bound it with filter(…) on the event time.")
        return session.rows("POST", ("query",), body=json_bytes(self.document()))

    def read(
        self,
        dataframe_type: str = "default",
        start_time: Optional[Time] = None,
        end_time: Optional[Time] = None,
    ) -> Any:
        """The rows.

        Args:
            dataframe_type: ``pandas``, ``python``, ``columns``, ``numpy`` or ``arrow``; pandas where it is installed, else python.
            start_time: event times after this moment; of a date from its first moment on.
            end_time: event times up to and with this moment; of a date to its last.
        """
        return self.result(start_time, end_time).to(dataframe_type)

    def read_batches(
        self,
        dataframe_type: str = "default",
        start_time: Optional[Time] = None,
        end_time: Optional[Time] = None,
    ) -> Iterator[Any]:
        """The rows in pieces as they come, for more of them than memory holds; of a group without joins."""
        if self._joins:
            raise bad_use("Pieces are for one group; read a query with joins whole, or make training data of a view.")
        where = ("feature-groups", self._group.name, self._group.version, "rows")
        for batch in self._group.session.batches("GET", where, query=self._parameters(start_time, end_time)):
            yield batch.to(dataframe_type)

    def show(self, n: int = 5) -> Any:
        """The first rows."""
        return self.limit(n).read() if not self._joins else self.read()[:n]

    def __repr__(self) -> str:
        return "Query(%s, %s%s)" % (self._group, self._columns, ", %d joins" % len(self._joins) if self._joins else "")

