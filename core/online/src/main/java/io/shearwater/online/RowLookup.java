package io.shearwater.online;

import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Times;
import io.shearwater.online.VectorPlan.Lookup;
import io.shearwater.online.VectorPlan.Part;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns rows of one lookup into values of vectors. Thread-safe. */
final class RowLookup {
    private final Lookup lookup;
    private final Visibility visibility;
    private final RowReader reader;
    private final Optional<RowFilter> filter;
    /** For each wanted column, in order: where the values of stored ones go; the others are set by themselves. */
    private final int[] storedAt;

    private final int[] keyAt;
    private final Part[] keyParts;
    private final int timeAt;

    RowLookup(Lookup lookup, Layouts layouts) {
        this.lookup = lookup;
        this.visibility = new Visibility(lookup.group().spec());
        List<String> columns = lookup.columns();
        List<String> primaryKey = lookup.group().spec().primaryKey();
        List<String> layout = RowLayout.storedFields(lookup.group().spec()).stream()
                .map(Field::name)
                .toList();
        List<String> stored = columns.stream().filter(layout::contains).toList();
        List<String> keys = columns.stream().filter(primaryKey::contains).toList();
        Optional<String> time = lookup.group()
                .spec()
                .eventTime()
                .map(EventTime::column)
                .filter(column -> columns.contains(column) && !layout.contains(column));
        this.reader = new RowReader(lookup.group(), layouts, stored);
        this.storedAt = stored.stream().mapToInt(columns::indexOf).toArray();
        this.keyAt = keys.stream().mapToInt(columns::indexOf).toArray();
        this.keyParts = keys.stream()
                .map(key -> lookup.key().get(primaryKey.indexOf(key)))
                .toArray(Part[]::new);
        this.timeAt = time.map(columns::indexOf).orElse(VectorPlan.NONE);
        this.filter = lookup.filter().passesAll()
                ? Optional.empty()
                : Optional.of(RowFilter.of(lookup.filter(), columns::indexOf));
    }

    /** The latest event time that counts. */
    long upTo(long now) {
        return lookup.strictly() ? visibility.strictlyUpTo(now) : visibility.upTo(now);
    }

    /**
     * Takes the current row for a vector; one that the filter refuses is as if it were not there.
     *
     * @return as {@link RowReader#read}
     */
    int found(VectorDraft draft, long now, long eventTime, long sequence, ByteBuffer value) {
        @Nullable Object[] row = new @Nullable Object[lookup.columns().size()];
        int version = reader.read(value, row);
        if (version != RowReader.READ) {
            return version;
        }
        complete(draft, eventTime, row);
        if (filter.isEmpty() || filter.get().passes(row)) {
            if (visibility.timeless()) {
                draft.found(lookup, row, FeatureVector.NONE, sequence);
            } else if (eventTime < Visibility.minus(now, lookup.aliveFor())) {
                draft.expired(lookup, eventTime, sequence);
            } else if (draft.asOf() < now && eventTime > upTo(draft.asOf())) {
                draft.substituted(lookup, row, eventTime, sequence);
            } else {
                draft.found(lookup, row, eventTime, sequence);
            }
        }
        return RowReader.READ;
    }

    /** As {@link RowReader#learn}. */
    void learn(int version) {
        reader.learn(version);
    }

    /** Adds to the stored columns those that are the key or the event time. */
    private void complete(VectorDraft draft, long eventTime, @Nullable Object[] row) {
        // Stored columns come first and in order unless keys or the event time stand between them.
        for (int i = storedAt.length - 1; i >= 0 && storedAt[i] != i; i--) {
            row[storedAt[i]] = row[i];
        }
        for (int i = 0; i < keyAt.length; i++) {
            row[keyAt[i]] = draft.value(keyParts[i]);
        }
        if (timeAt != VectorPlan.NONE) {
            row[timeAt] = Times.instant(eventTime);
        }
    }
}
