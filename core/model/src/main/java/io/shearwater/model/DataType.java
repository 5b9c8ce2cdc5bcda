package io.shearwater.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The type of a column. {@code toString()} gives the canonical text, {@link #parse(String)} reads it back; the name of a
 * struct's field that is not a plain word stands in double quotes, a double quote in it twice. Every type admits null.
 * Immutable.
 *
 * <table>
 * <caption>Java values, as taken and given by boxed accessors</caption>
 * <tr><td>boolean</td><td>{@code Boolean}</td></tr>
 * <tr><td>int, long, float, double</td><td>{@code Integer, Long, Float, Double}</td></tr>
 * <tr><td>decimal(p,s)</td><td>{@code BigDecimal} with scale s</td></tr>
 * <tr><td>string, string(n)</td><td>{@code String}; n counts Unicode code points</td></tr>
 * <tr><td>binary</td><td>{@code byte[]}</td></tr>
 * <tr><td>date</td><td>{@code LocalDate}</td></tr>
 * <tr><td>timestamp</td><td>{@code Instant}, whole microseconds</td></tr>
 * <tr><td>{@code array<T>}</td><td>{@code List<T>}, elements may be null</td></tr>
 * <tr><td>{@code struct<a:T,…>}</td><td>{@code Map<String, Object>} in field order</td></tr>
 * <tr><td>{@code map<string,T>}</td><td>{@code Map<String, T>}, values may be null</td></tr>
 * <tr><td>embedding(n)</td><td>{@code float[]} of length n</td></tr>
 * </table>
 */
public sealed interface DataType {
    DataType BOOLEAN = new BooleanType();
    DataType INT = new IntType();
    DataType LONG = new LongType();
    DataType FLOAT = new FloatType();
    DataType DOUBLE = new DoubleType();
    DataType STRING = new StringType(OptionalInt.empty());
    DataType BINARY = new BinaryType();
    DataType DATE = new DateType();
    DataType TIMESTAMP = new TimestampType();

    static DataType decimal(int precision, int scale) {
        return new DecimalType(precision, scale);
    }

    static DataType string(int maxLength) {
        return new StringType(OptionalInt.of(maxLength));
    }

    static DataType array(DataType element) {
        return new ArrayType(element);
    }

    static DataType struct(Field... fields) {
        return new StructType(List.of(fields));
    }

    static DataType map(DataType value) {
        return new MapType(value);
    }

    static DataType embedding(int dimension) {
        return new EmbeddingType(dimension);
    }

    /**
     * Reads the canonical text of a type, such as {@code decimal(10,2)} or {@code array<struct<a:int,b:string(3)>>}.
     *
     * @throws ShearwaterException BAD_TYPE naming the text and the position
     */
    static DataType parse(String text) {
        return new DataTypeParser(text).parse();
    }

    /** True or false. */
    record BooleanType() implements DataType {
        @Override
        public String toString() {
            return "boolean";
        }
    }

    /** Signed 32-bit integer. */
    record IntType() implements DataType {
        @Override
        public String toString() {
            return "int";
        }
    }

    /** Signed 64-bit integer. */
    record LongType() implements DataType {
        @Override
        public String toString() {
            return "long";
        }
    }

    /** IEEE 754 single precision. */
    record FloatType() implements DataType {
        @Override
        public String toString() {
            return "float";
        }
    }

    /** IEEE 754 double precision. */
    record DoubleType() implements DataType {
        @Override
        public String toString() {
            return "double";
        }
    }

    /** Exact decimal number of at most {@code precision} digits, {@code scale} of them after the point. */
    record DecimalType(int precision, int scale) implements DataType {
        /** Most digits of a decimal; as in Parquet and Iceberg. */
        public static final int MAX_PRECISION = 38;
        /** Most digits whose unscaled value fits a {@code long}. */
        public static final int MAX_LONG_PRECISION = 18;

        public DecimalType {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw ModelError.BAD_TYPE.because("decimal(" + precision + "," + scale
                        + ") is not possible: the precision is 1 to 38, the scale 0 to the precision.");
            }
        }

        /** Whether every unscaled value fits a {@code long}. */
        public boolean fitsLong() {
            return precision <= MAX_LONG_PRECISION;
        }

        @Override
        public String toString() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** Unicode text, with an optional greatest length in code points. */
    record StringType(OptionalInt maxLength) implements DataType {
        public StringType {
            if (maxLength.isPresent() && maxLength.getAsInt() < 1) {
                throw ModelError.BAD_TYPE.because(
                        "string(" + maxLength.getAsInt() + ") is not possible: the length is at least 1.");
            }
        }

        @Override
        public String toString() {
            return maxLength.isPresent() ? "string(" + maxLength.getAsInt() + ")" : "string";
        }
    }

    /** A sequence of bytes. */
    record BinaryType() implements DataType {
        @Override
        public String toString() {
            return "binary";
        }
    }

    /** A calendar day; days since 1970-01-01 in columns. */
    record DateType() implements DataType {
        @Override
        public String toString() {
            return "date";
        }
    }

    /** An instant; microseconds since 1970-01-01T00:00:00Z in columns. */
    record TimestampType() implements DataType {
        @Override
        public String toString() {
            return "timestamp";
        }
    }

    /** A list of values of one type. */
    record ArrayType(DataType element) implements DataType {
        @Override
        public String toString() {
            return "array<" + element + ">";
        }
    }

    /** Named parts. */
    record StructType(List<Field> fields) implements DataType {
        public StructType {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw ModelError.BAD_TYPE.because("A struct needs at least one field.");
            }
            Schema.requireDistinct(fields);
            for (Field field : fields) {
                if (field.name().chars().anyMatch(Character::isISOControl)) {
                    throw ModelError.BAD_NAME.because(
                            "The field '" + field.name() + "' of a struct has a control character in its name.");
                }
            }
        }

        @Override
        public String toString() {
            return fields.stream()
                    .map(field -> DataTypeParser.quoted(field.name()) + ":" + field.type())
                    .collect(Collectors.joining(",", "struct<", ">"));
        }
    }

    /** Values by text keys. */
    record MapType(DataType value) implements DataType {
        @Override
        public String toString() {
            return "map<string," + value + ">";
        }
    }

    /** A vector of {@code dimension} floats, none of them null. */
    record EmbeddingType(int dimension) implements DataType {
        public EmbeddingType {
            if (dimension < 1 || dimension > 65_536) {
                throw ModelError.BAD_TYPE.because(
                        "embedding(" + dimension + ") is not possible: the dimension is 1 to 65536.");
            }
        }

        @Override
        public String toString() {
            return "embedding(" + dimension + ")";
        }
    }
}
