package io.shearwater.e2e;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One operation on a {@link LedgerStore}, a pure function of a seed and a number: done again, it leads to the same state,
 * but for training data, of which it makes one more version.
 */
sealed interface LedgerOperation {
    /** Event times lie in an hour long past, so that no row is in the future. */
    Instant EPOCH = Instant.parse("2024-03-01T00:00:00Z");

    int ENTITIES = 300;
    int TIMES = 40;
    /** So many states of the ledger, and versions of training data, are kept when the rest is given up. */
    int KEPT = 3;

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

    /** Gives up old states. */
    record Expire() implements LedgerOperation {}

    /** Makes a version of the training data, of a spine if there is one. */
    record MakeTrainingData(List<Row> spine) implements LedgerOperation {}

    /** Deletes the older versions of the training data. */
    record DeleteTrainingData() implements LedgerOperation {}

    /** Writes what is online only. */
    record Post(List<Long> ids, String note) implements LedgerOperation {}

    /** Deletes what is online only. */
    record Withdraw(List<Long> ids) implements LedgerOperation {}

    /** Gives a group one column more. */
    record AppendFeature(String name) implements LedgerOperation {}

    /** Renames a column. */
    record RenameColumn(String to) implements LedgerOperation {}

    /** A row of the ledger. */
    record Row(long id, int time, long value, String note) {
        Instant at() {
            return EPOCH.plusSeconds(time);
        }
    }

    /** What it is called in messages. */
    default String name() {
        return getClass().getSimpleName();
    }

    static LedgerOperation of(long seed, int number) {
        Random random = new Random(seed * 1_000_003L + number);
        int dice = random.nextInt(100);
        if (dice < 45 || number < 3) {
            return insert(random, number);
        }
        if (dice < 53) {
            return new DeleteRecords(ids(random));
        }
        if (dice < 59) {
            long from = random.nextInt(1_000);
            return new DeleteWhere(from, from + random.nextInt(60));
        }
        if (dice < 80) {
            return rare(random, number);
        }
        return dice < 94 ? new Post(ids(random), "operation " + number) : new Withdraw(ids(random));
    }

    private static LedgerOperation rare(Random random, int number) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Compact();
            case 3 -> new Materialize();
            case 4 -> new Rebuild();
            case 5, 6 -> new Expire();
            case 7 -> new MakeTrainingData(List.of());
            case 8 -> new MakeTrainingData(rows(random, 50, "spine"));
            case 9 -> new DeleteTrainingData();
            case 10 -> new AppendFeature("extra_" + number);
            default -> new RenameColumn("title_" + number);
        };
    }

    private static List<Long> ids(Random random) {
        List<Long> ids = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            ids.add((long) random.nextInt(ENTITIES));
        }
        return ids;
    }

    private static LedgerOperation insert(Random random, int number) {
        return new Insert(rows(random, random.nextInt(4) == 0 ? 20_000 : 400, "operation " + number));
    }

    private static List<Row> rows(Random random, int most, String note) {
        List<Row> rows = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            rows.add(new Row(random.nextInt(ENTITIES), random.nextInt(TIMES), random.nextInt(1_000), note));
        }
        return rows;
    }

    /** Does it. Returns the versions of training data that it made, or that are left after it deleted some. */
    default List<Integer> run(LedgerStore store) {
        FeatureGroup ledger = store.ledger();
        switch (this) {
            case Insert insert -> ledger.insert(LedgerStore.rows(insert.rows()));
            case DeleteRecords delete -> ledger.deleteRecords(keys(delete.ids()).build());
            case DeleteWhere delete -> ledger.deleteWhere(delete.condition());
            case Compact compact -> compact(ledger);
            case Materialize materialize -> ledger.materialize(TimeRange.ALL);
            case Rebuild rebuild -> ledger.rebuildOnline();
            case Expire expire -> {
                List<Commit> commits = ledger.commits();
                ledger.expireCommits(
                        commits.get(Math.max(0, commits.size() - KEPT)).at());
            }
            case MakeTrainingData make -> {
                TrainingOptions options = TrainingOptions.whole();
                return List.of(store.view()
                        .trainingData(
                                make.spine().isEmpty() ? options : options.withSpine(LedgerStore.spine(make.spine())))
                        .dataset()
                        .version());
            }
            case DeleteTrainingData delete -> {
                superseded(store.versions()).forEach(store.view()::deleteTrainingDataset);
                return store.versions();
            }
            case Post post -> store.board().insert(LedgerStore.posts(post.ids(), post.note()));
            case Withdraw withdraw ->
                store.board().deleteRecords(keys(withdraw.ids()).build());
            case AppendFeature append -> {
                if (!store.atlas().spec().featureNames().contains(append.name())) {
                    store.atlas().appendFeatures(List.of(LedgerStore.extra(append.name())));
                }
            }
            case RenameColumn rename -> {
                String title = LedgerStore.title(store.atlas().spec());
                if (!title.equals(rename.to())) {
                    store.atlas().rename(title, rename.to());
                }
            }
        }
        return List.of();
    }

    /** The versions that are given up, of some in order. */
    static List<Integer> superseded(List<Integer> versions) {
        return versions.subList(0, Math.max(0, versions.size() - KEPT));
    }

    private static FrameBuilder keys(List<Long> ids) {
        FrameBuilder keys = new FrameBuilder(Schema.of(new Field("id", DataType.LONG)), ids.size());
        ids.forEach(keys::append);
        return keys;
    }

    private static void compact(FeatureGroup ledger) {
        Commit commit = ledger.compact();
        if (commit.counts().inserted() != 0) {
            throw new AssertionError("A compaction inserted rows: " + commit);
        }
    }
}
