package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.ReadOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of one group beside the oracle: upserts, appends, deletions and compactions over few keys and times, so
 * that everything collides; every state of the past, the changes between any two, and random conditions.
 */
public abstract class HistoryConformance extends StoreConformance {
    private static final List<DataType> TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INT,
            DataType.LONG,
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.decimal(5, 2),
            DataType.decimal(38, 10),
            DataType.STRING,
            DataType.string(3),
            DataType.BINARY,
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.array(DataType.STRING),
            DataType.parse("map<string,double>"),
            DataType.parse("struct<a:int,b:array<struct<c:timestamp>>>"),
            DataType.embedding(2));

    private static final Map<String, List<?>> DOMAINS = Map.of(
            "k_string", List.of("", "0", "false", "🐦"),
            "k_int", List.of(0, 1, 23, -1),
            "k_long", List.of(0L, 1L, Long.MIN_VALUE),
            "k_boolean", List.of(true, false),
            "k_binary", List.of(new byte[0], new byte[] {0}, new byte[] {-1}),
            "k_date", List.of(LocalDate.EPOCH, LocalDate.of(1969, 12, 31)),
            "at", List.of(minutes(0), minutes(1), Instant.EPOCH, Instant.parse("1969-12-31T23:59:59.999999Z")),
            "day", List.of(LocalDate.of(2024, 5, 31), LocalDate.of(2024, 6, 1), LocalDate.of(1969, 12, 31)));

    static LongStream historySeeds() {
        return seeds(12);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("historySeeds")
    void aRandomHistoryIsThatOfTheOracle(long seed) {
        Random random = new Random(seed);
        RandomRows rows = new RandomRows(random, DOMAINS);
        FeatureGroupSpec shape = shape(rows, "shape");
        List<Step> steps = steps(shape, rows);
        Histories.check(seed, steps, some -> run(shape, some, seed));
    }

    private static FeatureGroupSpec shape(RandomRows rows, String name) {
        FeatureGroupSpec.Builder builder = FeatureGroupSpec.builder(name, 1);
        List<String> keys = new ArrayList<>();
        List<DataType> keyTypes =
                List.of(DataType.STRING, DataType.INT, DataType.LONG, DataType.BOOLEAN, DataType.BINARY, DataType.DATE);
        for (int i = 1 + rows.below(2); i > 0; i--) {
            DataType type = rows.pick(keyTypes);
            String key = "k_" + type;
            if (!keys.contains(key)) {
                keys.add(key);
                builder.feature(key, type);
            }
        }
        builder.primaryKey(keys.toArray(String[]::new));
        int time = rows.below(3);
        if (time == 1) {
            builder.feature("at", DataType.TIMESTAMP).eventTime("at");
        } else if (time == 2) {
            builder.feature("day", DataType.DATE).eventTime("day");
        }
        if (time == 1 && rows.chance(40)) {
            builder.partitionBy(PartitionField.day("at"));
        } else if (time == 2 && rows.chance(40)) {
            builder.partitionBy(PartitionField.month("day"));
        } else if (rows.chance(30) && !keys.getFirst().equals("k_boolean")) {
            builder.partitionBy(PartitionField.bucket(keys.getFirst(), 3));
        }
        for (int i = 0; i < 3; i++) {
            builder.feature("f" + i, rows.pick(TYPES));
        }
        return (rows.chance(50) ? builder.online() : builder).build();
    }

    private static List<Step> steps(FeatureGroupSpec shape, RandomRows rows) {
        RandomPredicates predicates = new RandomPredicates(shape.schema(), rows);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Frame frame = rows.frame(shape.schema(), rows.below(6));
            steps.add(
                    switch (rows.below(10)) {
                        case 0 -> new Step.Append(0, frame);
                        case 1 -> new Step.DeleteRecords(0, frame.select(shape.primaryKey()));
                        case 2 -> new Step.DeleteRecords(0, frame.select(shape.identity()));
                        case 3 -> new Step.DeleteWhere(0, predicates.any(2));
                        case 4 -> new Step.Compact(0);
                        default -> new Step.Insert(0, frame);
                    });
        }
        return steps;
    }

    private void run(FeatureGroupSpec shape, List<Step> steps, long seed) {
        Twin twin = twin();
        FeatureGroupSpec spec = shape.withRef(new GroupRef(name("history"), 1));
        twin.create(spec);
        for (Step step : steps) {
            twin.apply(step, spec);
            twin.assertSameRows(spec);
        }
        assertSamePast(twin, spec);
        RandomRows rows = new RandomRows(new Random(seed), DOMAINS);
        RandomPredicates predicates = new RandomPredicates(spec.schema(), rows);
        for (int i = 0; i < 25; i++) {
            assertSameSelection(twin, spec, predicates.any(3));
        }
        // Rows that nobody asked for must not be lost with the store's memory either.
        if (seed % 4 == 0) {
            reopen();
            twin.assertSameRows(spec);
            assertSamePast(twin, spec);
        }
    }

    private static void assertSamePast(Twin twin, FeatureGroupSpec spec) {
        List<Commit> commits = twin.commits(spec);
        assertThat(twin.group(spec).commits()).isEqualTo(commits);
        for (Commit commit : commits) {
            assertThat(Canonical.sorted(twin.group(spec).read(ReadOptions.all().asOf(commit.id()))))
                    .as("as of commit %s", commit.id())
                    .isEqualTo(Canonical.sorted(twin.naive(spec).rowsAsOf(commit.id())));
            assertThat(Canonical.sorted(twin.group(spec).read(ReadOptions.all().asOf(commit.at()))))
                    .as("as of %s", commit.at())
                    .isEqualTo(Canonical.sorted(twin.naive(spec).rowsAsOf(commit.at())));
        }
        for (int i = 0; i < commits.size(); i += 3) {
            long from = i == 0 ? 0 : commits.get(i).id();
            for (int j = i; j < commits.size(); j += 2) {
                assertSameChanges(twin, spec, from, commits.get(j).id());
            }
        }
    }

    private static void assertSameChanges(Twin twin, FeatureGroupSpec spec, long from, long to) {
        Frame actual = twin.group(spec).changes(from, to).readAll();
        List<String> expected = twin.naive(spec).changes(from, to).stream()
                .map(change -> {
                    Map<String, Object> row = new HashMap<>(change.row().values());
                    row.put("change_type", change.type());
                    return Canonical.row(row);
                })
                .sorted()
                .toList();
        assertThat(Canonical.sorted(actual)).as("changes (%s, %s]", from, to).isEqualTo(expected);
    }

    private static void assertSameSelection(Twin twin, FeatureGroupSpec spec, Predicate predicate) {
        List<NaiveRow> expected = twin.naive(spec).rows().stream()
                .filter(row -> NaiveValues.passes(predicate, row.values()))
                .toList();
        assertThat(Canonical.sorted(twin.group(spec).read(ReadOptions.all().where(predicate))))
                .as("where %s", predicate)
                .isEqualTo(Canonical.sorted(expected));
    }
}
