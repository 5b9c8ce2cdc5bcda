package io.shearwater.e2e;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One operation on a group of a fixed schema, a pure function of a seed and a number: done again, it does the same. */
sealed interface LedgerOperation {
    /** Event times lie in an hour long past, so that no row is in the future. */
    Instant EPOCH = Instant.parse("2024-03-01T00:00:00Z");

    int ENTITIES = 300;
    int TIMES = 40;

    /** Writes rows, some of which replace others. */
    record Insert(List<Row> rows) implements LedgerOperation {}

    /** Deletes entities. */
    record DeleteRecords(List<Long> ids) implements LedgerOperation {}

    /** Deletes what is in a range of values. */
    record DeleteWhere(long from, long to) implements LedgerOperation {
        Predicate condition() {
            return Predicate.atLeast("value", from).and(Predicate.atMost("value", to));
        }

        boolean concerns(Row row) {
            return row.value() >= from && row.value() <= to;
        }
    }

    /** Rewrites files. */
    record Compact() implements LedgerOperation {}

    /** Offers history to the online table once more. */
    record Materialize() implements LedgerOperation {}

    /** Builds the online table anew. */
    record Rebuild() implements LedgerOperation {}

    /** A row of the ledger. */
    record Row(long id, int time, long value, String note) {
        Instant at() {
            return EPOCH.plusSeconds(time);
        }
    }

    static FeatureGroupSpec spec() {
        return FeatureGroupSpec.builder("ledger", 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("value", DataType.LONG)
                .feature("note", DataType.STRING)
                .primaryKey("id")
                .eventTime("at")
                .online()
                .build();
    }

    static LedgerOperation of(long seed, int number) {
        Random random = new Random(seed * 1_000_003L + number);
        int dice = random.nextInt(100);
        if (dice < 62 || number < 3) {
            return insert(random, number);
        }
        if (dice < 74) {
            List<Long> ids = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                ids.add((long) random.nextInt(ENTITIES));
            }
            return new DeleteRecords(ids);
        }
        if (dice < 82) {
            long from = random.nextInt(1_000);
            return new DeleteWhere(from, from + random.nextInt(60));
        }
        if (dice < 92) {
            return new Compact();
        }
        return dice < 96 ? new Materialize() : new Rebuild();
    }

    private static LedgerOperation insert(Random random, int number) {
        List<Row> rows = new ArrayList<>();
        for (int i = 1 + random.nextInt(random.nextInt(4) == 0 ? 20_000 : 400); i > 0; i--) {
            rows.add(new Row(
                    random.nextInt(ENTITIES), random.nextInt(TIMES), random.nextInt(1_000), "operation " + number));
        }
        return new Insert(rows);
    }

    /** Does it to a group. */
    default void run(FeatureGroup group) {
        switch (this) {
            case Insert insert -> group.insert(frame(insert.rows()).build());
            case DeleteRecords delete -> {
                FrameBuilder keys = new FrameBuilder(Schema.of(new Field("id", DataType.LONG)), 20);
                delete.ids().forEach(keys::append);
                group.deleteRecords(keys.build());
            }
            case DeleteWhere delete -> group.deleteWhere(delete.condition());
            case Compact compact -> {
                Commit commit = group.compact();
                if (commit.counts().inserted() != 0) {
                    throw new AssertionError("A compaction inserted rows: " + commit);
                }
            }
            case Materialize materialize -> group.materialize(TimeRange.ALL);
            case Rebuild rebuild -> group.rebuildOnline();
        }
    }

    private static FrameBuilder frame(List<Row> rows) {
        FrameBuilder frame = new FrameBuilder(spec().schema(), rows.size());
        rows.forEach(row -> frame.append(row.id(), row.at(), row.value(), row.note()));
        return frame;
    }

    /** Does it to a model: identity to row. */
    default void apply(Map<LedgerModel.Identity, Row> rows) {
        switch (this) {
            case Insert insert ->
                insert.rows().forEach(row -> rows.put(new LedgerModel.Identity(row.id(), row.time()), row));
            case DeleteRecords delete ->
                rows.keySet().removeIf(identity -> delete.ids().contains(identity.id()));
            case DeleteWhere delete -> rows.values().removeIf(delete::concerns);
            case Compact compact -> {}
            case Materialize materialize -> {}
            case Rebuild rebuild -> {}
        }
    }
}
