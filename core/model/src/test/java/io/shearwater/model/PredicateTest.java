package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredicateTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("yes", DataType.BOOLEAN),
            new Field("count", DataType.INT),
            new Field("id", DataType.LONG),
            new Field("ratio", DataType.FLOAT),
            new Field("amount", DataType.DOUBLE),
            new Field("price", DataType.decimal(10, 2)),
            new Field("text", DataType.STRING),
            new Field("bytes", DataType.BINARY),
            new Field("day", DataType.DATE),
            new Field("at", DataType.TIMESTAMP),
            new Field("list", DataType.array(DataType.INT)));

    @Test
    void conditionsReadAsAPersonWouldWriteThem() {
        Predicate predicate = Predicate.allOf(
                Predicate.atLeast("amount", 1.5),
                Predicate.anyOf(Predicate.equalTo("text", "a"), Predicate.like("text", "b%"), Predicate.isNull("text")),
                Predicate.not(Predicate.in("id", 1, 2L)),
                Predicate.lessThan("day", LocalDate.of(2024, 5, 1)));
        assertThat(predicate)
                .hasToString("(amount >= 1.5) and ((text = 'a') or (text like 'b%') or (text is null)) and "
                        + "(not (id in [1, 2])) and (day < '2024-05-01')");
        assertThat(predicate.columns()).containsExactly("amount", "text", "id", "day");
        assertThat(Predicate.all()).hasToString("true");
        assertThat(Predicate.anyOf()).hasToString("false");
    }

    @Test
    void everyComparisonHasItsSign() {
        assertThat(Stream.of(
                                Predicate.equalTo("a", 1),
                                Predicate.notEqualTo("a", 1),
                                Predicate.lessThan("a", 1),
                                Predicate.atMost("a", 1),
                                Predicate.greaterThan("a", 1),
                                Predicate.atLeast("a", 1))
                        .map(Predicate::toString))
                .containsExactly("a = 1", "a != 1", "a < 1", "a <= 1", "a > 1", "a >= 1");
    }

    @Test
    void theConditionThatPassesEverythingDisappearsInAnd() {
        Predicate one = Predicate.isNull("a");
        assertThat(Predicate.all().and(one)).isSameAs(one);
        assertThat(one.and(Predicate.all())).isSameAs(one);
        assertThat(one.and(one)).hasToString("(a is null) and (a is null)");
        assertThat(one.or(Predicate.all())).hasToString("(a is null) or (true)");
    }

    @Test
    void constantsArePlainAndImmutable() {
        assertThat(Predicate.equalTo("at", Instant.parse("2024-05-01T00:00:00.123456789Z")))
                .isEqualTo(Predicate.equalTo("at", Instant.parse("2024-05-01T00:00:00.123456Z")));
        assertThat(Predicate.equalTo("a", (short) 7)).isEqualTo(Predicate.equalTo("a", 7));
        assertThat(Predicate.equalTo("a", (byte) 7)).isEqualTo(Predicate.equalTo("a", 7));
        assertThat(Predicate.equalTo("a", BigInteger.TEN)).isEqualTo(Predicate.equalTo("a", new BigDecimal("10")));
        List<Object> values = new ArrayList<>(List.of(1));
        Predicate.In in = new Predicate.In("a", values);
        values.add(2);
        assertThat(in.values()).containsExactly(1);
    }

    @Test
    void aConstantThatIsNoScalarIsRefusedNamingTheColumn() {
        assertThatThrownBy(() -> Predicate.equalTo("at", ZonedDateTime.parse("2024-05-01T00:00:00Z")))
                .hasMessageContaining("The filter on 'at' compares with 2024-05-01T00:00Z (ZonedDateTime)");
        assertThatThrownBy(() -> Predicate.in("a", 1, List.of(2))).hasMessageContaining("The filter on 'a'");
    }

    @Test
    @SuppressWarnings("NullAway") // callers that no checker looks at pass null
    void comparingWithNullIsRefusedNamingIsNull() {
        assertThatThrownBy(() -> Predicate.equalTo("a", null))
                .isInstanceOf(ShearwaterException.class)
                .hasMessage("The filter on 'a' compares with null. Use Predicate.isNull(\"a\").");
    }

    static Stream<Arguments> fitting() {
        return Stream.of(
                Arguments.of("yes", true),
                Arguments.of("count", 1L),
                Arguments.of("id", 1.5),
                Arguments.of("ratio", new BigDecimal("1.5")),
                Arguments.of("amount", 1),
                Arguments.of("price", 1.5),
                Arguments.of("text", ""),
                Arguments.of("day", LocalDate.EPOCH),
                Arguments.of("at", Instant.EPOCH));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void constantsOfTheColumnsKindPass(String column, Object value) {
        for (Predicate predicate :
                List.of(Predicate.equalTo(column, value), Predicate.in(column, value), Predicate.isNull(column))) {
            assertThat(PredicateCheck.check(predicate, SCHEMA, "here")).isSameAs(predicate);
        }
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("yes", 1, "boolean"),
                Arguments.of("count", "1", "int"),
                Arguments.of("amount", true, "double"),
                Arguments.of("text", 1, "string"),
                Arguments.of("bytes", "a", "binary"),
                Arguments.of("day", Instant.EPOCH, "date"),
                Arguments.of("at", LocalDate.EPOCH, "timestamp"),
                Arguments.of("at", "2024-05-01", "timestamp"),
                Arguments.of("list", 1, "array<int>"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void constantsOfAnotherKindAreRefusedNamingColumnTypeAndValue(String column, Object value, String type) {
        Predicate deep = Predicate.not(Predicate.anyOf(Predicate.in(column, value)));
        for (Predicate predicate : List.of(Predicate.lessThan(column, value), deep)) {
            assertThatThrownBy(() -> PredicateCheck.check(predicate, SCHEMA, "feature group 'g' version 1"))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessage("The filter on feature group 'g' version 1 cannot be: comparing with " + value + " ("
                            + value.getClass().getSimpleName() + ") makes no sense for '" + column + "', which is "
                            + type + ".");
        }
    }

    @Test
    void likeNeedsATextAndColumnsMustExist() {
        assertThatThrownBy(() -> PredicateCheck.check(Predicate.like("id", "1%"), SCHEMA, "here"))
                .hasMessageContaining("like '1%' makes no sense for 'id', which is long");
        assertThatThrownBy(() -> PredicateCheck.check(Predicate.isNull("txt").or(Predicate.all()), SCHEMA, "here"))
                .hasMessageContaining("The filter on here names the column 'txt'")
                .hasMessageContaining("Did you mean 'text'?");
    }
}
