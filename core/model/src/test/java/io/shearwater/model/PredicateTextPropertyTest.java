package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PredicateTextPropertyTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("yes", DataType.BOOLEAN),
            new Field("in", DataType.INT),
            new Field("id", DataType.LONG),
            new Field("ratio", DataType.FLOAT),
            new Field("amount", DataType.DOUBLE),
            new Field("price", DataType.decimal(10, 2)),
            new Field("text", DataType.STRING),
            new Field("day", DataType.DATE),
            new Field("at", DataType.TIMESTAMP));

    private static final Arbitrary<String> TEXTS = Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(8), Arbitraries.of("'", "''", "it's", "a' or 'b", "\n", "%_\\"));

    @Property
    void writtenConditionsAreReadBackEqual(@ForAll("predicates") Predicate predicate) {
        String text = PredicateText.format(predicate, SCHEMA);
        assertThat(PredicateText.parse(text, SCHEMA, "here")).as(text).isEqualTo(predicate);
    }

    @Provide
    Arbitrary<Predicate> predicates() {
        return nested(3);
    }

    private static Arbitrary<Predicate> nested(int depth) {
        Arbitrary<Predicate> leaf = Arbitraries.oneOf(compares(), ins(), likes(), nulls());
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Predicate> inner = nested(depth - 1);
        Arbitrary<List<Predicate>> parts = inner.list().ofMaxSize(3);
        return Arbitraries.oneOf(
                leaf, parts.map(Predicate.And::new), parts.map(Predicate.Or::new), inner.map(Predicate.Not::new));
    }

    private static Arbitrary<Predicate> compares() {
        return columns()
                .flatMap(column -> Combinators.combine(
                                Arbitraries.of(Predicate.Operator.values()),
                                constants(SCHEMA.field(column).type()))
                        .as((operator, value) -> new Predicate.Compare(column, operator, value)));
    }

    private static Arbitrary<Predicate> ins() {
        return columns()
                .flatMap(column -> constants(SCHEMA.field(column).type())
                        .list()
                        .ofMaxSize(3)
                        .map(values -> new Predicate.In(column, values)));
    }

    private static Arbitrary<Predicate> likes() {
        return TEXTS.map(pattern -> Predicate.like("text", pattern));
    }

    private static Arbitrary<Predicate> nulls() {
        return columns().map(Predicate::isNull);
    }

    private static Arbitrary<String> columns() {
        return Arbitraries.of(SCHEMA.names());
    }

    private static Arbitrary<Object> constants(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> Arbitraries.<Object>of(true, false);
            case DataType.StringType t -> TEXTS.map(text -> (Object) text);
            case DataType.DateType t ->
                Arbitraries.longs().between(-1_000_000, 10_000_000).map(LocalDate::ofEpochDay);
            case DataType.TimestampType t -> Arbitraries.longs().map(Times::instant);
            default ->
                Arbitraries.oneOf(
                        Arbitraries.integers().map(value -> (Object) value),
                        Arbitraries.longs().map(value -> (Object) value),
                        Arbitraries.floats().map(value -> (Object) value),
                        Arbitraries.doubles().map(value -> (Object) value),
                        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.0),
                        Combinators.combine(
                                        Arbitraries.longs(),
                                        Arbitraries.integers().between(-5, 20))
                                .as((digits, scale) -> new BigDecimal(BigInteger.valueOf(digits), scale)));
        };
    }
}
