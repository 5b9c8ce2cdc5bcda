import io
import json
import os
import random
import struct
import time
import unittest
import zlib
from typing import Any, Dict, List

from shearwater import ShearwaterError, UserError
from shearwater._columns import build
from shearwater._frames import FrameReader, encode
from shearwater._results import Result
from shearwater._rows import rows_of
from shearwater._types import parse

from .values import TYPES, column, same


def stream_of(columns: Dict[str, List[Any]], types: Dict[str, str]) -> bytes:
    """Rows as they are sent."""
    rows = rows_of(columns)
    return b"".join(rows.body(rows.schema({name: parse(text) for name, text in types.items()}, "the rows")))


def read(content: bytes) -> Result:
    """Rows that were received."""
    reader = FrameReader(io.BytesIO(content).read)
    return Result(reader.schema, list(reader))


def block(kind: bytes, content: bytes) -> bytes:
    """A block with the right checksum."""
    head = kind + struct.pack("<I", len(content))
    return head + struct.pack("<II", zlib.crc32(content, zlib.crc32(head)), 0) + content


class FramesTest(unittest.TestCase):
    def test_values_of_every_type_come_back_as_they_were(self) -> None:
        luck = random.Random(7)
        for rows in (1, 2, 63, 64, 65, 200):
            types = {"c%d" % i: text for i, text in enumerate(TYPES)}
            columns = {name: column(text, rows, luck) for name, text in types.items()}
            told = read(stream_of(columns, types)).lists()
            for name, values in columns.items():
                self.assertTrue(same(told[name], values), "%s: %r became %r" % (types[name], values, told[name]))

    def test_more_rows_than_a_frame_holds_come_in_their_order(self) -> None:
        values = list(range(200_000))
        content = stream_of({"n": values, "t": [str(n) if n % 3 else None for n in values]}, {"n": "long", "t": "string"})
        told = read(content)
        self.assertEqual(told.lists()["n"], values)
        self.assertEqual(told.lists()["t"][:4], [None, "1", "2", None])
        self.assertEqual(len(told), 200_000)

    def test_long_texts_make_smaller_frames(self) -> None:
        texts = ["x" * 100_000] * 1500
        self.assertEqual(read(stream_of({"t": texts}, {"t": "string"})).lists()["t"], texts)

    def test_no_rows_are_columns_alone(self) -> None:
        told = read(b"".join(encode([("a", parse("int"))], [])))
        self.assertEqual((told.names, told.records()), (["a"], []))

    def test_an_error_at_the_end_is_raised_as_it_was(self) -> None:
        whole = stream_of({"a": [1]}, {"a": "int"})
        problem = {"detail": "The disk is full.", "code": "IO", "kind": "unavailable", "retry_after": 3}
        cut = whole[: whole.index(b"DONE")] + block(b"FAIL", json.dumps(problem).encode())
        with self.assertRaises(ShearwaterError) as raised:
            read(cut)
        self.assertEqual((raised.exception.code, raised.exception.kind, raised.exception.retry_after), ("IO", "unavailable", 3.0))

    def test_a_stream_that_is_cut_anywhere_is_no_stream(self) -> None:
        whole = stream_of({"a": [1, None], "b": ["x", "y"]}, {"a": "int", "b": "string"})
        for end in range(len(whole)):
            with self.assertRaises(ShearwaterError):
                read(whole[:end])

    def test_every_flipped_bit_is_found(self) -> None:
        whole = stream_of({"a": [1, None], "b": ["x", "y"]}, {"a": "int", "b": "string"})
        for at in range(len(whole)):
            for bit in range(8):
                with self.assertRaises(ShearwaterError):
                    read(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])

    def test_altered_contents_with_right_checksums_are_read_or_refused_and_nothing_else(self) -> None:
        luck = random.Random(int(os.environ.get("FUZZ_SEED", "11")))
        until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "3"))
        outcomes = {"read": 0, "refused": 0}
        while time.monotonic() < until or min(outcomes.values()) == 0:
            text = luck.choice(TYPES)
            schema = [("c", parse(text))]
            content = b"".join(encode(schema, [[build(schema[0][1], column(text, luck.randrange(1, 70), luck), "c")]]))
            start = content.index(b"ROWS")
            length = struct.unpack_from("<I", content, start + 4)[0]
            frame = bytearray(content[start + 16 : start + 16 + length])
            for _ in range(luck.randrange(1, 4)):
                frame[luck.randrange(len(frame))] = luck.choice((0, 1, 127, 128, 255, luck.randrange(256)))
            if luck.random() < 0.2:
                del frame[luck.randrange(len(frame)) :]
            try:
                read(content[:start] + block(b"ROWS", bytes(frame)) + content[start + 16 + length :]).records()
                outcomes["read"] += 1
            except ShearwaterError:
                outcomes["refused"] += 1

    def test_huge_lengths_are_refused_before_memory_is_taken(self) -> None:
        start = stream_of({"a": ["x"]}, {"a": "string"})
        start = start[: start.index(b"ROWS")]
        huge = struct.pack("<II", 2**31 - 1, 1) + struct.pack("<II", 2**31 - 1, 0)
        with self.assertRaises(ShearwaterError):
            read(start + block(b"ROWS", huge))
        with self.assertRaises(ShearwaterError):
            read(start + b"ROWS" + struct.pack("<III", 2**32 - 1, 0, 0))


class RefusedRowsTest(unittest.TestCase):
    def refused(self, text: str, value: Any, why: str) -> None:
        with self.assertRaisesRegex(UserError, why):
            build(parse(text), [None, value], "column 'c'")

    def test_what_is_not_of_the_type_is_refused_with_its_row(self) -> None:
        self.refused("long", "5", "Row 2 of column 'c' is '5', a str, not long")
        self.refused("long", 2**63, "more than 64 bits")
        self.refused("int", 2**31, "more than 32 bits")
        self.refused("int", True, "only whole numbers")
        self.refused("long", 5.0, "only whole numbers")
        self.refused("double", 2**53 + 1, "digits would be lost")
        self.refused("float", 1e39, "too large")
        self.refused("boolean", 1, "only True and False")
        self.refused("string(2)", "abc", "3 characters")
        self.refused("timestamp", "2024-01-01", "fromisoformat")
        self.refused("decimal(4,2)", 1.5, "Decimal")
        self.refused("struct<a:int>", {"b": 1}, "no field b")
        self.refused("embedding(2)", [1.0], "1 numbers")
        self.refused("array<int>", ["x"], "the elements of column 'c'")
        self.refused("map<string,int>", {1: 1}, "texts as keys")

    def test_a_row_in_a_later_frame_has_its_own_number(self) -> None:
        rows = rows_of({"a": [0] * 70_000 + ["x"]})
        with self.assertRaisesRegex(UserError, "Row 70001 of"):
            b"".join(rows.body([("a", parse("long"))]))

    def test_rows_that_are_none_are_refused(self) -> None:
        for odd in (5, "x", [1], [{1: 2}], {"a": 5}, {"a": [1], "b": []}):
            with self.assertRaises(UserError):
                rows_of(odd)

    def test_columns_without_any_value_have_no_type(self) -> None:
        with self.assertRaisesRegex(UserError, "Declare it in 'features'"):
            rows_of([{"a": None}]).schema({}, "the rows")

    def test_types_follow_from_values(self) -> None:
        rows = rows_of([{"a": 1, "b": None, "c": [1], "d": {"x": 1.0}}, {"a": 2.5, "b": True, "c": [0.5], "d": None}])
        told = [(name, str(of)) for name, of in rows.schema({}, "the rows")]
        self.assertEqual(told, [("a", "double"), ("b", "boolean"), ("c", "array<double>"), ("d", "struct<x:double>")])
