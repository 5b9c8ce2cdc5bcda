package io.shearwater.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.Buckets;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import io.shearwater.spi.WrittenFile;
import io.shearwater.testing.NaiveValues;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are left out only if none of their rows passes, and they are left out often. */
class PruningTest {
    private static final int FILES = 24;
    private static final int CONDITIONS = 3_000;

    private static final List<Feature> COLUMNS = List.of(
            Feature.of("id", DataType.LONG),
            Feature.of("ts", DataType.TIMESTAMP),
            Feature.of("yes", DataType.BOOLEAN),
            Feature.of("small", DataType.INT),
            Feature.of("single", DataType.FLOAT),
            Feature.of("amount", DataType.DOUBLE),
            Feature.of("price", DataType.decimal(9, 2)),
            Feature.of("text", DataType.STRING),
            Feature.of("day", DataType.DATE));

    private static final Object[] NUMBERS = {
        0,
        1,
        -3,
        7L,
        Long.MAX_VALUE,
        0.0,
        -0.0,
        0.5,
        2.25,
        -3.0f,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        1e300,
        Float.NaN,
        new BigDecimal("1.005"),
        new BigDecimal("-3.00"),
        new BigDecimal("1e20"),
        3
    };
    private static final String[] PATTERNS = {"%", "a%", "%b", "a_c", "", "\\%x", "a\\", "🐦%"};
    private static final String[] TEXTS = {"", "a", "abc", "a\\", "%x", "🐦", "\uFFFD", "zzzzzzzzzzzzzzzzzzzzzzzzzzzz"};

    @TempDir
    private Path directory;

    private final Map<String, List<Map<String, @Nullable Object>>> files = new HashMap<>();

    @Test
    void byBoundsOfColumns() {
        check(new Random(1), List.of(), 4);
    }

    @Test
    void byPartitions() {
        check(
                new Random(2),
                List.of(
                        PartitionField.day("ts"),
                        PartitionField.bucket("id", 4),
                        PartitionField.month("day"),
                        PartitionField.identity("text")),
                1);
    }

    private void check(Random random, List<PartitionField> partitions, int rows) {
        OfflineStore store = new IcebergOfflineStore(TestFiles.context(directory, StoreContext.Mode.READ_WRITE));
        TableSpec spec = new TableSpec(
                new TableRef("p", "t__1"), COLUMNS, List.of("id", "ts", "text", "day"), List.of(), partitions);
        TablePointer table = store.create(spec).next();
        List<WrittenFile> written = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            written.add(write(store, table, i, randomRows(random, 1 + random.nextInt(rows))));
        }
        StagedChange staged = store.stage(table, new TableChange(1, written, Map.of(), List.of(), Map.of()));
        TablePointer later = store.stage(
                        staged.next(),
                        List.of(new SchemaChange.Add(
                                Feature.of("late", DataType.INT).withDefault(1))))
                .next();
        files.values().forEach(its -> its.forEach(row -> row.put("late", 1)));

        int leftOut = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            Predicate condition = randomCondition(random, 2);
            List<String> planned = store.plan(later, staged.snapshot(), condition).files().stream()
                    .map(FileScan::path)
                    .toList();
            List<String> needed = files.keySet().stream()
                    .filter(path -> Objects.requireNonNull(files.get(path)).stream()
                            .anyMatch(row -> NaiveValues.passes(condition, row)))
                    .toList();
            assertThat(planned).as(condition.toString()).containsAll(needed);
            leftOut += FILES - planned.size();
        }
        assertThat(leftOut).isGreaterThan(FILES * CONDITIONS / 5);
    }

    private WrittenFile write(
            OfflineStore store, TablePointer table, int number, List<Map<String, @Nullable Object>> rows) {
        List<Field> fields =
                new ArrayList<>(COLUMNS.stream().map(Feature::field).toList());
        fields.add(HiddenColumns.SEQUENCE);
        FrameBuilder builder = new FrameBuilder(Schema.of(fields), rows.size());
        rows.forEach(row -> {
            Map<String, @Nullable Object> stored = new HashMap<>(row);
            stored.put("_seq", 1L);
            builder.append(stored);
        });
        Frame frame = builder.build();
        WrittenFile file = TestFiles.write(store.target(table, 1), number, frame);
        files.put(file.path(), rows);
        long id = (Long) Objects.requireNonNull(rows.getFirst().get("id"));
        return new WrittenFile(file.path(), file.rows(), file.bytes(), Map.of("id", Buckets.of(id, 4)));
    }

    private static List<Map<String, @Nullable Object>> randomRows(Random random, int count) {
        return Stream.generate(() -> randomRow(random)).limit(count).toList();
    }

    private static Map<String, @Nullable Object> randomRow(Random random) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", (long) random.nextInt(20) - 5);
        row.put("ts", Instant.EPOCH.plusSeconds(random.nextInt(400_000) - 200_000L));
        row.put("day", java.time.LocalDate.of(1969, 12, 1).plusDays(random.nextInt(90)));
        row.put("text", TEXTS[random.nextInt(TEXTS.length)]);
        row.put("yes", random.nextBoolean() ? random.nextBoolean() : null);
        row.put("small", random.nextInt(3) == 0 ? null : random.nextInt(20) - 5);
        row.put("single", random.nextInt(5) == 0 ? null : (Object) ((Number) number(random)).floatValue());
        row.put("amount", random.nextInt(5) == 0 ? null : (Object) ((Number) number(random)).doubleValue());
        row.put("price", random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextInt(2_000) - 500, 2));
        return row;
    }

    private static Object number(Random random) {
        return random.nextBoolean() ? random.nextInt(20) / 4.0 : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static Predicate randomCondition(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 10)) {
            case 0 ->
                Predicate.isNull(COLUMNS.get(random.nextInt(COLUMNS.size())).name());
            case 1 -> Predicate.like("text", PATTERNS[random.nextInt(PATTERNS.length)]);
            case 2 -> randomIn(random);
            case 7 -> Predicate.not(randomCondition(random, depth - 1));
            case 8 -> Predicate.allOf(randomCondition(random, depth - 1), randomCondition(random, depth - 1));
            case 9 -> Predicate.anyOf(randomCondition(random, depth - 1), randomCondition(random, depth - 1));
            default -> randomCompare(random);
        };
    }

    private static Predicate randomIn(Random random) {
        String column = column(random);
        int count = random.nextInt(10) == 0 ? 300 : random.nextInt(4);
        return new Predicate.In(
                column,
                Stream.generate(() -> constant(column, random)).limit(count).toList());
    }

    private static Predicate randomCompare(Random random) {
        String column = column(random);
        Predicate.Operator[] operators = Predicate.Operator.values();
        return new Predicate.Compare(column, operators[random.nextInt(operators.length)], constant(column, random));
    }

    private static String column(Random random) {
        int n = random.nextInt(COLUMNS.size() + 1);
        return n == COLUMNS.size() ? "late" : COLUMNS.get(n).name();
    }

    private static Object constant(String column, Random random) {
        return switch (column) {
            case "ts" -> Instant.EPOCH.plusSeconds(random.nextInt(400_000) - 200_000L);
            case "day" -> java.time.LocalDate.of(1969, 12, 1).plusDays(random.nextInt(90));
            case "text" -> TEXTS[random.nextInt(TEXTS.length)];
            case "yes" -> random.nextBoolean();
            default -> number(random);
        };
    }
}
