"""Columns as callers bring them: Python's own lists, and arrays of NumPy, pandas and pyarrow where these are installed."""

from __future__ import annotations

from array import array
from typing import Any, List, Optional

from ._columns import BITS, CODES, Column, build, infer
from ._types import BOOLEAN, DOUBLE, FLOAT, INT, LONG, TIMESTAMP, DataType
from .errors import UserError, bad_use

_US_A_DAY = 86_400_000_000


class ListValues:
    """Values of Python."""

    def __init__(self, values: List[Any], nan_as_null: bool = False) -> None:
        if nan_as_null:
            values = [None if isinstance(value, float) and value != value else value for value in values]
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def infer(self, where: str) -> DataType:
        """The type that the values have."""
        return infer(self._values, where)

    def column(self, of: DataType, start: int, stop: int, where: str) -> Column:
        """A stretch of the values."""
        try:
            return build(of, self._values[start:stop], where)
        except UserError as odd:
            if start == 0 or "Row " not in odd.detail:
                raise
            # Rows are counted from the first of all, not from the first of this stretch.
            return build(of, self._values[:stop], where)


class ArrayValues:
    """Numbers, booleans or times in an array of NumPy, with a mask of those that are null."""

    def __init__(self, values: Any, nulls: Any = None) -> None:
        self._values = values
        self._nulls = nulls if nulls is not None and nulls.any() else None

    def __len__(self) -> int:
        return len(self._values)

    def infer(self, where: str) -> DataType:
        """The type that the values have."""
        kind, size = self._values.dtype.kind, self._values.dtype.itemsize
        if kind == "b":
            return BOOLEAN
        if kind in "iu":
            return INT if size < 4 or (kind, size) == ("i", 4) else LONG
        if kind == "f":
            return DOUBLE if size == 8 else FLOAT
        return TIMESTAMP

    def column(self, of: DataType, start: int, stop: int, where: str) -> Column:
        """A stretch of the values."""
        values = self._values[start:stop]
        nulls = None if self._nulls is None else self._nulls[start:stop]
        nulls = nulls if nulls is not None and nulls.any() else None
        converted, nulls = _converted(values, nulls, of, where)
        if converted is None:
            return build(of, _listed(values, nulls), where)
        column = Column(of, stop - start)
        if nulls is not None:
            converted = converted.copy()
            converted[nulls] = 0
            column.valid = (~nulls).astype("u1").tobytes()
        if of.name == "boolean":
            column.data = converted.astype("u1").tobytes()
        else:
            column.data = array(CODES[of.name])
            column.data.frombytes(converted.tobytes())
        return column


def _listed(values: Any, nulls: Any) -> List[Any]:
    listed: List[Any] = values.tolist()
    return listed if nulls is None else [None if null else value for value, null in zip(listed, nulls)]


def _converted(values: Any, nulls: Any, of: DataType, where: str) -> Any:
    """The values as the type has them and which are null; None for what is left to Python."""
    kind, name = values.dtype.kind, of.name
    if kind == "b" and name == "boolean":
        return values, nulls
    if kind in "iu" and name in BITS:
        return _integers(values, nulls, of, where), nulls
    if kind == "f" and name in BITS:
        return _whole(values, nulls, of, where)
    if kind == "f" and name == "double":
        return values.astype("f8"), nulls
    if kind == "f" and name == "float" and values.dtype.itemsize <= 4:
        return values.astype("f4"), nulls
    if kind == "M" and name == "timestamp":
        return values.astype("M8[us]").astype("i8"), nulls
    if kind == "M" and name == "date":
        return _days(values, nulls, where), nulls
    return None, nulls


def _integers(values: Any, nulls: Any, of: DataType, where: str) -> Any:
    bound = 1 << (BITS[of.name] - 1)
    if len(values) and (int(values.max()) >= bound or int(values.min()) < -bound):
        raise UserError("A number of %s does not fit %s." % (where, of), code="BAD_ROWS")
    return values.astype("i4" if of.name == "int" else "i8")


def _whole(values: Any, nulls: Any, of: DataType, where: str) -> Any:
    """pandas makes floats of whole numbers as soon as one is missing; here they are whole again, and NaN is null."""
    missing = values != values
    missing = missing if nulls is None else missing | nulls
    known = values[~missing]
    bound = float(1 << (BITS[of.name] - 1))
    if len(known) and ((known != known.round()).any() or known.max() >= bound or known.min() < -bound):
        raise UserError(
            "The numbers of %s are no whole numbers of %d bits, which the feature needs." % (where, BITS[of.name]),
            code="BAD_ROWS",
        )
    if len(known) and abs(known).max() > 2.0**53:
        raise UserError(
            "The whole numbers of %s came as floats, which hold 53 bits, and are larger. Bring them as Int64." % where,
            code="BAD_ROWS",
        )
    filled = values.copy()
    filled[missing] = 0
    return filled.astype("i4" if of.name == "int" else "i8"), (missing if missing.any() else None)


def _days(values: Any, nulls: Any, where: str) -> Any:
    days = values.astype("M8[D]")
    inexact = days.astype(values.dtype) != values
    if nulls is not None:
        inexact &= ~nulls
    if inexact.any():
        raise UserError("A time of %s is not the beginning of a day, and the feature is a date." % where, code="BAD_ROWS")
    return days.astype("i8").astype("i4")


def of_values(values: Any, name: str, nan_as_null: bool = False) -> Any:
    """The values of a column, of whatever they are."""
    library = type(values).__module__.split(".")[0]
    if library == "numpy":
        return of_numpy(values, nan_as_null)
    if library == "pandas":
        return of_pandas(values, nan_as_null)
    if library == "pyarrow":
        return of_arrow(values, nan_as_null)
    if isinstance(values, (list, tuple, range, array)):
        return ListValues(list(values), nan_as_null)
    raise bad_use("The column '%s' is a %s, not a list or an array." % (name, type(values).__name__), "BAD_ROWS")


def of_numpy(values: Any, nan_as_null: bool = False, nulls: Any = None) -> Any:
    """The values of an array of NumPy."""
    kind = values.dtype.kind
    if values.ndim == 2 and kind == "f":
        return ListValues(values.tolist())
    if values.ndim != 1:
        raise bad_use("A column is an array of %d dimensions; it is to have one." % values.ndim, "BAD_ROWS")
    if kind == "M":
        nat = values != values
        return ArrayValues(values, nat if nulls is None else nat | nulls)
    if kind == "f" and nan_as_null:
        nan = values != values
        return ArrayValues(values, nan if nulls is None else nan | nulls)
    if kind in "biuf" and values.dtype.itemsize <= 8:
        return ArrayValues(values, nulls)
    return ListValues(values.tolist(), nan_as_null)


def of_pandas(series: Any, nan_as_null: bool = False) -> Any:
    """The values of a Series of pandas."""
    dtype = series.dtype
    name = str(dtype)
    if getattr(dtype, "tz", None) is not None:
        return of_numpy(series.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy(), nan_as_null)
    if hasattr(dtype, "numpy_dtype") and dtype.numpy_dtype.kind in "biuf" and "pyarrow" not in name:
        nulls = series.isna().to_numpy()
        if dtype.numpy_dtype.kind == "f":
            nulls = nulls | _masked(series)
        filled = series.array.to_numpy(dtype=dtype.numpy_dtype, na_value=False if name == "boolean" else 0)
        return of_numpy(_with_nan(series, filled), nan_as_null, nulls & ~_is_nan(series))
    if isinstance(getattr(dtype, "kind", None), str) and dtype.kind in "biufM" and hasattr(dtype, "itemsize"):
        return of_numpy(series.to_numpy(), nan_as_null)
    return ListValues([_object(value) for value in series.tolist()], nan_as_null)


def _masked(series: Any) -> Any:
    return getattr(series.array, "_mask", series.isna().to_numpy())


def _is_nan(series: Any) -> Any:
    """Where a nullable column of floats holds NaN, which is a value, and not null."""
    data, mask = getattr(series.array, "_data", None), getattr(series.array, "_mask", None)
    if data is None or mask is None or data.dtype.kind != "f":
        return series.isna().to_numpy() & False
    return (data != data) & ~mask


def _with_nan(series: Any, filled: Any) -> Any:
    nan = _is_nan(series)
    if nan.any():
        filled = filled.copy()
        filled[nan] = float("nan")
    return filled


def _object(value: Any) -> Any:
    """Of a column of objects: pandas writes NaN for a text that is missing."""
    if isinstance(value, float) and value != value:
        return None
    return value.to_pydatetime(warn=False) if type(value).__name__ == "Timestamp" else value


def of_arrow(values: Any, nan_as_null: bool = False) -> Any:
    """The values of an Array or ChunkedArray of pyarrow."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
        if isinstance(values, pa.ChunkedArray):
            values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], values.type)
    of = values.type
    if pa.types.is_dictionary(of):
        values = values.dictionary_decode()
        of = values.type
    if pa.types.is_timestamp(of):
        values = values.cast(pa.timestamp("us", of.tz), safe=False)
        micros = _filled(values.cast(pa.int64()), pc).astype("M8[us]")
        return ArrayValues(micros, _arrow_nulls(values))
    if pa.types.is_integer(of) or (pa.types.is_floating(of) and of.bit_width >= 32):
        return of_numpy(_filled(values, pc), nan_as_null, _arrow_nulls(values))
    listed = values.to_pylist()
    if pa.types.is_map(of):
        listed = [None if one is None else dict(one) for one in listed]
    return ListValues(listed, nan_as_null)


def _filled(values: Any, pc: Any) -> Any:
    return (pc.fill_null(values, 0) if values.null_count else values).to_numpy(zero_copy_only=False)


def _arrow_nulls(values: Any) -> Optional[Any]:
    return values.is_null().to_numpy(zero_copy_only=False) if values.null_count else None

