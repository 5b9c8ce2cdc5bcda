package io.shearwater.online;

import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.Feature;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads chosen columns of a group's rows, whatever schema version they were written with: for each version a projection is
 * compiled once. Thread-safe.
 */
final class RowReader {
    /** The row was read. */
    static final int READ = 0;

    private final OnlineGroup group;
    private final Layouts layouts;
    private final List<RowProjection.Wanted> wanted;
    private final int currentHeader;
    private final RowProjection current;
    private final Map<Integer, RowProjection> others = new ConcurrentHashMap<>();

    /** Reads these of the group's stored columns, in this order. */
    RowReader(OnlineGroup group, Layouts layouts, List<String> columns) {
        this.group = group;
        this.layouts = layouts;
        RowLayout layout = layouts.current(group);
        this.wanted = new ArrayList<>();
        for (String name : columns) {
            RowLayout.StoredColumn stored = layout.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            Feature feature = group.spec().features().stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            wanted.add(new RowProjection.Wanted(
                    name, stored.type(), stored.since(), feature.defaultValue().map(value -> stored(feature, value))));
        }
        this.currentHeader = layout.header();
        this.current = new RowProjection(layout, wanted);
    }

    /** A default may be written narrower than the column, such as an int for a long. */
    private static Object stored(Feature feature, Object value) {
        ColumnBuilder column = ColumnBuilder.of(feature.name(), feature.type(), 1);
        column.append(value);
        return column.build().valueAt(0);
    }

    /**
     * Puts the columns into the array from its beginning on.
     *
     * @return {@link #READ}, or the row's schema version if it is to be {@linkplain #learn learnt} first
     */
    int read(ByteBuffer row, @Nullable Object[] into) {
        try {
            int header = row.getInt(row.position());
            RowProjection projection = current;
            if (header != currentHeader) {
                int version = RowLayout.version(header);
                projection = others.get(version);
                if (projection == null) {
                    return version;
                }
            }
            projection.read(row, into);
            return READ;
        } catch (IndexOutOfBoundsException | BufferUnderflowException | NegativeArraySizeException broken) {
            throw OnlineError.DAMAGED.because(
                    "A row of the feature group '" + group.spec().name() + "' online is cut off or damaged ("
                            + row.remaining() + " bytes). Rebuild the group.",
                    broken);
        }
    }

    /** Looks up how rows of a schema version are read. Asks the store, and so is not for the middle of a read. */
    void learn(int version) {
        others.put(version, new RowProjection(layouts.of(group.number(), version), wanted));
    }
}
