package io.shearwater.arrow;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Values of frames into Arrow's vectors. */
final class ArrowFill {
    private ArrowFill() {}

    /** Writes rows of a column into an empty vector of its type. */
    static void column(FieldVector vector, Column column, int begin, int end) {
        if (ArrowColumns.copy(vector, column, begin, end)) {
            return;
        }
        vector.setInitialCapacity(end - begin);
        vector.allocateNew();
        for (int row = begin; row < end; row++) {
            set(vector, row - begin, column.value(row), column.type());
        }
        vector.setValueCount(end - begin);
    }

    private static void set(FieldVector vector, int row, @Nullable Object value, DataType type) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
        switch (vector) {
            case BitVector v -> v.setSafe(row, (boolean) value ? 1 : 0);
            case IntVector v -> v.setSafe(row, (int) value);
            case BigIntVector v -> v.setSafe(row, (long) value);
            case Float4Vector v -> v.setSafe(row, (float) value);
            case Float8Vector v -> v.setSafe(row, (double) value);
            case DecimalVector v -> v.setSafe(row, (BigDecimal) value);
            case VarCharVector v -> v.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case VarBinaryVector v -> v.setSafe(row, (byte[]) value);
            case DateDayVector v -> v.setSafe(row, Times.epochDay((LocalDate) value));
            case TimeStampMicroTZVector v -> v.setSafe(row, Times.micros((Instant) value));
            case MapVector v -> map(v, row, (Map<?, ?>) value, ((DataType.MapType) type).value());
            case ListVector v -> list(v, row, (List<?>) value, ((DataType.ArrayType) type).element());
            case FixedSizeListVector v -> embedding(v, row, (float[]) value);
            case StructVector v -> struct(v, row, (Map<?, ?>) value, (DataType.StructType) type);
            default -> throw new IllegalStateException("No values are written to a " + vector.getClass());
        }
    }

    private static void list(ListVector vector, int row, List<?> values, DataType element) {
        int at = vector.startNewValue(row);
        for (Object value : values) {
            set(vector.getDataVector(), at++, value, element);
        }
        vector.endValue(row, values.size());
    }

    private static void embedding(FixedSizeListVector vector, int row, float[] values) {
        int at = vector.startNewValue(row);
        Float4Vector elements = (Float4Vector) vector.getDataVector();
        for (float value : values) {
            elements.setSafe(at++, value);
        }
    }

    private static void struct(StructVector vector, int row, Map<?, ?> values, DataType.StructType type) {
        vector.setIndexDefined(row);
        Iterator<Field> fields = type.fields().iterator();
        for (FieldVector child : vector.getChildrenFromFields()) {
            Field field = fields.next();
            set(child, row, values.get(field.name()), field.type());
        }
    }

    private static void map(MapVector vector, int row, Map<?, ?> values, DataType type) {
        int at = vector.startNewValue(row);
        StructVector entries = (StructVector) vector.getDataVector();
        FieldVector keys = entries.getChildrenFromFields().get(0);
        FieldVector items = entries.getChildrenFromFields().get(1);
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            entries.setIndexDefined(at);
            set(keys, at, entry.getKey(), DataType.STRING);
            set(items, at, entry.getValue(), type);
            at++;
        }
        vector.endValue(row, values.size());
    }
}
