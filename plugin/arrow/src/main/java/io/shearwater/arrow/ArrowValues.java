package io.shearwater.arrow;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Values of Arrow's vectors as values of frames. */
final class ArrowValues {
    private ArrowValues() {}

    /** The value of a row, as the Java type of {@link DataType}. */
    static @Nullable Object value(FieldVector vector, int row, DataType type) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (type) {
            case DataType.IntType t -> (int) whole(vector, row);
            case DataType.LongType t -> whole(vector, row);
            case DataType.FloatType t ->
                vector instanceof Float2Vector half ? half.getValueAsFloat(row) : vector.getObject(row);
            case DataType.DecimalType t -> decimal(vector, row);
            case DataType.StringType t -> new String(bytes(vector, row), StandardCharsets.UTF_8);
            case DataType.BinaryType t -> bytes(vector, row);
            case DataType.DateType t -> day(vector, row);
            case DataType.TimestampType t -> time(vector, row);
            case DataType.EmbeddingType t -> embedding((FixedSizeListVector) vector, row, t.dimension());
            case DataType.ArrayType t -> list(vector, row, t.element());
            case DataType.StructType t -> struct((StructVector) vector, row, t);
            case DataType.MapType t -> map((MapVector) vector, row, t.value());
            case DataType.BooleanType t -> vector.getObject(row);
            case DataType.DoubleType t -> vector.getObject(row);
        };
    }

    private static long whole(FieldVector vector, int row) {
        return switch (vector) {
            case UInt1Vector v -> v.get(row) & 0xFF;
            case UInt2Vector v -> v.get(row);
            case UInt4Vector v -> Integer.toUnsignedLong(v.get(row));
            default -> ((Number) vector.getObject(row)).longValue();
        };
    }

    private static Object decimal(FieldVector vector, int row) {
        return vector instanceof UInt8Vector v
                ? new BigDecimal(new BigInteger(Long.toUnsignedString(v.get(row))))
                : vector.getObject(row);
    }

    private static byte[] bytes(FieldVector vector, int row) {
        return switch (vector) {
            case VarCharVector v -> v.get(row);
            case LargeVarCharVector v -> v.get(row);
            case VarBinaryVector v -> v.get(row);
            case LargeVarBinaryVector v -> v.get(row);
            case FixedSizeBinaryVector v -> v.get(row);
            case BaseVariableWidthViewVector v -> v.get(row);
            default -> throw new IllegalStateException("No bytes in a " + vector.getClass());
        };
    }

    private static LocalDate day(FieldVector vector, int row) {
        return switch (vector) {
            case DateDayVector v -> LocalDate.ofEpochDay(v.get(row));
            case DateMilliVector v -> LocalDate.ofEpochDay(Math.floorDiv(v.get(row), 86_400_000L));
            default -> throw new IllegalStateException("No days in a " + vector.getClass());
        };
    }

    /** Times without a zone are in UTC; nanoseconds are cut towards the past. */
    private static Instant time(FieldVector vector, int row) {
        long value = ((TimeStampVector) vector).get(row);
        ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
        LocalDateTime epoch = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
        LocalDateTime time = switch (type.getUnit()) {
            case SECOND -> epoch.plusSeconds(value);
            case MILLISECOND -> epoch.plus(value, ChronoUnit.MILLIS);
            case MICROSECOND -> epoch.plus(value, ChronoUnit.MICROS);
            case NANOSECOND -> epoch.plus(Math.floorDiv(value, 1_000L), ChronoUnit.MICROS);
        };
        return time.toInstant(ZoneOffset.UTC);
    }

    private static float[] embedding(FixedSizeListVector vector, int row, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            Object value = value(vector.getDataVector(), row * dimension + i, DataType.FLOAT);
            if (value == null) {
                throw ArrowError.BAD_VALUE.because(
                        "The column '" + vector.getName() + "' has a list with a null at row " + (row + 1)
                                + ", so it is no embedding. Write it as a list of variable length.");
            }
            values[i] = (float) value;
        }
        return values;
    }

    private static List<@Nullable Object> list(FieldVector vector, int row, DataType element) {
        int begin;
        int end;
        FieldVector values;
        if (vector instanceof FixedSizeListVector fixed) {
            begin = row * fixed.getListSize();
            end = begin + fixed.getListSize();
            values = fixed.getDataVector();
        } else {
            ListVector list = (ListVector) vector;
            begin = list.getElementStartIndex(row);
            end = list.getElementEndIndex(row);
            values = list.getDataVector();
        }
        List<@Nullable Object> result = new ArrayList<>(end - begin);
        for (int i = begin; i < end; i++) {
            result.add(value(values, i, element));
        }
        return result;
    }

    private static Map<String, @Nullable Object> struct(StructVector vector, int row, DataType.StructType type) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (int i = 0; i < type.fields().size(); i++) {
            Field field = type.fields().get(i);
            result.put(field.name(), value((FieldVector) vector.getChildByOrdinal(i), row, field.type()));
        }
        return result;
    }

    private static Map<String, @Nullable Object> map(MapVector vector, int row, DataType type) {
        StructVector entries = (StructVector) vector.getDataVector();
        FieldVector keys = (FieldVector) entries.getChildByOrdinal(0);
        FieldVector values = (FieldVector) entries.getChildByOrdinal(1);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
            result.put(new String(bytes(keys, i), StandardCharsets.UTF_8), value(values, i, type));
        }
        return result;
    }
}
