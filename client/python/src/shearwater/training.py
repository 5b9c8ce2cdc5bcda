"""Training datasets: versions of training data that never change, and how they are split."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ._times import Time, parse, range_of
from .errors import bad_use
from .query import Where, condition_text


class TrainingDataset:
    """A version of a view's training data.

    Attributes:
        version: its number.
        created: when it was made, in UTC.
        parts: the number of rows of each part by name, in order.
        dropped_rows: how many rows were left out since something that the view requires was not found.
        document: all that is known, as the server says it: split, filter, range, the commits that it was made of, digests.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = dict(document)
        self.version = int(document["version"])
        self.created: datetime = parse(document["created"])
        self.parts: Dict[str, int] = {part["name"]: int(part["rows"]) for part in document["parts"]}
        self.dropped_rows = int(document.get("dropped_rows", 0))

    def __repr__(self) -> str:
        return "TrainingDataset(version=%d, parts=%s)" % (self.version, self.parts)


class Split(Tuple[Any, ...]):
    """Frames of features and labels: ``X_train, X_test, y_train, y_test = split``.

    Attributes:
        dataset: the version that they are of.
    """

    dataset: TrainingDataset

    @classmethod
    def of(cls, dataset: TrainingDataset, frames: Sequence[Any]) -> "Split":
        """Frames of a version."""
        split = cls(frames)
        split.dataset = dataset
        return split

    @property
    def version(self) -> int:
        """The version that they are of."""
        return self.dataset.version


#: Names and bounds of the parts of a split by time.
TimeParts = Sequence[Tuple[str, Optional[Time], Optional[Time]]]


def random_split(
    parts: Mapping[str, float],
    seed: int,
    *,
    group_by: Sequence[str] = (),
    stratify_by: Sequence[str] = (),
    exact: bool = False,
) -> Dict[str, Any]:
    """A split by chance, which is the same for the same seed.

    Args:
        parts: shares by name, but for ``train``, which is the rest.
        seed: says which split.
        group_by: rows of equal values in these columns stay together.
        stratify_by: each part has its share of the rows of each value of these columns.
        exact: whether parts have exactly their shares; else as chance has it, and rows that come later move none.
    """
    for name, share in parts.items():
        if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 < share < 1:
            raise bad_use("The share of '%s' is %r; it is more than 0 and less than 1." % (name, share))
    train = 1.0 - sum(parts.values())
    if train <= 0:
        raise bad_use("The shares %s leave nothing to train with." % dict(parts))
    shares = [{"name": "train", "share": train}, *({"name": name, "share": share} for name, share in parts.items())]
    return {
        "random": {
            "parts": shares,
            "seed": seed,
            "group_by": list(group_by),
            "stratify_by": list(stratify_by),
            "sizes": "exact" if exact or stratify_by else "near",
        }
    }


def folds(count: int, seed: int, *, group_by: Sequence[str] = (), stratify_by: Sequence[str] = ()) -> Dict[str, Any]:
    """Parts ``fold_1``, ``fold_2`` … of equal size, for cross-validation."""
    if not 2 <= count <= 100:
        raise bad_use("There are %r folds; 2 to 100 are possible." % count)
    split = random_split({}, seed, group_by=group_by, stratify_by=stratify_by, exact=True)
    split["random"]["parts"] = [{"name": "fold_%d" % (i + 1), "share": 1.0 / count} for i in range(count)]
    return split


def time_split(parts: TimeParts) -> Dict[str, Any]:
    """A split by the labels' event time: after each start, up to and with each end; rows in gaps are in no part."""
    return {"by_time": {"parts": [{"name": name, "range": range_of(start, end)} for name, start, end in parts]}}


def options(
    split: Optional[Mapping[str, Any]],
    start_time: Optional[Time],
    end_time: Optional[Time],
    extra_filter: Optional[Where],
    weight_label: Optional[str],
) -> Dict[str, Any]:
    """How training data is made, as the server takes it."""
    document: Dict[str, Any] = {"split": split or {"whole": {}}, "range": range_of(start_time, end_time)}
    if extra_filter is not None:
        document["filter"] = condition_text(extra_filter)
    if weight_label is not None:
        document["weight_label"] = weight_label
    return document

