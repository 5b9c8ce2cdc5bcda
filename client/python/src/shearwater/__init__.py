"""The Python client of Shearwater: features that are defined once, for training data that is correct in time and for serving.

>>> import shearwater
>>> project = shearwater.login("localhost", api_key_file="administrator.key")  # doctest: +SKIP
>>> fs = project.get_feature_store()  # doctest: +SKIP

Nothing but Python's own library is needed; where pandas is installed, rows come as DataFrames.
"""

from ._version import VERSION as __version__
from .deployments import Deployment, ModelServing, Prediction
from .errors import (
    ConflictError,
    ForbiddenError,
    InternalError,
    LimitedError,
    NotFoundError,
    ShearwaterError,
    UnauthenticatedError,
    UnavailableError,
    UserError,
)
from .feature_group import Commit, FeatureGroup
from .feature_store import FeatureStore
from .feature_view import FeatureVector, FeatureView
from .files import ProjectFiles, StoredFile
from .models import DraftModel, Model, ModelRegistry
from .project import Project, create_project, login
from .query import Condition, Feature, Query
from .statistics import ColumnStatistics, Statistics
from .training import Split, TrainingDataset, folds, random_split, time_split
from .transformations import Transformation

__all__ = [
    "ColumnStatistics",
    "Commit",
    "Condition",
    "ConflictError",
    "Deployment",
    "DraftModel",
    "Feature",
    "FeatureGroup",
    "FeatureStore",
    "FeatureVector",
    "FeatureView",
    "ForbiddenError",
    "InternalError",
    "LimitedError",
    "Model",
    "ModelRegistry",
    "ModelServing",
    "NotFoundError",
    "Prediction",
    "Project",
    "ProjectFiles",
    "Query",
    "ShearwaterError",
    "Split",
    "Statistics",
    "StoredFile",
    "TrainingDataset",
    "Transformation",
    "UnauthenticatedError",
    "UnavailableError",
    "UserError",
    "__version__",
    "create_project",
    "folds",
    "login",
    "random_split",
    "time_split",
]
