package io.shearwater.online;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.OnlineStore;
import io.shearwater.testing.InMemoryOnlineStore;
import io.shearwater.testing.SteppedClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store on the heap with a writer, at noon of 1 March 2026. */
final class Fixture {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final OnlineStore store = new InMemoryOnlineStore();
    final SteppedClock clock = new SteppedClock(NOON);
    final OnlineWriter writer;
    private long sequence = 1;

    Fixture(Path scratch) {
        this(new LoadSpace(scratch, LoadSpace.DEFAULT_MEMORY));
    }

    Fixture(LoadSpace space) {
        writer = new OnlineWriter(store, clock, space);
    }

    static OnlineGroup group(int number, FeatureGroupSpec spec) {
        return OnlineGroup.of("test", spec, number, 1, 1);
    }

    /** Offers rows, all with the next sequence; values in column order. */
    void put(OnlineGroup group, @Nullable Object[]... rows) {
        writer.put(group, frame(group, sequence++, rows));
    }

    long lastSequence() {
        return sequence - 1;
    }

    static Frame frame(OnlineGroup group, long sequence, @Nullable Object[]... rows) {
        FrameBuilder frame = new FrameBuilder(rowSchema(group), rows.length);
        for (@Nullable Object[] row : rows) {
            List<@Nullable Object> values = new ArrayList<>(Arrays.asList(row));
            values.add(sequence);
            frame.append(values.toArray());
        }
        return frame.build();
    }

    /** Keys or rows without a sequence. */
    static Frame frame(Schema schema, @Nullable Object[]... rows) {
        FrameBuilder frame = new FrameBuilder(schema, rows.length);
        for (@Nullable Object[] row : rows) {
            frame.append(row);
        }
        return frame.build();
    }

    static Schema keySchema(OnlineGroup group) {
        return group.spec().schema().select(group.spec().primaryKey());
    }

    static Schema rowSchema(OnlineGroup group) {
        List<Field> fields = new ArrayList<>(group.spec().schema().fields());
        fields.add(HiddenColumns.SEQUENCE);
        return Schema.of(fields);
    }

    static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    static Instant ago(long minutes) {
        return NOON.minusSeconds(60 * minutes);
    }
}
