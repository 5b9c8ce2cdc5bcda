package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the columns of one schema version lie in a row (docs/format/online-rows.md): a header, a bit for each column that is
 * null, a slot of fixed width for each column, then the bytes of columns that vary in length. Immutable and thread-safe.
 */
final class RowLayout {
    /** A column of a row; {@code since} is the schema version that brought it, which tells it from an earlier one. */
    record StoredColumn(String name, DataType type, int since) {}

    /** The greatest schema version that a header holds. */
    static final int MAX_VERSION = (1 << 24) - 1;

    private static final int FORMAT = 1;
    private static final int HEADER = Integer.BYTES;
    private static final int NO_SLOT = -1;

    private final int version;
    private final List<StoredColumn> columns;
    private final int[] slots;
    private final int[] previousEnds;
    private final int tail;

    RowLayout(int version, List<StoredColumn> columns) {
        this.version = version;
        this.columns = List.copyOf(columns);
        this.slots = new int[columns.size()];
        this.previousEnds = new int[columns.size()];
        int at = HEADER + Nested.bytesOfBits(columns.size());
        int lastEnd = NO_SLOT;
        for (int i = 0; i < slots.length; i++) {
            RowKind kind = RowKind.of(columns.get(i).type());
            slots[i] = at;
            previousEnds[i] = lastEnd;
            lastEnd = kind.varies() ? at : lastEnd;
            at += kind.width();
        }
        this.tail = at;
    }

    /**
     * What of a group's columns is stored in its rows: all but the primary key, which is the key, and a timestamp that is the
     * event time, which the store keeps. A date of the event time is stored, since days that a zone skipped share their first
     * microsecond with another day.
     */
    static List<Field> storedFields(FeatureGroupSpec spec) {
        Optional<String> instant = spec.eventTime()
                .map(EventTime::column)
                .filter(column -> spec.schema().field(column).type() instanceof DataType.TimestampType);
        return spec.schema().fields().stream()
                .filter(field -> !spec.primaryKey().contains(field.name()))
                .filter(field -> instant.isEmpty() || !field.name().equals(instant.get()))
                .toList();
    }

    int version() {
        return version;
    }

    List<StoredColumn> columns() {
        return columns;
    }

    /** The first four bytes of every row: the format, then the schema version. */
    int header() {
        return FORMAT << 24 | version;
    }

    /** The schema version of a row with this header. */
    static int version(int header) {
        if (header >>> 24 != FORMAT) {
            throw OnlineError.DAMAGED.because("A row online has the format " + (header >>> 24) + ", not " + FORMAT
                    + ". If a newer Shearwater wrote it, use that one; else rebuild the group.");
        }
        return header & MAX_VERSION;
    }

    int slot(int column) {
        return slots[column];
    }

    /** The slot of the column of varying length before this one, or a negative number. */
    int previousEnd(int column) {
        return previousEnds[column];
    }

    /** Where the bytes of columns of varying length begin. */
    int tail() {
        return tail;
    }

    /** The layout as the store notes it: a line for each column with its version, name and type. */
    byte[] toNote() {
        StringBuilder text = new StringBuilder();
        for (StoredColumn column : columns) {
            text.append(column.since()).append(' ').append(column.name()).append(' ');
            text.append(column.type()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static RowLayout ofNote(int version, byte[] note) {
        List<StoredColumn> columns = new ArrayList<>();
        new String(note, StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] words = line.split(" ", 3);
            if (words.length != 3) {
                throw OnlineError.DAMAGED.because("The store's note of schema version " + version + " has the line '"
                        + line + "', which is not a version, a name and a type. Rebuild the group.");
            }
            columns.add(new StoredColumn(words[1], DataType.parse(words[2]), Integer.parseInt(words[0])));
        });
        return new RowLayout(version, columns);
    }

    @Override
    public String toString() {
        return "version " + version + columns + Arrays.toString(slots);
    }
}
