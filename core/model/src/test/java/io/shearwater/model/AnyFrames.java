package io.shearwater.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Types and frames of any shape, with the values that break naive code. */
public final class AnyFrames extends DomainContextBase {
    @Provide
    Arbitrary<DataType> types() {
        return types(3);
    }

    @Provide
    Arbitrary<Frame> frames() {
        return types().list().ofMinSize(1).ofMaxSize(4).flatMap(types -> {
            List<Field> fields = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                fields.add(new Field("c" + i, types.get(i)));
            }
            return frame(Schema.of(fields));
        });
    }

    static Arbitrary<Frame> frame(Schema schema) {
        Arbitrary<List<Object>> row = Combinators.combine(schema.fields().stream()
                        .map(field -> value(field.type()))
                        .toList())
                .as(values -> values);
        return row.list().ofMaxSize(150).map(rows -> {
            FrameBuilder builder = new FrameBuilder(schema, 0);
            rows.forEach(values -> builder.append(values.toArray()));
            return builder.build();
        });
    }

    private static Arbitrary<DataType> types(int depth) {
        Arbitrary<DataType> scalars = Arbitraries.oneOf(
                Arbitraries.of(
                        DataType.BOOLEAN,
                        DataType.INT,
                        DataType.LONG,
                        DataType.FLOAT,
                        DataType.DOUBLE,
                        DataType.STRING,
                        DataType.BINARY,
                        DataType.DATE,
                        DataType.TIMESTAMP,
                        DataType.string(40)),
                Arbitraries.integers()
                        .between(1, 38)
                        .flatMap(precision -> Arbitraries.integers()
                                .between(0, precision)
                                .map(scale -> DataType.decimal(precision, scale))),
                Arbitraries.integers().between(1, 4).map(DataType::embedding));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<DataType> inner = types(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(5, scalars),
                Tuple.of(1, inner.map(DataType::array)),
                Tuple.of(1, inner.map(DataType::map)),
                Tuple.of(1, inner.list().ofMinSize(1).ofMaxSize(3).map(AnyFrames::struct)));
    }

    private static DataType struct(List<DataType> parts) {
        String[] names = {"a", "B c", "\"d\""};
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            fields.add(new Field(names[i], parts.get(i)));
        }
        return new DataType.StructType(fields);
    }

    private static Arbitrary<Object> value(DataType type) {
        return notNull(type).injectNull(0.2);
    }

    private static Arbitrary<Object> notNull(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> Arbitraries.of(true, false).asGeneric();
            case DataType.IntType t -> Arbitraries.integers().asGeneric();
            case DataType.LongType t -> Arbitraries.longs().asGeneric();
            case DataType.FloatType t ->
                Arbitraries.floats()
                        .withSpecialValue(Float.NaN)
                        .withSpecialValue(Float.NEGATIVE_INFINITY)
                        .asGeneric();
            case DataType.DoubleType t ->
                Arbitraries.doubles()
                        .withSpecialValue(Double.NaN)
                        .withSpecialValue(-0.0)
                        .asGeneric();
            case DataType.DecimalType t -> decimals(t).asGeneric();
            case DataType.StringType t -> texts().asGeneric();
            case DataType.BinaryType t ->
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).asGeneric();
            case DataType.DateType t ->
                Arbitraries.integers().map(LocalDate::ofEpochDay).asGeneric();
            case DataType.TimestampType t ->
                Arbitraries.longs().map(Times::instant).asGeneric();
            case DataType.ArrayType t -> value(t.element()).list().ofMaxSize(4).asGeneric();
            case DataType.MapType t ->
                Arbitraries.maps(texts(), value(t.value())).ofMaxSize(3).asGeneric();
            case DataType.StructType t ->
                Combinators.combine(t.fields().stream()
                                .map(field -> value(field.type()))
                                .toList())
                        .as(values -> struct(t, values));
            case DataType.EmbeddingType t ->
                Arbitraries.floats().array(float[].class).ofSize(t.dimension()).asGeneric();
        };
    }

    private static Object struct(DataType.StructType type, List<Object> values) {
        Map<String, Object> struct = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            struct.put(type.fields().get(i).name(), values.get(i));
        }
        return struct;
    }

    private static Arbitrary<BigDecimal> decimals(DataType.DecimalType type) {
        BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        return Arbitraries.bigIntegers()
                .between(most.negate(), most)
                .map(unscaled -> new BigDecimal(unscaled, type.scale()));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).filter(AnyFrames::isUnicode),
                Arbitraries.of(Stream.of("", "0", "false", "🐦", "null", "a\u0000b", "'\"\\", "e\u0301")
                        .toList()));
    }

    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
