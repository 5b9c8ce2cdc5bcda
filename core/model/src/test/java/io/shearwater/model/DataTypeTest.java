package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean",
                "int",
                "long",
                "float",
                "double",
                "decimal(38,38)",
                "decimal(1,0)",
                "string",
                "string(1)",
                "binary",
                "date",
                "timestamp",
                "array<array<int>>",
                "struct<a:int,b_2:string(3)>",
                "map<string,map<string,decimal(10,2)>>",
                "array<struct<a:map<string,array<embedding(3)>>>>",
                "struct<int:int,struct:struct<x:date>>",
                "struct<\"a b\":int,\"say \"\"hi\"\"\":long,\"<:,>\":date,\"größe\":int>",
            })
    void canonicalTextIsReadBackAsItself(String text) {
        assertThat(DataType.parse(text)).hasToString(text);
        assertThat(DataType.parse(DataType.parse(text).toString())).isEqualTo(DataType.parse(text));
    }

    @Property(tries = 300)
    @Domain(AnyFrames.class)
    void everyTypeIsReadBackFromItsText(@ForAll DataType type) {
        assertThat(DataType.parse(type.toString())).isEqualTo(type);
    }

    @Test
    void blanksAndCaseDoNotMatterButNamesOfFieldsKeepTheirs() {
        assertThat(DataType.parse(" Array < STRUCT < aB : Int , c:Decimal( 5 , 2 ) > > "))
                .isEqualTo(DataType.array(
                        DataType.struct(new Field("aB", DataType.INT), new Field("c", DataType.decimal(5, 2)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "integer | unknown type 'integer' at position 1",
                "array<text> | unknown type 'text' at position 7",
                "'' | a word is missing at position 1",
                "array<int | '>' is missing at position 10",
                "array int | '<' is missing",
                "int int | unexpected 'int' at position 5",
                "decimal | '(' is missing at position 8",
                "decimal(10) | ',' is missing at position 11",
                "decimal(x,2) | 'x' is not a number",
                "decimal(9999999999,2) | '9999999999' is not a number",
                "map<int,int> | the key of a map is a string",
                "struct<a int> | ':' is missing",
                "struct<\"a:int> | the closing '\"' is missing",
                "embedding | '(' is missing",
            })
    void textThatIsNoTypeIsRefusedNamingItAndThePlace(String text, String what) {
        assertThatThrownBy(() -> DataType.parse(text))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("The type '" + text + "' cannot be read: ")
                .hasMessageContaining(what.replace("''", "'"))
                .hasMessageContaining("Types are boolean, int,")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(ModelError.BAD_TYPE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal(0,0) | decimal(0,0) is not possible: the precision is 1 to 38",
                "decimal(39,2) | decimal(39,2) is not possible",
                "decimal(3,4) | decimal(3,4) is not possible",
                "string(0) | string(0) is not possible: the length is at least 1",
                "embedding(0) | embedding(0) is not possible: the dimension is 1 to 65536",
                "embedding(65537) | embedding(65537) is not possible",
                "struct<a:int,a:long> | The column 'a' is there twice",
            })
    void impossibleParametersAreRefused(String text, String what) {
        assertThatThrownBy(() -> DataType.parse(text)).hasMessageContaining(what);
    }

    @Test
    void aStructWithoutFieldsIsRefused() {
        assertThatThrownBy(DataType::struct).hasMessageContaining("at least one field");
    }

    @Test
    void endlessNestingIsRefusedInsteadOfOverflowingTheStack() {
        String deep = "array<".repeat(100_000) + "int" + ">".repeat(100_000);
        assertThatThrownBy(() -> DataType.parse(deep)).hasMessageContaining("nested more than 32 deep");
    }
}
