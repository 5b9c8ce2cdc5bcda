package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads chosen columns of rows of one layout without touching the others. Columns that the layout lacks read as their
 * default. Immutable and thread-safe.
 */
final class RowProjection {
    /** A column that is wanted, as the group has it now; the default is for rows from before it was there. */
    record Wanted(String name, DataType type, int since, Optional<Object> ifAbsent) {}

    private final @Nullable Object[] constants;
    private final RowKind[] kinds;
    private final int[] targets;
    private final int[] nullBytes;
    private final int[] nullMasks;
    private final int[] slots;
    private final int[] previousEnds;
    private final int tail;
    private final DataType[] stored;
    /** The type to widen to, where the stored one is not the wanted one. */
    private final @Nullable DataType[] widened;

    RowProjection(RowLayout layout, List<Wanted> wanted) {
        int[] sources = wanted.stream()
                .mapToInt(column -> find(layout, column).orElse(-1))
                .toArray();
        int count = (int)
                java.util.Arrays.stream(sources).filter(source -> source >= 0).count();
        constants = new @Nullable Object[wanted.size()];
        kinds = new RowKind[count];
        targets = new int[count];
        nullBytes = new int[count];
        nullMasks = new int[count];
        slots = new int[count];
        previousEnds = new int[count];
        stored = new DataType[count];
        widened = new @Nullable DataType[count];
        tail = layout.tail();
        int next = 0;
        for (int i = 0; i < sources.length; i++) {
            int source = sources[i];
            if (source < 0) {
                constants[i] = wanted.get(i).ifAbsent().orElse(null);
                continue;
            }
            DataType type = layout.columns().get(source).type();
            targets[next] = i;
            stored[next] = type;
            widened[next] = sameValues(type, wanted.get(i).type())
                    ? null
                    : wanted.get(i).type();
            kinds[next] = RowKind.of(type);
            nullBytes[next] = Integer.BYTES + (source >>> 3);
            nullMasks[next] = 1 << (source & 7);
            slots[next] = layout.slot(source);
            previousEnds[next] = layout.previousEnd(source);
            next++;
        }
    }

    private static OptionalInt find(RowLayout layout, Wanted wanted) {
        for (int i = 0; i < layout.columns().size(); i++) {
            RowLayout.StoredColumn column = layout.columns().get(i);
            if (column.name().equals(wanted.name()) && column.since() == wanted.since()) {
                if (!Widening.possible(column.type(), wanted.type())) {
                    throw OnlineError.SCHEMA_CHANGED.because("The column '" + wanted.name() + "' is " + column.type()
                            + " in rows online and was " + wanted.type()
                            + " when this reader was made. Make the reader again from the newest definition.");
                }
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean sameValues(DataType stored, DataType wanted) {
        return stored.equals(wanted) || stored instanceof DataType.StringType;
    }

    /** Puts the wanted columns, in their order, into the array from its beginning on. */
    void read(ByteBuffer row, @Nullable Object[] into) {
        int base = row.position();
        if (constants.length > kinds.length) {
            System.arraycopy(constants, 0, into, 0, constants.length);
        }
        for (int i = 0; i < kinds.length; i++) {
            if ((row.get(base + nullBytes[i]) & nullMasks[i]) != 0) {
                into[targets[i]] = null;
            } else {
                Object value = value(row, base, i);
                DataType wide = widened[i];
                into[targets[i]] = wide == null ? value : Widening.widen(value, wide);
            }
        }
    }

    private Object value(ByteBuffer row, int base, int index) {
        int at = base + slots[index];
        return switch (kinds[index]) {
            case BOOLEAN -> row.get(at) != 0;
            case INT -> row.getInt(at);
            case DATE -> LocalDate.ofEpochDay(row.getInt(at));
            case FLOAT -> row.getFloat(at);
            case LONG -> row.getLong(at);
            case TIMESTAMP -> Times.instant(row.getLong(at));
            case DOUBLE -> row.getDouble(at);
            case SHORT_DECIMAL -> BigDecimal.valueOf(row.getLong(at), scale(index));
            case LONG_DECIMAL -> Nested.decimal(row.getLong(at), row.getLong(at + Long.BYTES), scale(index));
            case TEXT, BINARY, EMBEDDING, NESTED -> varying(row, base, index);
        };
    }

    private Object varying(ByteBuffer row, int base, int index) {
        int start = previousEnds[index] < 0 ? 0 : row.getInt(base + previousEnds[index]);
        int length = row.getInt(base + slots[index]) - start;
        int at = base + tail + start;
        return switch (kinds[index]) {
            case TEXT ->
                row.hasArray()
                        ? new String(row.array(), row.arrayOffset() + at, length, StandardCharsets.UTF_8)
                        : new String(bytes(row, at, length), StandardCharsets.UTF_8);
            case BINARY -> bytes(row, at, length);
            default -> Nested.take(row.slice(at, length), stored[index]);
        };
    }

    private static byte[] bytes(ByteBuffer row, int at, int length) {
        byte[] bytes = new byte[length];
        row.get(at, bytes);
        return bytes;
    }

    private int scale(int index) {
        return ((DataType.DecimalType) stored[index]).scale();
    }
}
