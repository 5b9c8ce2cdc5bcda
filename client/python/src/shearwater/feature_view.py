"""Feature views: what models read, the same in training, in batches and in single requests."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Union

from ._results import Result, resolved
from ._rows import records_of, rows_of
from ._session import Session
from ._times import Time, after_text, parse, up_to_text
from ._values import value_of
from .errors import bad_use
from .query import Where, json_value
from .training import Split, TimeParts, TrainingDataset, options, random_split, time_split

_MOST_ENTRIES = 10_000


class FeatureVector(List[Any]):
    """The values of a vector in the order of the view's features.

    Attributes:
        names: of the features.
        statuses: for each PRESENT, NULL, NOT_FOUND, EXPIRED, STALE or FALLBACK.
        event_times: for each when its value became valid; None where that is not known.
        request_id: by which the vector is known in the view's log.
    """

    def __init__(self, columns: Sequence[Mapping[str, Any]], vector: Mapping[str, Any]) -> None:
        super().__init__(value_of(value, column["type"]) for value, column in zip(vector["values"], columns))
        self.names: List[str] = [column["name"] for column in columns]
        self.statuses: List[str] = list(vector["statuses"])
        self.event_times = [None if time is None else parse(time) for time in vector["event_times"]]
        self.request_id = str(vector["request_id"])

    def to_dict(self) -> Dict[str, Any]:
        """The values by name."""
        return dict(zip(self.names, self))

    def status(self, name: str) -> str:
        """How it is with a feature."""
        return self.statuses[self.names.index(name)]

    def __repr__(self) -> str:
        return "FeatureVector(%s)" % self.to_dict()


class FeatureView:
    """A feature view, and of it the version of the training data that was chosen, if any. Safe for threads."""

    def __init__(self, session: Session, document: Dict[str, Any], training_dataset: Optional[int] = None) -> None:
        """A view as the server describes it; get one from a feature store."""
        self._session = session
        self._document = document
        self._training_dataset = training_dataset

    # What it is

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._document["name"])

    @property
    def version(self) -> int:
        """Its version."""
        return int(self._document["version"])

    @property
    def description(self) -> str:
        """What it is, for people."""
        return str(self._document.get("description", ""))

    @property
    def labels(self) -> List[str]:
        """Which of its columns are to be predicted."""
        return list(self._document.get("labels", []))

    @property
    def definition(self) -> Dict[str, Any]:
        """All that is defined, as the server describes it."""
        return dict(self._document)

    @property
    def serving_keys(self) -> List[str]:
        """The keys that an entry of :meth:`get_feature_vector` names."""
        return [key["name"] for key in self._described()["serving_keys"]]

    @property
    def request_parameters(self) -> List[str]:
        """What a request may name beside keys and features: the inputs of functions."""
        return [one["name"] for one in self._described()["request_parameters"]]

    @property
    def feature_schema(self) -> List[Dict[str, str]]:
        """Names and types of the features as models read them. Where transformations learn, of the version that was chosen."""
        document = self._session.ask("GET", self._place(), query=self._how(True))
        if "feature_schema" not in document:
            raise bad_use(
                "%r has transformations that learn: which columns it has is known of a version of its training data. Choose one with"
                " with_training_dataset(version)." % self,
                code="NOT_FITTED",
            )
        return list(document["feature_schema"])

    def variant(self) -> Dict[str, Any]:
        """The view as deployments name it."""
        view = {"name": self.name, "version": self.version, "training_dataset": self._training_dataset}
        return {"view": {name: value for name, value in view.items() if value is not None}}

    @property
    def training_dataset_version(self) -> Optional[int]:
        """The version of the training data that was chosen; None if none was."""
        return self._training_dataset

    def _described(self) -> Dict[str, Any]:
        if "serving_keys" not in self._document:
            self._document = self._session.ask("GET", self._place())
        return self._document

    def _place(self, *more: Any) -> Sequence[Any]:
        return ("feature-views", self.name, self.version, *more)

    def with_training_dataset(self, version: int) -> "FeatureView":
        """The view as a model reads it that was trained with a version: by what the transformations learnt from it."""
        return FeatureView(self._session, self._document, version)

    def init_serving(self, training_dataset_version: int) -> None:
        """Chooses the version for this object itself; :meth:`with_training_dataset` gives another one instead."""
        self._training_dataset = training_dataset_version

    init_batch_scoring = init_serving

    def _how(self, transformed: bool, **more: Any) -> Dict[str, Any]:
        return {"training_dataset": self._training_dataset, "untransformed": None if transformed else True, **more}

    # Vectors

    def get_feature_vector(
        self,
        entry: Mapping[str, Any],
        passed_features: Optional[Mapping[str, Any]] = None,
        return_type: str = "list",
        *,
        request_parameters: Optional[Mapping[str, Any]] = None,
        transformed: bool = True,
        logged: bool = False,
    ) -> Any:
        """The features of one entity as of now.

        Args:
            entry: the serving keys.
            passed_features: features that the caller knows better than the store; they win over stored values.
            return_type: ``list`` (a :class:`FeatureVector`), ``dict``, ``pandas`` or ``numpy``.
            request_parameters: inputs of functions; they win over passed features.
            transformed: whether the view's transformations are applied.
            logged: whether the vector is written to the view's log.
        """
        one = {**entry, **(passed_features or {}), **(request_parameters or {})}
        vectors = self._vectors([one], transformed, logged)
        return _vectors_as(vectors, return_type, single=True)

    def get_feature_vectors(
        self,
        entry: Any,
        passed_features: Optional[Sequence[Mapping[str, Any]]] = None,
        return_type: str = "list",
        *,
        request_parameters: Union[None, Mapping[str, Any], Sequence[Mapping[str, Any]]] = None,
        transformed: bool = True,
        logged: bool = False,
    ) -> Any:
        """The features of many entities: a vector for each entry, in their order, whatever was found.

        Args:
            entry: a list of dictionaries or a DataFrame.
            passed_features: for each entry, or None.
            return_type: ``list``, ``dict``, ``pandas`` or ``numpy``.
            request_parameters: one dictionary for all entries, or one for each.
            transformed: whether the view's transformations are applied.
            logged: whether the vectors are written to the view's log.
        """
        entries = records_of(entry)
        passed = _beside(passed_features, len(entries), "passed_features")
        parameters = _beside(request_parameters, len(entries), "request_parameters")
        merged = [{**one, **two, **three} for one, two, three in zip(entries, passed, parameters)]
        vectors: List[FeatureVector] = []
        for at in range(0, len(merged), _MOST_ENTRIES):
            vectors.extend(self._vectors(merged[at : at + _MOST_ENTRIES], transformed, logged))
        return _vectors_as(vectors, return_type, single=False)

    def _vectors(self, entries: List[Dict[str, Any]], transformed: bool, logged: bool) -> List[FeatureVector]:
        query = self._how(transformed, logged=True if logged else None)
        body = {"entries": [json_value(one) for one in entries]}
        answer = self._session.ask("POST", self._place("vectors"), body, query=query, repeatable=not logged)
        return [FeatureVector(answer["columns"], vector) for vector in answer["vectors"]]

    def get_inference_helper(self, entry: Mapping[str, Any], return_type: str = "list") -> Any:
        """What the view gives beside the model's features, for one entity."""
        body = json_value(dict(entry))
        answer = self._session.ask("POST", self._place("inference-helpers"), body, query=self._how(True), repeatable=True)
        vectors = [FeatureVector(answer["columns"], vector) for vector in answer["vectors"]]
        return _vectors_as(vectors, return_type, single=True)

    def why(self, entry: Mapping[str, Any], feature: str) -> Dict[str, Any]:
        """The rows, commits and ages behind one served value."""
        query = self._how(True, feature=feature)
        body = json_value(dict(entry))
        return dict(self._session.ask("POST", self._place("why"), body, query=query, repeatable=True))

    # Batches

    def get_batch_data(
        self,
        start_time: Optional[Time] = None,
        end_time: Optional[Time] = None,
        spine: Any = None,
        dataframe_type: str = "default",
        *,
        transformed: bool = True,
    ) -> Any:
        """Features for batch inference, the keys and times before them.

        Args:
            start_time: rows of event times after this moment; of a date from its first moment on.
            end_time: event times up to and with this moment; of a date to its last.
            spine: instead of a range: rows with keys and times of the caller's.
            dataframe_type: ``pandas``, ``python``, ``columns``, ``numpy`` or ``arrow``.
            transformed: whether the view's transformations are applied.
        """
        if spine is not None:
            if start_time is not None or end_time is not None:
                raise bad_use("A spine has its own times; leave start_time and end_time out.")
            rows = rows_of(spine)
            how = {"body": rows.body(rows.schema({}, "the spine")), "media_type": "application/vnd.shearwater.frames"}
            return self._session.rows("POST", self._place("batch"), query=self._how(transformed), **how).to(dataframe_type)
        bounds = {"from": after_text(start_time, "start_time"), "to": up_to_text(end_time, "end_time")}
        query = self._how(transformed, **bounds)
        return self._session.rows("GET", self._place("batch"), query=query).to(dataframe_type)

    def get_latest(self, dataframe_type: str = "default", *, transformed: bool = True) -> Any:
        """Features as of now for the latest row of every entity."""
        return self._session.rows("GET", self._place("latest"), query=self._how(transformed)).to(dataframe_type)

    # Training data

    def create_training_data(
        self,
        start_time: Optional[Time] = None,
        end_time: Optional[Time] = None,
        extra_filter: Optional[Where] = None,
        split: Optional[Mapping[str, Any]] = None,
        weight_label: Optional[str] = None,
    ) -> TrainingDataset:
        """Makes a version of the training data without reading it.

        Args:
            start_time: labels of event times after this moment; of a date from its first moment on.
            end_time: labels up to and with this moment; of a date to its last.
            extra_filter: rows for which a condition holds; kept with the version, and applied to what its models read.
            split: of :func:`shearwater.random_split`, :func:`shearwater.time_split` or :func:`shearwater.folds`; else one part.
            weight_label: the label by whose classes rows get a weight.
        """
        body = options(split, start_time, end_time, extra_filter, weight_label)
        return TrainingDataset(self._session.ask("POST", self._place("training-datasets"), body))

    def create_train_test_split(self, test_size: Optional[float] = None, **how: Any) -> TrainingDataset:
        """As :meth:`train_test_split`, without reading it."""
        return self._create({"test": test_size}, how)

    def create_train_validation_test_split(
        self, validation_size: Optional[float] = None, test_size: Optional[float] = None, **how: Any
    ) -> TrainingDataset:
        """As :meth:`train_validation_test_split`, without reading it."""
        return self._create({"validation": validation_size, "test": test_size}, how)

    def training_data(
        self,
        start_time: Optional[Time] = None,
        end_time: Optional[Time] = None,
        extra_filter: Optional[Where] = None,
        dataframe_type: str = "default",
    ) -> Split:
        """Makes a version of the training data and reads it: features and labels. See :meth:`create_training_data`."""
        resolved(dataframe_type)
        return self.get_training_data(self.create_training_data(start_time, end_time, extra_filter).version, dataframe_type)

    def train_test_split(
        self, test_size: Optional[float] = None, *, dataframe_type: str = "default", **how: Any
    ) -> Split:
        """Makes a version split in two, and reads it: ``X_train, X_test, y_train, y_test``.

        Args:
            test_size: the share of the test part, by chance. Or by time: ``train_start``, ``train_end``, ``test_start``,
                ``test_end``; rows between are in neither part.
            dataframe_type: ``pandas``, ``python``, ``columns``, ``numpy`` or ``arrow``.
            how: ``seed`` (0 by default), ``group_by``, ``stratify_by``, ``exact``, ``start_time``, ``end_time``, ``extra_filter``.
        """
        resolved(dataframe_type)
        return self._parts(self.create_train_test_split(test_size, **how), dataframe_type)

    def train_validation_test_split(
        self,
        validation_size: Optional[float] = None,
        test_size: Optional[float] = None,
        *,
        dataframe_type: str = "default",
        **how: Any,
    ) -> Split:
        """Makes a version split in three, and reads it: ``X_train, X_validation, X_test, y_train, y_validation, y_test``."""
        resolved(dataframe_type)
        made = self.create_train_validation_test_split(validation_size, test_size, **how)
        return self._parts(made, dataframe_type)

    def _create(self, shares: Mapping[str, Optional[float]], how: Mapping[str, Any]) -> TrainingDataset:
        rest = dict(how)
        given = {name: share for name, share in shares.items() if share is not None}
        bounds = [(name, rest.pop(name + "_start", None), rest.pop(name + "_end", None)) for name in ("train", *shares)]
        if given and any(start is not None or end is not None for _, start, end in bounds):
            raise bad_use("A split is by chance or by time; give sizes, or starts and ends, not both.")
        if given:
            if len(given) < len(shares):
                raise bad_use("Give all of %s." % ", ".join("%s_size" % name for name in shares))
            chosen = {name: rest.pop(name) for name in ("group_by", "stratify_by", "exact") if name in rest}
            split = random_split(given, rest.pop("seed", 0), **chosen)
        elif any(end is not None for _, _, end in bounds):
            split = time_split(_following(bounds))
        else:
            raise bad_use("Say how to split: test_size=0.2, or train_end=… and test_start=….")
        unknown = set(rest) - {"start_time", "end_time", "extra_filter", "weight_label"}
        if unknown:
            raise bad_use("'%s' means nothing here." % sorted(unknown)[0])
        return self.create_training_data(split=split, **rest)

    def get_training_data(self, training_dataset_version: int, dataframe_type: str = "default") -> Split:
        """Reads a version again: the same values, whatever happened since. Of a split one the parts, features first."""
        return self._parts(self.get_training_dataset(training_dataset_version), dataframe_type)

    get_train_test_split = get_training_data
    get_train_validation_test_split = get_training_data

    def get_training_part(self, training_dataset_version: int, part: str, dataframe_type: str = "default") -> Any:
        """Features, labels and weights of one part side by side."""
        return self._part(training_dataset_version, part).to(dataframe_type)

    def _part(self, version: int, part: str) -> Result:
        return self._session.rows("GET", self._place("training-datasets", version, "parts", part))

    def _parts(self, dataset: TrainingDataset, dataframe_type: str) -> Split:
        features, labels = [], []
        for part in dataset.parts:
            rows = self._part(dataset.version, part)
            features.append(rows.select(name for name in rows.names if name not in self.labels).to(dataframe_type))
            labels.append(rows.select(name for name in rows.names if name in self.labels).to(dataframe_type))
        return Split.of(dataset, [*features, *labels])

    def get_training_dataset(self, version: int) -> TrainingDataset:
        """What is known of a version; a NotFoundError if there is none."""
        return TrainingDataset(self._session.ask("GET", self._place("training-datasets", version)))

    def get_training_datasets(self) -> List[TrainingDataset]:
        """The versions, the oldest first."""
        return [TrainingDataset(one) for one in self._session.all(self._place("training-datasets"))]

    def delete_training_dataset(self, training_dataset_version: int) -> None:
        """Forgets a version that no model needs."""
        self._session.ask("DELETE", self._place("training-datasets", training_dataset_version))

    # Looking after it

    def explain(self) -> str:
        """How its training data and vectors come about, for people."""
        return self._session.text("GET", self._place("explain"))

    def verify_skew(self, most: int = 1000) -> Dict[str, Any]:
        """Whether vectors that were served and logged are those that the history gives."""
        return dict(self._session.ask("GET", self._place("skew"), query={"most": most}))

    def get_tags(self) -> Dict[str, str]:
        """Its tags."""
        return dict(self._session.ask("GET", self._place()).get("tags", {}))

    def get_tag(self, name: str) -> Optional[str]:
        """The value of a tag; None if it is not there."""
        return self.get_tags().get(name)

    def add_tag(self, name: str, value: str) -> None:
        """Puts a tag on it, or changes one."""
        self._session.ask("PUT", self._place("tags", name), {"value": value}, repeatable=True)

    def delete_tag(self, name: str) -> None:
        """Takes a tag off it."""
        self._session.ask("DELETE", self._place("tags", name))

    def delete(self) -> None:
        """Deletes the view, if no training dataset, model or deployment needs it."""
        self._session.ask("DELETE", self._place())

    def __repr__(self) -> str:
        chosen = "" if self._training_dataset is None else ", training dataset %d" % self._training_dataset
        return "the feature view '%s' version %d%s" % (self.name, self.version, chosen)


def _following(bounds: TimeParts) -> TimeParts:
    """Parts by time, each of which begins where the one before ends unless it says where."""
    parts = []
    before: Optional[Time] = None
    for name, start, end in bounds:
        parts.append((name, _after(before) if start is None and before is not None else start, end))
        before = end
    return parts


def _after(end: Time) -> Time:
    """The end of a part as the beginning of the next: a day that was whole is not in it."""
    told = up_to_text(end, "end")
    assert told is not None
    return parse(told)


def _beside(given: Any, count: int, name: str) -> Iterable[Mapping[str, Any]]:
    if given is None:
        return [{}] * count
    if isinstance(given, Mapping):
        return [given] * count
    if len(given) != count:
        raise bad_use("There are %d %s for %d entries; there is to be one for each." % (len(given), name, count))
    return [one or {} for one in given]


def _vectors_as(vectors: List[FeatureVector], return_type: str, single: bool) -> Any:
    if return_type == "list":
        return vectors[0] if single else vectors
    if return_type == "dict":
        return vectors[0].to_dict() if single else [vector.to_dict() for vector in vectors]
    if return_type == "pandas":
        resolved("pandas")
        import pandas as pd

        return pd.DataFrame([list(vector) for vector in vectors], columns=vectors[0].names if vectors else None)
    if return_type == "numpy":
        resolved("numpy")
        import numpy as np

        return np.array(list(vectors[0])) if single else np.array([list(vector) for vector in vectors])
    raise bad_use("return_type is '%s'; there are list, dict, pandas and numpy." % return_type)

