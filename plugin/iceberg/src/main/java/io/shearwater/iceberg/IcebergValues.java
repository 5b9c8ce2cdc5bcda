package io.shearwater.iceberg;

import io.shearwater.model.Times;
import io.shearwater.spi.SpiError;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Type;

/** Scalar values as Iceberg's literals and back. */
final class IcebergValues {
    private IcebergValues() {}

    /** A boxed value (see {@link io.shearwater.model.DataType}) as a literal of a column's type. */
    static Literal<?> literal(Object value, Type type) {
        Literal<?> plain = switch (value) {
            case Boolean b -> Literal.of(b);
            case Integer i -> Literal.of(i);
            case Long l -> Literal.of(l);
            case Float f -> Literal.of(f);
            case Double d -> Literal.of(d);
            case BigDecimal d -> Literal.of(d);
            case String s -> Literal.of(s);
            case byte[] bytes -> Literal.of(ByteBuffer.wrap(bytes.clone()));
            case LocalDate day -> Literal.of(day.toString());
            case Instant instant -> Literal.of(Times.micros(instant));
            default ->
                throw SpiError.INTERNAL.because(
                        "A default of " + value.getClass().getSimpleName()
                                + " cannot be kept by an Iceberg table; defaults are scalars.");
        };
        Literal<?> typed = plain.to(type);
        if (typed == null) {
            throw SpiError.INTERNAL.because("The default " + value + " does not fit the Iceberg type " + type + ".");
        }
        return typed;
    }

    /** A value as Iceberg holds it in memory, as a boxed value. */
    static Object boxed(Object value, Type type) {
        return switch (type.typeId()) {
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIMESTAMP -> Times.instant((Long) value);
            case STRING -> value.toString();
            case BINARY -> bytes((ByteBuffer) value);
            default -> value;
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
