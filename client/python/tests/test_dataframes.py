import importlib.util
import random
import unittest
from datetime import date, datetime, timezone
from typing import Any, Dict, List

from shearwater import UserError
from shearwater._rows import rows_of
from shearwater._types import parse

from .test_frames import read, stream_of
from .values import TYPES, column, same

HAS_PANDAS = importlib.util.find_spec("pandas") is not None
HAS_ARROW = importlib.util.find_spec("pyarrow") is not None

UTC = timezone.utc


def lists_of(data: Any, types: Dict[str, str], **how: Any) -> Dict[str, List[Any]]:
    """What becomes of rows when they are sent and received."""
    rows = rows_of(data, **how)
    schema = rows.schema({name: parse(text) for name, text in types.items()}, "the rows")
    return read(b"".join(rows.body(schema))).lists()


@unittest.skipUnless(HAS_PANDAS, "pandas is not installed: DataFrames are not tested")
class PandasTest(unittest.TestCase):
    def test_every_type_goes_out_and_back(self) -> None:
        luck = random.Random(3)
        types = {"c%d" % i: text for i, text in enumerate(TYPES)}
        columns = {name: column(text, 100, luck) for name, text in types.items()}
        frame = read(stream_of(columns, types)).to("pandas")
        again = lists_of(frame, types)
        for name, values in columns.items():
            self.assertTrue(same(again[name], values), "%s\n%r\n%r" % (types[name], values, again[name]))

    def test_columns_keep_their_width(self) -> None:
        import pandas as pd

        types = {"i": "int", "l": "long", "f": "float", "d": "double", "b": "boolean", "t": "timestamp"}
        plain: Dict[str, List[Any]] = {"i": [1], "l": [2**62], "f": [1.5], "d": [0.1], "b": [True], "t": [datetime(2024, 1, 1)]}
        dtypes = read(stream_of(plain, types)).to("pandas").dtypes.astype(str).to_dict()
        unit = "us" if int(pd.__version__.split(".")[0]) >= 2 else "ns"
        self.assertEqual(
            dtypes,
            {"i": "int32", "l": "int64", "f": "float32", "d": "float64", "b": "bool", "t": "datetime64[%s, UTC]" % unit},
        )
        missing = {name: [*values, None] for name, values in plain.items()}
        dtypes = read(stream_of(missing, types)).to("pandas").dtypes.astype(str).to_dict()
        self.assertEqual([dtypes[name] for name in "ilfdb"], ["Int32", "Int64", "Float32", "Float64", "boolean"])

    def test_null_and_nan_are_two_things(self) -> None:
        told = read(stream_of({"d": [1.0, None, float("nan")]}, {"d": "double"})).to("pandas")
        again = lists_of(told, {"d": "double"})["d"]
        self.assertTrue(same(again, [1.0, None, float("nan")]), again)

    def test_nan_is_null_if_the_caller_says_so_and_in_whole_numbers(self) -> None:
        import pandas as pd

        frame = pd.DataFrame({"d": [1.0, float("nan")], "n": [5.0, float("nan")], "t": ["x", None]})
        self.assertEqual(lists_of(frame, {"d": "double", "n": "long", "t": "string"}, nan_as_null=True)["d"], [1.0, None])
        told = lists_of(frame, {"d": "double", "n": "long", "t": "string"})
        self.assertTrue(same(told["d"], [1.0, float("nan")]))
        self.assertEqual((told["n"], told["t"]), ([5, None], ["x", None]))
        with self.assertRaisesRegex(UserError, "no whole numbers"):
            lists_of(pd.DataFrame({"n": [1.5]}), {"n": "long"})

    def test_what_pandas_has_is_understood(self) -> None:
        import numpy as np
        import pandas as pd

        frame = pd.DataFrame(
            {
                "c": pd.Categorical(["a", None]),
                "s": pd.array(["a", None], dtype="string"),
                "z": pd.to_datetime(["2024-01-01T02:00:00+02:00", None], utc=True).tz_convert("Europe/Stockholm"),
                "n": pd.to_datetime(["1969-12-31T23:59:59.999999", None]),
                "d": pd.to_datetime(["2024-01-02", None]),
                "u": np.array([1, 2], dtype="uint8"),
                "l": [[1], None],
            }
        )
        types = {"c": "string", "s": "string", "z": "timestamp", "n": "timestamp", "d": "date", "u": "int", "l": "array<int>"}
        told = lists_of(frame, types)
        self.assertEqual(told["c"], ["a", None])
        self.assertEqual(told["s"], ["a", None])
        self.assertEqual(told["z"], [datetime(2024, 1, 1, tzinfo=UTC), None])
        self.assertEqual(told["n"], [datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), None])
        self.assertEqual(told["d"], [date(2024, 1, 2), None])
        self.assertEqual((told["u"], told["l"]), ([1, 2], [[1], None]))
        inferred = dict(rows_of(frame).schema({}, "the rows"))
        self.assertEqual([str(inferred[name]) for name in "cznul"], ["string", "timestamp", "timestamp", "int", "array<long>"])

    def test_numbers_that_do_not_fit_are_refused(self) -> None:
        import numpy as np
        import pandas as pd

        for values, text in ((np.array([2**63], "uint64"), "long"), (np.array([2**40]), "int"), (np.array([1e300]), "long")):
            with self.assertRaises(UserError):
                lists_of(pd.DataFrame({"n": values}), {"n": text})
        with self.assertRaises(UserError):
            lists_of(pd.DataFrame({"n": [float(2**60), float("nan")]}), {"n": "long"})

    def test_columns_of_one_name_are_refused(self) -> None:
        import pandas as pd

        with self.assertRaises(UserError):
            rows_of(pd.DataFrame([[1, 2]], columns=["a", "a"]))

    def test_times_beyond_the_reach_of_nanoseconds(self) -> None:
        told = read(stream_of({"t": [datetime(9999, 1, 1, tzinfo=UTC)]}, {"t": "timestamp"})).to("pandas")
        self.assertEqual(str(told["t"][0]), "9999-01-01 00:00:00+00:00")

    def test_numpy_arrays(self) -> None:
        import numpy as np

        told = read(stream_of({"a": [1, 2], "b": [0.5, 1.5]}, {"a": "long", "b": "double"})).to("numpy")
        self.assertTrue((told == np.array([[1, 0.5], [2, 1.5]])).all())
        mixed = read(stream_of({"a": [1, None], "b": ["x", "y"]}, {"a": "long", "b": "string"})).to("numpy")
        self.assertEqual(mixed.tolist(), [[1, "x"], [None, "y"]])
        columns = {"a": np.arange(3), "e": np.ones((3, 2), "f4"), "d": np.array(["2024-01-01", "NaT", "1969-12-31"], "M8[D]")}
        again = lists_of(columns, {"a": "long", "e": "embedding(2)", "d": "date"})
        self.assertEqual(again["d"], [date(2024, 1, 1), None, date(1969, 12, 31)])
        self.assertEqual(again["e"], [[1.0, 1.0]] * 3)


@unittest.skipUnless(HAS_ARROW, "pyarrow is not installed: Tables are not tested")
class ArrowTest(unittest.TestCase):
    def test_every_type_goes_out_and_back(self) -> None:
        luck = random.Random(5)
        types = {"c%d" % i: text for i, text in enumerate(TYPES)}
        columns = {name: column(text, 100, luck) for name, text in types.items()}
        table = read(stream_of(columns, types)).to("arrow")
        again = lists_of(table, types)
        for name, values in columns.items():
            self.assertTrue(same(again[name], values), "%s\n%r\n%r" % (types[name], values, again[name]))

    def test_chunks_dictionaries_and_other_units(self) -> None:
        import pyarrow as pa

        table = pa.table(
            {
                "s": pa.chunked_array([["a"], [None, "b"]]).dictionary_encode(),
                "t": pa.array([0, None, 1_500], pa.timestamp("ms")),
                "d": pa.array([0, None, -1], pa.date32()),
                "h": pa.array([1, None, 3], pa.int16()),
            }
        )
        told = lists_of(table, {"s": "string", "t": "timestamp", "d": "date", "h": "long"})
        self.assertEqual(told["s"], ["a", None, "b"])
        self.assertEqual(told["t"][2], datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC))
        self.assertEqual((told["d"][2], told["h"]), (date(1969, 12, 31), [1, None, 3]))
