"""Rows as the wire has them in bulk: ``application/vnd.shearwater.frames``, described in docs/format/frames.md."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any, Callable, Iterable, Iterator, List, NoReturn, Sequence, Tuple

from ._columns import CODES, Column, of_bytes, to_bytes
from ._types import LONG, STRING, DataType, parse
from .errors import InternalError, ShearwaterError, UserError, of_problem

MEDIA_TYPE = "application/vnd.shearwater.frames"
MOST_ROWS = 65_536

_START = b"SWFRAMES" + struct.pack("<II", 1, 0)
_LONGEST = 256 << 20
_MOST_COLUMNS = 100_000
_PIECE = 1 << 20

#: Columns by name, with their types.
Schema = List[Tuple[str, DataType]]


def _damaged(why: str) -> InternalError:
    return InternalError("The rows came damaged: %s. Read them again." % why, code="BAD_FRAMES")


class FrameReader:
    """Reads a stream of frames; memory is taken only as bytes really come. For one thread.

    Attributes:
        schema: the columns.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        """Reads the columns.

        Args:
            read: gives so many bytes, or fewer at the end.
        """
        self._read = read
        self._rows = 0
        if self._exactly(16) != _START:
            raise _damaged("they do not begin with SWFRAMES of version 1; update the older side")
        kind, content = self._block()
        if kind == b"FAIL":
            raise _failure(content)
        if kind != b"COLS":
            raise _damaged("the first block is %r" % kind)
        self.schema = _schema(content)

    def __iter__(self) -> Iterator[List[Column]]:
        """The frames: the columns of each."""
        while True:
            kind, content = self._block()
            if kind == b"ROWS":
                frame = self._frame(content)
                self._rows += frame[0].count if frame else 0
                yield frame
            elif kind == b"DONE":
                if len(content) != 8 or struct.unpack("<Q", content)[0] != self._rows:
                    raise _damaged("%d rows came, and the end says otherwise" % self._rows)
                if self._read(1):
                    raise _damaged("something follows behind their end")
                return
            elif kind == b"FAIL":
                raise _failure(content)
            else:
                raise _damaged("there is a block %r" % kind)

    def _exactly(self, size: int) -> bytes:
        pieces = []
        missing = size
        while missing:
            piece = self._read(min(missing, _PIECE))
            if not piece:
                raise InternalError(
                    "The rows were cut after %d of them: the connection ended. Read them again." % self._rows,
                    code="BAD_FRAMES",
                )
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def _block(self) -> Tuple[bytes, bytes]:
        head = self._exactly(16)
        length, checksum, zero = struct.unpack("<III", head[4:])
        if length > _LONGEST or zero:
            raise _damaged("a block of %d bytes is too long" % length)
        content = self._exactly(length)
        if zlib.crc32(content, zlib.crc32(head[:8])) != checksum:
            raise _damaged("a checksum is wrong")
        return head[:4], content

    def _frame(self, content: bytes) -> List[Column]:
        block = _Block(content)
        rows, columns = block.take_two()
        if not 1 <= rows <= MOST_ROWS or columns != len(self.schema):
            raise _damaged("a frame has %d rows and %d columns" % (rows, columns))
        frame = []
        for name, of in self.schema:
            block.where = name
            frame.append(block.column(of, rows))
        if block.left:
            raise _damaged("something follows behind the last column")
        return frame


def _failure(content: bytes) -> ShearwaterError:
    try:
        return of_problem(json.loads(content))
    except (ValueError, RecursionError):
        return _damaged("they end with an error that cannot be read")


def _schema(content: bytes) -> Schema:
    try:
        columns = json.loads(content)
        if not isinstance(columns, list) or len(columns) > _MOST_COLUMNS:
            raise _damaged("their columns are no list")
        schema = [(str(column["name"]), parse(str(column["type"]))) for column in columns]
    except (ValueError, KeyError, TypeError, RecursionError, UserError) as odd:
        raise _damaged("their columns cannot be read (%s); this client may be too old" % odd) from None
    if len({name for name, _ in schema}) < len(schema):
        raise _damaged("a column is there twice")
    return schema


class _Block:
    """The content of a block, from its start to its end."""

    def __init__(self, content: bytes) -> None:
        self._content = memoryview(content)
        self._at = 0
        self.where = ""

    @property
    def left(self) -> int:
        return len(self._content) - self._at

    def _refuse(self, why: str) -> NoReturn:
        raise _damaged("the column '%s' %s" % (self.where, why))

    def _take(self, size: int) -> memoryview:
        if size > self.left:
            self._refuse("needs %d bytes where %d are left" % (size, self.left))
        taken = self._content[self._at : self._at + size]
        self._at += size
        return taken

    def take_two(self) -> Tuple[int, int]:
        one, two = struct.unpack("<II", self._take(8))
        return one, two

    def _pad(self) -> None:
        self._take(-self._at & 7)

    def column(self, of: DataType, count: int) -> Column:
        told, nulls = self.take_two()
        if told != count or nulls > count:
            self._refuse("has %d values, %d of them null, where there should be %d" % (told, nulls, count))
        column = Column(of, count)
        if nulls:
            column.valid = self._valid(count, nulls)
        self._fill(column, of.name)
        self._pad()
        return column

    def _valid(self, count: int, nulls: int) -> bytes:
        words = self._take((count + 63) // 64 * 8)
        spread = b"".join(_BITS[byte] for byte in words)[:count]
        if spread.count(0) != nulls:
            self._refuse("says that %d values are null, and %d are" % (nulls, spread.count(0)))
        return spread

    def _numbers(self, code: str, count: int) -> Any:
        return of_bytes(code, self._take(count * (4 if code in "if" else 8)))

    def _fill(self, column: Column, name: str) -> None:
        count = column.count
        if name in CODES:
            column.data = self._numbers(CODES[name], count)
        elif name == "boolean":
            column.data = bytes(self._take(count))
            if count and max(column.data) > 1:
                self._refuse("has a boolean that is neither 0 nor 1")
        elif name == "decimal":
            self._decimals(column)
        elif name == "embedding":
            column.data = self._numbers("f", count * column.type.numbers[0])
        elif name == "struct":
            column.parts = [self.column(part, count) for part in column.type.parts]
        else:
            self._spans(column, name)

    def _decimals(self, column: Column) -> None:
        if not column.type.is_wide_decimal:
            column.data = self._numbers("q", column.count)
            most = 10 ** column.type.numbers[0]
            if any(not -most < value < most for value in column.data):
                self._refuse("has a number with more digits than %s" % column.type)
            return
        column.data = self._numbers("Q", column.count)
        column.parts = [Column(LONG, column.count, data=self._numbers("q", column.count))]

    def _spans(self, column: Column, name: str) -> None:
        offsets = self._numbers("i", column.count + 1)
        self._pad()
        if offsets[0] != 0 or any(a > b for a, b in zip(offsets, offsets[1:])):
            self._refuse("has offsets that do not rise from 0")
        column.offsets = offsets
        size = offsets[-1]
        if name in ("string", "binary"):
            column.data = bytes(self._take(size))
            if name == "string":
                self._require_texts(column)
        elif name == "array":
            column.parts = [self.column(column.type.parts[0], size)]
        else:
            column.parts = [self.column(STRING, size), self.column(column.type.parts[0], size)]
            self._require_keys(column)

    def _require_texts(self, column: Column) -> None:
        assert column.offsets is not None
        if column.data.isascii():
            return
        try:
            for a, b in zip(column.offsets, column.offsets[1:]):
                column.data[a:b].decode("utf-8")
        except UnicodeDecodeError:
            self._refuse("has a text that is not UTF-8")

    def _require_keys(self, column: Column) -> None:
        assert column.offsets is not None
        keys = column.parts[0]
        if keys.valid is not None:
            self._refuse("has a map with a key that is null")
        texts = keys.to_list()
        for a, b in zip(column.offsets, column.offsets[1:]):
            if len(set(texts[a:b])) < b - a:
                self._refuse("has a map with a key that is there twice")


_BITS = [bytes(byte >> bit & 1 for bit in range(8)) for byte in range(256)]


def encode(schema: Schema, frames: Iterable[Sequence[Column]]) -> Iterator[bytes]:
    """A stream of frames, in pieces.

    Args:
        schema: the columns.
        frames: for each the columns, of 1 to 65,536 rows.
    """
    yield _START
    columns = [{"name": name, "type": str(of)} for name, of in schema]
    yield from _written(b"COLS", [json.dumps(columns, ensure_ascii=False).encode("utf-8")])
    rows = 0
    for frame in frames:
        count = frame[0].count
        out = _Out()
        out.put(struct.pack("<II", count, len(frame)))
        for column in frame:
            out.column(column)
        yield from _written(b"ROWS", out.pieces)
        rows += count
    yield from _written(b"DONE", [struct.pack("<Q", rows)])


def _written(kind: bytes, pieces: List[bytes]) -> Iterator[bytes]:
    content = b"".join(pieces)
    if len(content) > _LONGEST:
        raise UserError("A block of rows has more than 256 MiB. Send fewer rows at a time.", code="TOO_LARGE")
    head = kind + struct.pack("<I", len(content))
    yield head + struct.pack("<II", zlib.crc32(content, zlib.crc32(head)), 0)
    yield content


class _Out:
    """The content of a block while it is written."""

    def __init__(self) -> None:
        self.pieces: List[bytes] = []
        self._length = 0

    def put(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self._length += len(piece)

    def _pad(self) -> None:
        self.put(bytes(-self._length & 7))

    def column(self, column: Column) -> None:
        nulls = 0 if column.valid is None else column.valid.count(0)
        self.put(struct.pack("<II", column.count, nulls))
        if nulls:
            assert column.valid is not None
            self.put(packed(column.valid))
        if column.offsets is not None:
            self.put(to_bytes(column.offsets))
            self._pad()
        if column.type.name in ("array", "map", "struct"):
            for part in column.parts:
                self.column(part)
        else:
            self.put(column.data if isinstance(column.data, bytes) else to_bytes(column.data))
            for upper in column.parts:
                self.put(to_bytes(upper.data))
        self._pad()


def packed(valid: bytes) -> bytes:
    """A bit for each byte, the first value's lowest, in words of 64."""
    words = (len(valid) + 63) // 64
    # The texts of numbers in base two have their lowest digit last.
    number = int(valid.translate(_DIGITS)[::-1], 2)
    return number.to_bytes(words * 8, "little")


_DIGITS = bytes(48 if byte == 0 else 49 for byte in range(256))
