package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.Values;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a store commits, Iceberg's own catalog and reader see the same rows, now and as of each commit. */
class IcebergReaderTest {
    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

    @TempDir
    private Path directory;

    static List<List<PartitionField>> partitions() {
        return List.of(
                List.of(),
                List.of(PartitionField.day("at")),
                List.of(PartitionField.bucket("id", 3), PartitionField.month("at")),
                List.of(PartitionField.identity("city"), PartitionField.bucket("id", 2)));
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void seesTheSameRowsNowAndAsOfEachCommit(List<PartitionField> partitions) throws IOException {
        FeatureGroupSpec spec = spec(partitions);
        try (FeatureStore store = Shearwater.open(directory);
                IcebergRows iceberg = new IcebergRows(directory)) {
            FeatureGroup group = store.createFeatureGroup(spec);
            Map<Commit, List<Map<String, @Nullable Object>>> states = new LinkedHashMap<>();
            states.put(
                    group.insert(rows(spec.schema(), 0, 60).build()),
                    group.read().toMaps());
            states.put(
                    group.insert(rows(spec.schema(), 40, 30).build()),
                    group.read().toMaps());
            states.put(
                    group.deleteWhere(Predicate.lessThan("id", 7L)),
                    group.read().toMaps());
            states.put(group.compact(), group.read().toMaps());
            states.put(
                    group.append(rows(spec.schema(), 90, 5).build()),
                    group.read().toMaps());
            states.put(
                    group.deleteWhere(Predicate.equalTo("city", "Malmö 🐦")),
                    group.read().toMaps());
            assertThat(states.values().stream().map(List::size)).containsExactly(60, 70, 63, 63, 68, 51);

            TableIdentifier table =
                    TableIdentifier.of(store.project(), spec.ref().tableName());
            for (Map.Entry<Commit, List<Map<String, @Nullable Object>>> state : states.entrySet()) {
                long commit = state.getKey().id();
                assertSame(iceberg.rows(table, spec.schema(), Optional.of(commit)), state.getValue());
                assertSame(group.read(ReadOptions.all().asOf(commit)).toMaps(), state.getValue());
            }

            group.appendFeatures(List.of(Feature.of("late", DataType.DOUBLE).withDefault(-0.0)));
            Schema wider = group.spec().schema();
            assertSame(
                    iceberg.rows(table, wider, Optional.empty()), group.read().toMaps());
        }
    }

    private static FeatureGroupSpec spec(List<PartitionField> partitions) {
        FeatureGroupSpec.Builder spec = FeatureGroupSpec.builder("everything", 1)
                .feature("id", DataType.LONG)
                .feature("city", DataType.string(12))
                .feature("at", DataType.TIMESTAMP)
                .feature("yes", DataType.BOOLEAN)
                .feature("small", DataType.INT)
                .feature("single", DataType.FLOAT)
                .feature("amount", DataType.DOUBLE)
                .feature("price", DataType.decimal(20, 3))
                .feature("bytes", DataType.BINARY)
                .feature("day", DataType.DATE)
                .feature("words", DataType.array(DataType.STRING))
                .feature(
                        "nested",
                        DataType.struct(
                                new Field("a", DataType.array(DataType.DOUBLE)),
                                new Field("b", DataType.map(DataType.DATE))))
                .feature("vector", DataType.embedding(2))
                .primaryKey("id", "city")
                .eventTime("at");
        partitions.forEach(spec::partitionBy);
        return spec.build();
    }

    /** Rows of which every fourth has nulls only, beside its identity; numbers above 80 in different cities. */
    private static FrameBuilder rows(Schema schema, int first, int count) {
        FrameBuilder rows = new FrameBuilder(schema, count);
        String[] cities = {"Malmö 🐦", "", "Oslo", "x'y\"z\\"};
        for (int i = first; i < first + count; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", (long) i);
            row.put("city", cities[i % 4]);
            row.put("at", NOON.plusSeconds(i * 7_200L));
            if (i % 4 != 3) {
                row.put("yes", i % 2 == 0);
                row.put("small", -i);
                row.put("single", i % 8 == 0 ? Float.NaN : i / 3f);
                row.put("amount", i % 8 == 1 ? Double.NEGATIVE_INFINITY : -0.0);
                row.put("price", new BigDecimal("12345678901234567.890").add(BigDecimal.valueOf(i)));
                row.put("bytes", new byte[] {(byte) i, 0});
                row.put("day", LocalDate.of(1969, 12, 31).plusDays(i % 3));
                row.put("words", Arrays.asList("", null, "w" + first));
                row.put("nested", nested(i));
                row.put("vector", new float[] {i, Float.MIN_VALUE});
            }
            rows.append(row);
        }
        return rows;
    }

    private static Map<String, @Nullable Object> nested(int number) {
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        inner.put("day", LocalDate.EPOCH);
        inner.put("none", null);
        Map<String, @Nullable Object> nested = new LinkedHashMap<>();
        nested.put("a", number % 2 == 0 ? null : Arrays.asList(Double.NaN, null));
        nested.put("b", inner);
        return nested;
    }

    private static void assertSame(
            List<? extends Map<String, @Nullable Object>> actual,
            List<? extends Map<String, @Nullable Object>> expected) {
        Map<Object, Map<String, @Nullable Object>> byId = new HashMap<>();
        actual.forEach(row -> byId.put(Objects.requireNonNull(row.get("id")), row));
        assertThat(actual).hasSameSizeAs(expected);
        for (Map<String, @Nullable Object> row : expected) {
            Map<String, @Nullable Object> other = byId.get(Objects.requireNonNull(row.get("id")));
            assertThat(Values.same(other, row)).as("%s is %s", other, row).isTrue();
        }
    }
}
