import unittest
from datetime import datetime

from shearwater import UserError
from shearwater._types import as_type, parse

from .values import TYPES


class TypesTest(unittest.TestCase):
    def test_texts_are_read_and_written_the_same(self) -> None:
        for text in TYPES:
            self.assertEqual(str(parse(text)), text)

    def test_blanks_between_parts_mean_nothing(self) -> None:
        self.assertEqual(str(parse(" map< string , decimal( 9 , 2 )> ")), "map<string,decimal(9,2)>")

    def test_python_types_and_usual_words_are_understood(self) -> None:
        self.assertEqual([str(as_type(one)) for one in (int, float, datetime, "bigint", str)], ["long", "double", "timestamp", "long", "string"])

    def test_what_is_no_type_is_refused_with_what_is(self) -> None:
        odd = ["", "lnog", "decimal", "decimal(39,2)", "decimal(2,3)", "array<int", "array<int>>", "map<int,int>", "struct<>", "int int", "a" * 9999]
        for text in [*odd, "array<" * 100 + "int" + ">" * 100, "string()", "string(99999999999)", "struct<a int>"]:
            with self.assertRaisesRegex(UserError, "no type. Types are"):
                parse(text)
