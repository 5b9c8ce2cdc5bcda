"""Rows that came back, as callers want them: pandas, NumPy, pyarrow or Python's own."""

from __future__ import annotations

import importlib.util
from array import array
from typing import Any, Dict, Iterable, List, Optional, Sequence

from ._columns import CODES, Column
from ._frames import Schema, packed
from ._types import DataType
from .errors import bad_use

KINDS = ("default", "pandas", "python", "columns", "numpy", "arrow")

_NUMPY = {"int": "i4", "long": "i8", "float": "f4", "double": "f8"}
_NULLABLE = {"int": "Int32", "long": "Int64"}


class Result:
    """Rows in the frames in which they came."""

    def __init__(self, schema: Schema, frames: Sequence[List[Column]]) -> None:
        self.schema = schema
        self._frames = frames

    def __len__(self) -> int:
        return sum(frame[0].count for frame in self._frames if frame)

    @property
    def names(self) -> List[str]:
        """The columns, in their order."""
        return [name for name, _ in self.schema]

    def select(self, names: Iterable[str]) -> "Result":
        """Some of the columns, in an order."""
        wanted = list(names)
        places = [self.names.index(name) for name in wanted]
        return Result([self.schema[i] for i in places], [[frame[i] for i in places] for frame in self._frames])

    def lists(self) -> Dict[str, List[Any]]:
        """The columns as lists, None for null."""
        return {
            name: [value for frame in self._frames for value in frame[i].to_list()] for i, name in enumerate(self.names)
        }

    def records(self) -> List[Dict[str, Any]]:
        """The rows as dictionaries."""
        names = self.names
        return [
            dict(zip(names, row)) for frame in self._frames for row in zip(*(column.to_list() for column in frame))
        ]

    def to(self, dataframe_type: str = "default") -> Any:
        """The rows as ``pandas``, ``python`` (a list of dictionaries), ``columns`` (a dictionary of lists), ``numpy`` (an array of
        two dimensions) or ``arrow``; by default pandas where it is installed, else python."""
        kind = resolved(dataframe_type)
        if kind == "pandas":
            return self._pandas()
        if kind == "numpy":
            return self._array()
        if kind == "arrow":
            return self._arrow()
        return self.lists() if kind == "columns" else self.records()

    def _columns(self, place: int) -> Column:
        """A column of all frames; only for numbers and booleans."""
        columns = [frame[place] for frame in self._frames]
        if len(columns) == 1:
            return columns[0]
        of = self.schema[place][1]
        whole = Column(of, sum(column.count for column in columns))
        if any(column.valid is not None for column in columns):
            whole.valid = b"".join(column.valid or bytes([1]) * column.count for column in columns)
        if of.name == "boolean":
            whole.data = b"".join(column.data for column in columns)
        else:
            whole.data = _joined(columns, of)
        return whole

    def _pandas(self) -> Any:
        import pandas as pd

        data = {name: self._series(pd, i, of) for i, (name, of) in enumerate(self.schema)}
        return pd.DataFrame(data, columns=self.names)

    def _series(self, pd: Any, place: int, of: DataType) -> Any:
        import numpy as np

        if of.name in _NUMPY or of.name in ("boolean", "timestamp"):
            column = self._columns(place)
            nulls = None if column.valid is None else np.frombuffer(column.valid, dtype="u1") == 0
            if of.name == "timestamp":
                return _times(pd, np, column, nulls)
            if of.name == "boolean":
                values = np.frombuffer(column.data, dtype="u1").astype(bool)
                return pd.Series(values if nulls is None else pd.arrays.BooleanArray(values, nulls.copy()))
            values = np.array(column.data, dtype=_NUMPY[of.name])
            if nulls is None:
                return pd.Series(values)
            kind = pd.arrays.IntegerArray if of.name in _NULLABLE else pd.arrays.FloatingArray
            return pd.Series(kind(values, nulls.copy()))
        listed = [value for frame in self._frames for value in frame[place].to_list()]
        return pd.Series(listed, dtype=object)

    def _array(self) -> Any:
        import numpy as np

        kinds = {of.name for _, of in self.schema}
        plain = kinds <= set(_NUMPY) or kinds == {"boolean"}
        wholes = [self._columns(i) for i in range(len(self.schema))] if plain else []
        if plain and wholes and all(whole.valid is None for whole in wholes):
            dtypes = [np.frombuffer(w.data, "u1").astype(bool) if w.type.name == "boolean" else np.array(w.data) for w in wholes]
            return np.column_stack(dtypes) if dtypes else np.empty((0, 0))
        made = np.empty((len(self), len(self.schema)), dtype=object)
        for i, values in enumerate(self.lists().values()):
            for row, value in enumerate(values):
                made[row, i] = value
        return made

    def _arrow(self) -> Any:
        import pyarrow as pa

        schema = pa.schema([(name, _arrow_type(pa, of)) for name, of in self.schema])
        batches = [
            pa.record_batch([_arrow_array(pa, column) for column in frame], schema=schema) for frame in self._frames
        ]
        return pa.Table.from_batches(batches, schema=schema)


def resolved(dataframe_type: str) -> str:
    """The kind that is meant; refused where the library for it is missing."""
    if dataframe_type not in KINDS:
        raise bad_use("'%s' is no dataframe_type; there are %s." % (dataframe_type, ", ".join(KINDS)))
    if dataframe_type == "default":
        return "pandas" if importlib.util.find_spec("pandas") is not None else "python"
    library = {"pandas": "pandas", "numpy": "numpy", "arrow": "pyarrow"}.get(dataframe_type)
    if library is not None and importlib.util.find_spec(library) is None:
        raise bad_use(
            "dataframe_type='%s' needs %s, which is not installed. Install it, or use dataframe_type='python'."
            % (dataframe_type, library),
            code="MISSING_LIBRARY",
        )
    return dataframe_type


def _joined(columns: Sequence[Column], of: DataType) -> Any:
    whole: Any = array(CODES[of.name])
    for column in columns:
        whole.extend(column.data)
    return whole


def _times(pd: Any, np: Any, column: Column, nulls: Optional[Any]) -> Any:
    """Times in UTC: in microseconds where pandas has them, else in nanoseconds, or as objects where those do not reach."""
    micros = np.array(column.data, dtype="i8")
    if nulls is not None:
        micros[nulls] = np.iinfo("i8").min
    times = micros.view("M8[us]")
    if int(pd.__version__.split(".")[0]) < 2:
        known = micros if nulls is None else micros[~nulls]
        reach = 9_214_646_400_000_000
        if len(known) and (known.max() > reach or known.min() < -reach):
            return pd.Series(column.to_list(), dtype=object)
        times = times.astype("M8[ns]")
    return pd.Series(times).dt.tz_localize("UTC")


def _arrow_type(pa: Any, of: DataType) -> Any:
    plain = {
        "boolean": pa.bool_,
        "int": pa.int32,
        "long": pa.int64,
        "float": pa.float32,
        "double": pa.float64,
        "string": pa.string,
        "binary": pa.binary,
        "date": pa.date32,
    }
    if of.name in plain:
        return plain[of.name]()
    if of.name == "timestamp":
        return pa.timestamp("us", "UTC")
    if of.name == "decimal":
        return pa.decimal128(*of.numbers)
    if of.name == "embedding":
        return pa.list_(pa.float32(), of.numbers[0])
    if of.name == "array":
        return pa.list_(_arrow_type(pa, of.parts[0]))
    if of.name == "map":
        return pa.map_(pa.string(), _arrow_type(pa, of.parts[0]))
    return pa.struct([(name, _arrow_type(pa, part)) for name, part in zip(of.fields, of.parts)])


def _arrow_array(pa: Any, column: Column) -> Any:
    wanted = _arrow_type(pa, column.type)
    name = column.type.name
    if name in CODES or name in ("string", "binary"):
        valid = None if column.valid is None else _bitmap(pa, column.valid)
        buffers = [valid] + ([] if column.offsets is None else [pa.py_buffer(column.offsets)]) + [pa.py_buffer(column.data)]
        return pa.Array.from_buffers(wanted, column.count, buffers)
    values = column.to_list()
    if name == "map":
        values = [None if value is None else list(value.items()) for value in values]
    return pa.array(values, type=wanted)


def _bitmap(pa: Any, valid: bytes) -> Any:
    return pa.py_buffer(packed(valid))

