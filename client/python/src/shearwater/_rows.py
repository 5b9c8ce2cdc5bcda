"""Rows as callers have them: lists of dictionaries, dictionaries of columns, pandas DataFrames and pyarrow Tables."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Sequence

from ._arrays import of_arrow, of_pandas, of_values
from ._columns import Column
from ._frames import MEDIA_TYPE, MOST_ROWS, Schema, encode
from ._types import DataType
from .errors import UserError, bad_use

_USUAL_BLOCK = 32 << 20
_FEWEST = 8


class Rows:
    """Rows of named columns, which can be sent more than once."""

    def __init__(self, columns: Mapping[str, Any], count: int) -> None:
        self._columns = dict(columns)
        self.count = count

    @property
    def names(self) -> List[str]:
        """The columns, in their order."""
        return list(self._columns)

    def only(self, names: Sequence[str]) -> "Rows":
        """Some of the columns."""
        return Rows({name: self._columns[name] for name in names}, self.count)

    def schema(self, known: Mapping[str, DataType], where: str, optional: Sequence[str] = ()) -> Schema:
        """The columns with the types they are sent as.

        Args:
            known: the types by name; empty where they are to be inferred.
            where: what has the columns, for messages.
            optional: columns that are wanted only if they are there.
        """
        if not known:
            return [(name, values.infer("column '%s'" % name)) for name, values in self._columns.items()]
        unknown = [name for name in self._columns if name not in known]
        if unknown:
            raise UserError(
                "%s has no column '%s'; it has %s." % (where, unknown[0], ", ".join(known)), code="UNKNOWN_COLUMN"
            )
        return [(name, known[name]) for name in self._columns]

    def frames(self, schema: Schema) -> Iterator[List[Column]]:
        """The rows in pieces that fit a block."""
        step = MOST_ROWS
        at = 0
        while at < self.count:
            end = min(self.count, at + step)
            frame = [self._columns[name].column(of, at, end, "column '%s'" % name) for name, of in schema]
            if end - at > _FEWEST and sum(map(_size, frame)) > _USUAL_BLOCK:
                step = max(_FEWEST, (end - at) // 2)
                continue
            yield frame
            at = end

    def body(self, schema: Schema) -> "Body":
        """The rows as they are sent."""
        return Body(self, schema)


class Body:
    """A body of a request; each iteration begins it anew."""

    media_type = MEDIA_TYPE

    def __init__(self, rows: Rows, schema: Schema) -> None:
        self._rows = rows
        self._schema = schema

    def __iter__(self) -> Iterator[bytes]:
        return encode(self._schema, self._rows.frames(self._schema))


def _size(column: Column) -> int:
    own = len(column.data) * getattr(column.data, "itemsize", 1) if column.data is not None else 0
    return own + sum(map(_size, column.parts))


def rows_of(data: Any, nan_as_null: bool = False) -> Rows:
    """The rows of what a caller brings.

    Args:
        data: a list of dictionaries, a dictionary of columns, a pandas DataFrame or a pyarrow Table or RecordBatch. The index of
            a DataFrame is left out.
        nan_as_null: whether NaN in columns of numbers means that there is no value.
    """
    kind = type(data).__module__.split(".")[0], type(data).__name__
    if kind == ("pandas", "DataFrame"):
        return _columns({_name(name): of_pandas(data.iloc[:, i], nan_as_null) for i, name in enumerate(data.columns)}, data)
    if kind[0] == "pyarrow" and kind[1] in ("Table", "RecordBatch"):
        columns = {name: of_arrow(data.column(i), nan_as_null) for i, name in enumerate(data.schema.names)}
        return _columns(columns, data)
    if isinstance(data, Mapping):
        return _of_columns(data, nan_as_null)
    if hasattr(data, "to_arrow") and kind[0] == "polars":
        return rows_of(data.to_arrow(), nan_as_null)
    if isinstance(data, (list, tuple)):
        return _of_records(data, nan_as_null)
    raise bad_use(
        "Rows are a list of dictionaries, a dictionary of columns, a pandas DataFrame or a pyarrow Table, not a %s.%s." % kind
    )


def _columns(columns: Dict[str, Any], data: Any) -> Rows:
    if len(columns) < data.shape[1]:
        raise bad_use("Two columns of the rows have the same name.", "BAD_ROWS")
    return Rows(columns, len(data))


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise bad_use("A column is called %r; names of columns are texts." % (name,), "BAD_ROWS")
    return name


def _of_columns(data: Mapping[Any, Any], nan_as_null: bool) -> Rows:
    columns = {_name(name): of_values(values, name, nan_as_null) for name, values in data.items()}
    counts = {name: len(values) for name, values in columns.items()}
    if len(set(counts.values())) > 1:
        raise bad_use("The columns have different numbers of rows: %s." % counts, "BAD_ROWS")
    return Rows(columns, next(iter(counts.values()), 0))


def _of_records(data: Sequence[Any], nan_as_null: bool) -> Rows:
    names: Dict[str, None] = {}
    for row, record in enumerate(data):
        if not isinstance(record, Mapping):
            raise bad_use("Row %d is %.80r, not a dictionary." % (row + 1, record), "BAD_ROWS")
        for name in record:
            names[_name(name)] = None
    return Rows({name: of_values([one.get(name) for one in data], name, nan_as_null) for name in names}, len(data))


def records_of(data: Any) -> List[Dict[str, Any]]:
    """The rows of what a caller brings as dictionaries, for requests that are JSON."""
    if isinstance(data, Mapping):
        return [dict(data)]
    if isinstance(data, (list, tuple)):
        return [dict(one) for one in data]
    if hasattr(data, "to_dict") and type(data).__module__.split(".")[0] == "pandas":
        return [{str(name): value for name, value in one.items()} for one in data.to_dict("records")]
    if hasattr(data, "to_pylist"):
        return list(data.to_pylist())
    raise bad_use("Entries are dictionaries, not %.80r." % (data,))
