"""What rows are like: counts, ranges, means, distributions."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from .errors import UserError


class ColumnStatistics:
    """What the values of a column are like.

    Attributes:
        name: of the column.
        rows: how many values it has, with those that are missing.
        nulls: how many are null.
        nans: how many are NaN.
        min: the least value; None where values have no order or there are none.
        max: the greatest.
        mean: of the finite numbers; None of what is no number.
        stddev: their standard deviation, that of a sample.
        distinct: how many different values there are, within ``distinct_error`` of itself.
        document: all of it, as the server says it: quantiles, histogram, most frequent values.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = dict(document)
        self.name = str(document["name"])
        self.rows = int(document["rows"])
        self.nulls = int(document["nulls"])
        self.nans = int(document["nans"])
        bounds = document.get("range", {})
        self.min = bounds.get("least")
        self.max = bounds.get("greatest")
        moments = document.get("moments", {})
        self.mean = _number(moments.get("mean"))
        self.stddev = _number(moments.get("stddev_sample"))
        self.distinct = document.get("distribution", {}).get("distinct")

    def __repr__(self) -> str:
        return "ColumnStatistics(%s, rows=%d, nulls=%d)" % (self.name, self.rows, self.nulls)


def _number(value: Any) -> Any:
    return float(value.replace("Infinity", "inf")) if isinstance(value, str) else value


class Statistics:
    """What rows are like, by column.

    Attributes:
        rows: how many there are.
        columns: what each column is like.
        document: all of it, as the server says it.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = dict(document)
        self.rows = int(document["rows"])
        self.columns: List[ColumnStatistics] = [ColumnStatistics(column) for column in document["columns"]]

    def __getitem__(self, name: str) -> ColumnStatistics:
        for column in self.columns:
            if column.name == name:
                return column
        names = ", ".join(column.name for column in self.columns)
        raise UserError("There are no statistics of '%s'; there are those of %s." % (name, names), code="UNKNOWN_COLUMN")

    def to_dict(self) -> Dict[str, Any]:
        """All of it, as the server says it."""
        return self.document

    def __repr__(self) -> str:
        return "Statistics(rows=%d, columns=%d)" % (self.rows, len(self.columns))
