"""The built-in transformations: ``min_max_scaler("amount")``, ``one_hot_encoder("category")``.

Their parameters and rules are in the manual (built-in-transformations.md). The server computes them, in one way for training
data, batches and vectors: nothing is computed a second time in Python. What a function gives stands in the place of the column that
it reads, unless :meth:`Transformation.alias` names it otherwise.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from .errors import bad_use


class Transformation:
    """A call of a function over columns. It never changes.

    Attributes:
        function: its name, with its parameters.
        inputs: the columns that it reads.
        outputs: names for what it gives.
        drops: those of the inputs that are left out of the result.
    """

    def __init__(
        self,
        function: Dict[str, Any],
        inputs: Sequence[str],
        outputs: Sequence[str],
        drops: Sequence[str] = (),
    ) -> None:
        self.function = function
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self.drops = list(drops)

    def alias(self, *names: str) -> "Transformation":
        """The same with other names for what it gives; a column that it would have replaced stays beside it."""
        return Transformation(self.function, self.inputs, names, self.drops)

    def dropping(self, *columns: str) -> "Transformation":
        """The same, leaving these of its inputs out of the result."""
        return Transformation(self.function, self.inputs, self.outputs, columns)

    def document(self) -> Dict[str, Any]:
        """The call as the server takes it."""
        return {"function": self.function, "inputs": self.inputs, "outputs": self.outputs, "drops": self.drops}

    def __repr__(self) -> str:
        return "%s(%s)" % (self.function["name"], ", ".join(self.inputs))


def built_in(name: str, *columns: str, **parameters: Any) -> Transformation:
    """A built-in function by its name; parameters that are None are not given."""
    if not columns:
        raise bad_use("%s reads a column; name it, such as %s('amount')." % (name, name))
    given = {key: value for key, value in parameters.items() if value is not None}
    return Transformation({"name": name, "parameters": given}, columns, columns[:1])


def _number(value: Optional[float]) -> Optional[float]:
    return None if value is None else float(value)


def _all(call: Transformation) -> Transformation:
    return call.alias(*call.inputs)


def min_max_scaler(column: str, low: float = 0.0, high: float = 1.0) -> Transformation:
    """(x - min) / (max - min), stretched to the range low to high."""
    return built_in("min_max_scaler", column, low=float(low), high=float(high))


def standard_scaler(column: str) -> Transformation:
    """(x - mean) / standard deviation of the population."""
    return built_in("standard_scaler", column)


def robust_scaler(column: str, low: float = 0.25, high: float = 0.75) -> Transformation:
    """(x - median) / (quantile high - quantile low)."""
    return built_in("robust_scaler", column, low=float(low), high=float(high))


def max_abs_scaler(column: str) -> Transformation:
    """x / greatest absolute value."""
    return built_in("max_abs_scaler", column)


def normalize(*columns: str, norm: str = "l2") -> Transformation:
    """The numbers of a row divided by their length: ``l1``, ``l2`` or ``max``."""
    return _all(built_in("normalize", *columns, norm=norm))


def log(column: str, base: str = "e") -> Transformation:
    """The logarithm to the base ``e`` or ``ten``."""
    return built_in("log", column, base=base)


def log1p(column: str) -> Transformation:
    """The natural logarithm of 1 + x."""
    return built_in("log1p", column)


def reciprocal(column: str) -> Transformation:
    """1 / x."""
    return built_in("reciprocal", column)


def exponential(column: str, a: float = 1.0, b: float = 1.0) -> Transformation:
    """a · e^(b · x)."""
    return built_in("exponential", column, a=float(a), b=float(b))


def box_cox(column: str, standardize: bool = False) -> Transformation:
    """The power nearest to a normal distribution, of positive numbers."""
    return built_in("box_cox", column, standardize=standardize)


def yeo_johnson(column: str, standardize: bool = False) -> Transformation:
    """The power nearest to a normal distribution, of any numbers."""
    return built_in("yeo_johnson", column, standardize=standardize)


def quantile_transformer(column: str, quantiles: int = 1000, output: str = "uniform") -> Transformation:
    """The share of the training data below x, or its place in a ``normal`` distribution."""
    return built_in("quantile_transformer", column, quantiles=quantiles, output=output)


def clip(column: str, min: Optional[float] = None, max: Optional[float] = None) -> Transformation:
    """x, but at least min and at most max."""
    return built_in("clip", column, min=_number(min), max=_number(max))


def winsorize(column: str, low: float = 0.01, high: float = 0.99) -> Transformation:
    """x, but at least the quantile low and at most the quantile high of the training data."""
    return built_in("winsorize", column, low=float(low), high=float(high))


def k_bins(
    column: str,
    bins: Optional[int] = None,
    strategy: Optional[str] = None,
    edges: Optional[Sequence[float]] = None,
) -> Transformation:
    """The number of the bin, from 0; bins of a ``strategy``, ``quantile`` or ``uniform``, or between given edges."""
    given = None if edges is None else [float(edge) for edge in edges]
    return built_in("k_bins", column, bins=bins, strategy=strategy, edges=given)


def one_hot_encoder(
    column: str,
    categories: Optional[Sequence[Any]] = None,
    order: Optional[str] = None,
    unseen: Optional[str] = None,
    min_count: Optional[int] = None,
) -> Transformation:
    """A column ``<column>_<category>`` of 0 and 1 for each category."""
    given = None if categories is None else list(categories)
    call = built_in("one_hot_encoder", column, categories=given, order=order, unseen=unseen, min_count=min_count)
    return call.dropping(column)


def label_encoder(column: str, order: str = "sorted") -> Transformation:
    """The number of the class, from 0."""
    return built_in("label_encoder", column, order=order)


def ordinal_encoder(column: str, order: Sequence[Any]) -> Transformation:
    """The place of the category in an order, from 0."""
    return built_in("ordinal_encoder", column, order=list(order))


def target_encoder(column: str, label: str, smoothing: float = 10.0) -> Transformation:
    """The mean of the label in the category, of training rows out of fold."""
    return built_in("target_encoder", column, label, smoothing=float(smoothing))


def frequency_encoder(column: str) -> Transformation:
    """The share of the training rows that have the category."""
    return built_in("frequency_encoder", column)


def feature_hasher(column: str, width: int = 16, signed: bool = False) -> Transformation:
    """1 in one of so many columns, chosen by a hash of the category."""
    call = built_in("feature_hasher", column, width=width, signed=signed)
    return call.alias(*("%s_%d" % (column, number) for number in range(width))).dropping(column)


def impute(column: str, strategy: str = "mean", value: Any = None, indicator: bool = False) -> Transformation:
    """x, or where it is missing the ``mean``, ``median`` or ``mode`` of the training data, or a ``constant``."""
    call = built_in("impute", column, strategy=strategy, value=value, indicator=indicator)
    return call.alias(column, column + "_missing") if indicator else call


def forward_fill(column: str) -> Transformation:
    """The last value of the entity that is not null, at or before the row's time; before what else reads the column."""
    return built_in("forward_fill", column)


def z_score_outliers(column: str, threshold: float = 3.0) -> Transformation:
    """Removes training rows farther from the mean than so many standard deviations."""
    return built_in("z_score_outliers", column, threshold=float(threshold))


def iqr_outliers(column: str, factor: float = 1.5) -> Transformation:
    """Removes training rows farther from the quartiles than so many times their distance."""
    return built_in("iqr_outliers", column, factor=float(factor))


def quantile_outliers(column: str, low: float = 0.0, high: float = 1.0) -> Transformation:
    """Removes training rows out of two quantiles."""
    return built_in("quantile_outliers", column, low=float(low), high=float(high))


def cyclic_time(column: str, cycle: str, zone: str = "UTC") -> Transformation:
    """The sine and the cosine of a time in a cycle, such as ``hour_of_day`` or ``day_of_week``."""
    call = built_in("cyclic_time", column, cycle=cycle, zone=zone)
    return call.alias(*("%s_%s_%s" % (column, cycle, part) for part in ("sin", "cos"))).dropping(column)


def tokenizer(
    column: str,
    vocabulary: Sequence[str],
    version: str,
    digest: Optional[str] = None,
    pieces: str = "word_pieces",
    unknown: str = "[UNK]",
    max_length: Optional[int] = None,
) -> Transformation:
    """The numbers of the text's tokens in the vocabulary of a version of a model."""
    known = {"vocabulary": list(vocabulary), "version": version, "digest": digest}
    return built_in("tokenizer", column, pieces=pieces, unknown=unknown, max_length=max_length, **known)


def each(function: Any, *columns: str) -> List[Transformation]:
    """The same function over each of several columns: ``each(standard_scaler, "a", "b")``."""
    return [function(column) for column in columns]
