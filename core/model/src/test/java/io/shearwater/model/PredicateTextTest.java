package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateTextTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("yes", DataType.BOOLEAN),
            new Field("count", DataType.INT),
            new Field("id", DataType.LONG),
            new Field("ratio", DataType.FLOAT),
            new Field("amount", DataType.DOUBLE),
            new Field("price", DataType.decimal(10, 2)),
            new Field("text", DataType.STRING),
            new Field("day", DataType.DATE),
            new Field("at", DataType.TIMESTAMP),
            new Field("like", DataType.LONG));

    private static Predicate parse(String text) {
        return PredicateText.parse(text, SCHEMA, "feature group 'g'");
    }

    @Test
    void aConstantHasTheTypeOfItsColumn() {
        assertThat(parse("count = 5")).isEqualTo(Predicate.equalTo("count", 5));
        assertThat(parse("id >= 5")).isEqualTo(Predicate.atLeast("id", 5L));
        assertThat(parse("ratio < 0.1")).isEqualTo(Predicate.lessThan("ratio", 0.1f));
        assertThat(parse("amount != -5")).isEqualTo(Predicate.notEqualTo("amount", -5.0));
        assertThat(parse("price <= 5.10")).isEqualTo(Predicate.atMost("price", new BigDecimal("5.10")));
        assertThat(parse("text = 'it''s'")).isEqualTo(Predicate.equalTo("text", "it's"));
        assertThat(parse("day > '2024-05-01'")).isEqualTo(Predicate.greaterThan("day", LocalDate.of(2024, 5, 1)));
        assertThat(parse("at = '2024-05-01T00:00:00Z'"))
                .isEqualTo(Predicate.equalTo("at", Instant.parse("2024-05-01T00:00:00Z")));
        assertThat(parse("yes")).isEqualTo(Predicate.equalTo("yes", true));
        assertThat(parse("amount = nan")).isEqualTo(Predicate.equalTo("amount", Double.NaN));
    }

    @Test
    void aNumberBeyondItsColumnStaysExact() {
        assertThat(parse("count < 3000000000")).isEqualTo(Predicate.lessThan("count", 3_000_000_000L));
        assertThat(parse("id = 9007199254740993")).isEqualTo(Predicate.equalTo("id", 9_007_199_254_740_993L));
        assertThat(parse("count > 1.5")).isEqualTo(Predicate.greaterThan("count", new BigDecimal("1.5")));
        assertThat(parse("amount = 0.1::decimal")).isEqualTo(Predicate.equalTo("amount", new BigDecimal("0.1")));
    }

    @Test
    void notBindsBeforeAndBeforeOr() {
        assertThat(parse("not yes and count = 1 or id = 2 and id = 3"))
                .isEqualTo(Predicate.anyOf(
                        Predicate.allOf(Predicate.not(Predicate.equalTo("yes", true)), Predicate.equalTo("count", 1)),
                        Predicate.allOf(Predicate.equalTo("id", 2L), Predicate.equalTo("id", 3L))));
        assertThat(parse("NOT (yes OR yes)"))
                .isEqualTo(
                        Predicate.not(Predicate.anyOf(Predicate.equalTo("yes", true), Predicate.equalTo("yes", true))));
    }

    @Test
    void membershipPatternsAndNullsHaveTheirNegation() {
        assertThat(parse("text not in ('a', 'b')")).isEqualTo(Predicate.not(Predicate.in("text", "a", "b")));
        assertThat(parse("text not like 'a%'")).isEqualTo(Predicate.not(Predicate.like("text", "a%")));
        assertThat(parse("text is not null")).isEqualTo(Predicate.not(Predicate.isNull("text")));
        assertThat(parse("\"like\" in ()")).isEqualTo(Predicate.in("like"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "amout > 5|names the column 'amout', which does not exist|Did you mean 'amount'?",
                "amount > 'a'|'amount': the column is double, not 'a'; write a number|(at character 10)",
                "text = 5|the column is string, not 5; write it in single quotes: '5'|(at character 8)",
                "day = '2024-13-01'|write a day like '2024-12-31'|(at character 7)",
                "at = '2024-12-01'|write an instant like '2024-12-31T23:59:00Z'|(at character 6)",
                "amount|a comparison with 'amount' is expected|not the end",
                "amount = null|nothing equals null; write \"amount is null\"|(at character 14)",
                "amount > 1 2|'and' or 'or' is expected, not '2'|(at character 12)",
                "(amount > 1|')' is expected, not the end|(at character 12)",
                "text = 'a|a text whose closing quote is missing|(at character 8)",
                "amount > 5::text|'text' is no type of a constant|There are boolean",
                "count = 5.5::int|5.5 is no int|(at character 9)",
                "text like 5|a pattern in single quotes is expected, not '5'|(at character 11)",
                "amount # 1|a comparison with 'amount' is expected|not '# 1'",
                "and|a column is expected, not 'and'|(at character 1)",
                "~  ~|it is empty|feature group 'g'"
            })
    void whatCannotBeReadIsSaidWithItsPlace(String text, String what, String where) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not "})
    void deepNestingIsRefused(String opening) {
        assertThatThrownBy(() -> parse(opening.repeat(100_000) + "yes")).hasMessageContaining("more than 64 deep");
    }

    @Test
    void writtenTextIsWhatAPersonWouldWrite() {
        assertThat(PredicateText.format(
                        Predicate.allOf(
                                Predicate.atLeast("amount", 1.5),
                                Predicate.anyOf(Predicate.equalTo("text", "it's"), Predicate.isNull("text")),
                                Predicate.not(Predicate.in("id", 1L, 2)),
                                Predicate.not(Predicate.isNull("like"))),
                        SCHEMA))
                .isEqualTo("amount >= 1.5 and (text = 'it''s' or text is null) and not (id in (1, 2::int)) and "
                        + "\"like\" is not null");
    }
}
