package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every data type, with the values on which stores stumble, through every path, bit for bit. */
public abstract class TypesConformance extends StoreConformance {
    static Stream<Arguments> values() {
        return Stream.of(numbers(), textsAndTimes(), nested()).flatMap(Function.identity());
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("boolean", Arrays.asList(true, false, null)),
                Arguments.of("int", Arrays.asList(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, null)),
                Arguments.of("long", Arrays.asList(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1, null)),
                Arguments.of(
                        "float",
                        Arrays.asList(
                                0f,
                                -0f,
                                0.1f,
                                Float.NaN,
                                Float.POSITIVE_INFINITY,
                                Float.NEGATIVE_INFINITY,
                                Float.MIN_VALUE,
                                Float.MAX_VALUE,
                                null)),
                Arguments.of(
                        "double",
                        Arrays.asList(
                                0.0,
                                -0.0,
                                0.1,
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                Double.MIN_VALUE,
                                Double.MAX_VALUE,
                                null)),
                Arguments.of("decimal(4,2)", decimals("0.00", "-0.01", "99.99", "-99.99")),
                Arguments.of("decimal(9,0)", decimals("0", "999999999", "-999999999")),
                Arguments.of("decimal(18,18)", decimals("0.000000000000000001", "-0.999999999999999999")),
                Arguments.of(
                        "decimal(38,10)",
                        decimals(
                                "9999999999999999999999999999.9999999999",
                                "-9999999999999999999999999999.9999999999",
                                "0.0000000001",
                                "1844674407.3709551616")));
    }

    private static Stream<Arguments> textsAndTimes() {
        return Stream.of(
                Arguments.of(
                        "string",
                        Arrays.asList(
                                "",
                                "0",
                                "false",
                                "null",
                                "NaN",
                                " ",
                                "🐦🌊",
                                "e\u0301",
                                "\u00e9",
                                "\uFFFD",
                                "a\nb\r\n\t",
                                "'\"\\,;|",
                                "x".repeat(100_000),
                                null)),
                Arguments.of("string(3)", Arrays.asList("", "abc", "🐦🌊🐦", null)),
                Arguments.of(
                        "binary",
                        Arrays.asList(
                                new byte[0], new byte[] {0}, new byte[] {-1, 127, -128, 0}, new byte[70_000], null)),
                Arguments.of(
                        "date",
                        Arrays.asList(
                                LocalDate.EPOCH,
                                LocalDate.of(1969, 12, 31),
                                LocalDate.of(1, 1, 1),
                                LocalDate.of(9999, 12, 31),
                                LocalDate.of(2024, 2, 29),
                                null)),
                Arguments.of(
                        "timestamp",
                        Arrays.asList(
                                Instant.EPOCH,
                                Instant.parse("1969-12-31T23:59:59.999999Z"),
                                Instant.parse("0001-01-01T00:00:00Z"),
                                Instant.parse("9999-12-31T23:59:59.999999Z"),
                                Instant.parse("2024-10-27T00:30:00.000001Z"),
                                null)));
    }

    private static Stream<Arguments> nested() {
        return Stream.of(
                Arguments.of("array<int>", Arrays.asList(List.of(), List.of(0), Arrays.asList(1, null, 3), null)),
                Arguments.of("array<string>", Arrays.asList(List.of(""), Arrays.asList("🐦", null), null)),
                Arguments.of(
                        "array<array<double>>",
                        Arrays.asList(List.of(List.of()), Arrays.asList(null, List.of(Double.NaN, -0.0)), null)),
                Arguments.of(
                        "map<string,long>",
                        Arrays.asList(Map.of(), Map.of("", 0L, "🐦", Long.MIN_VALUE), mapWithNull(), null)),
                Arguments.of(
                        "struct<a:int,b:string,c:struct<d:timestamp,e:array<boolean>>>",
                        Arrays.asList(
                                Map.of("a", 0, "b", "", "c", Map.of("d", Instant.EPOCH, "e", List.of(false))),
                                Map.of("a", 1),
                                Map.of(),
                                null)),
                Arguments.of(
                        "array<struct<x:decimal(38,10),y:map<string,date>>>",
                        Arrays.asList(
                                List.of(Map.of("x", new BigDecimal("1.5"), "y", Map.of("k", LocalDate.EPOCH))), null)),
                Arguments.of(
                        "embedding(3)",
                        Arrays.asList(
                                new float[] {0, -0f, Float.NaN}, new float[] {1, 2, Float.NEGATIVE_INFINITY}, null)),
                Arguments.of("embedding(1536)", Arrays.asList(embedding(1536), null)));
    }

    private static List<@Nullable BigDecimal> decimals(String... texts) {
        List<@Nullable BigDecimal> decimals = new ArrayList<>();
        for (String text : texts) {
            decimals.add(new BigDecimal(text));
        }
        decimals.add(null);
        return decimals;
    }

    private static Map<String, @Nullable Long> mapWithNull() {
        Map<String, @Nullable Long> map = new HashMap<>();
        map.put("k", null);
        return map;
    }

    private static float[] embedding(int dimension) {
        float[] vector = new float[dimension];
        Random random = new Random(7);
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    /** A group and a view over it with the values of one type. */
    private record Written(String type, FeatureGroupSpec spec, String view, Frame rows) {}

    /** Opened again once, for all types: that takes longer than the rest. */
    @TestFactory
    Stream<DynamicTest> valuesAreTheSameInHistoryTrainingBatchAndVectorsAlsoAfterReopening() {
        List<Written> written = new ArrayList<>();
        Stream<DynamicTest> writing = values().map(Arguments::get)
                .map(of -> dynamicTest((String) of[0], () -> written.add(written((String) of[0], (List<?>) of[1]))));
        DynamicTest reopening = dynamicTest("opened again", this::reopen);
        // Looked at when the tests before have run.
        Stream<DynamicTest> reading = Stream.of(written)
                .flatMap(List::stream)
                .map(of -> dynamicTest(of.type() + " after reopening", () -> assertReopened(of)));
        return Stream.of(writing, Stream.of(reopening), reading).flatMap(Function.identity());
    }

    private Written written(String type, List<?> values) {
        FeatureGroupSpec valueSpec = FeatureGroupSpec.builder(name("values"), 1)
                .feature("id", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("v", DataType.parse(type))
                .primaryKey("id")
                .eventTime("at")
                .online()
                .build();
        FeatureGroupSpec labelSpec = FeatureGroupSpec.builder(name("labels"), 1)
                .feature("label_id", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("id", DataType.INT)
                .feature("own", DataType.parse(type))
                .feature("label", DataType.BOOLEAN)
                .primaryKey("label_id")
                .eventTime("at")
                .build();
        FeatureGroup group = store().createFeatureGroup(valueSpec);
        FeatureGroup labels = store().createFeatureGroup(labelSpec);
        Frame rows = rows(valueSpec, values);
        group.insert(rows);
        labels.insert(labels(labelSpec, rows));
        assertThat(Canonical.sorted(group.read())).isEqualTo(Canonical.sorted(rows));

        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"), 1, labels.select("own", "label").join(group.select("v"), Join.on("id")))
                .labels("label")
                .build());
        assertHistory(view, rows);
        assertVectors(view, rows);
        return new Written(type, valueSpec, view.spec().name(), rows);
    }

    private static void assertHistory(FeatureView view, Frame rows) {
        Frame features = view.trainingData().train().features();
        assertThat(features.schema().field("v").type())
                .isEqualTo(rows.schema().field("v").type());
        for (int row = 0; row < features.rows(); row++) {
            assertThat(Canonical.of(features.value(row, "v"))).isEqualTo(Canonical.of(features.value(row, "own")));
        }
        List<String> wanted = Canonical.sorted(rows.select(List.of("v")));
        assertThat(Canonical.sorted(features.select(List.of("v")))).isEqualTo(wanted);
        assertThat(Canonical.sorted(view.batchData(TimeRange.ALL).readAll().select(List.of("v"))))
                .isEqualTo(wanted);
    }

    private void assertReopened(Written written) {
        FeatureGroup group = store().featureGroup(written.spec().name());
        FeatureView view = store().featureView(written.view());
        assertThat(Canonical.sorted(group.read())).isEqualTo(Canonical.sorted(written.rows()));
        assertVectors(view, written.rows());
        group.rebuildOnline();
        assertVectors(view, written.rows());
    }

    private static Frame rows(FeatureGroupSpec spec, List<?> values) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(row(i, minutes(-10), values.get(i)));
        }
        return frame(spec, rows.toArray(Object[][]::new));
    }

    private static Frame labels(FeatureGroupSpec spec, Frame values) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < values.rows(); i++) {
            rows.add(row(100 + i, minutes(-5), i, values.value(i, "v"), true));
        }
        return frame(spec, rows.toArray(Object[][]::new));
    }

    private static void assertVectors(FeatureView view, Frame rows) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int i = 0; i < rows.rows(); i++) {
            entries.add(Map.of("id", i));
        }
        List<FeatureVector> vectors = view.featureVectors(entries);
        assertThat(vectors).hasSize(rows.rows());
        for (int i = 0; i < rows.rows(); i++) {
            Object expected = rows.value(i, "v");
            assertThat(Canonical.of(vectors.get(i).value("v"))).isEqualTo(Canonical.of(expected));
            assertThat(vectors.get(i).status("v"))
                    .isEqualTo(expected == null ? FeatureStatus.NULL : FeatureStatus.PRESENT);
            assertThat(vectors.get(i).eventTime("v")).contains(minutes(-10));
            assertThat(vectors.get(i).sequence("v")).isPresent();
        }
    }

    /** The types whose equality is beyond doubt, with values that look like "nothing". */
    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("boolean", List.of(true, false)),
                Arguments.of("int", List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)),
                Arguments.of("long", List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)),
                Arguments.of(
                        "decimal(38,2)",
                        List.of(
                                new BigDecimal("0.00"),
                                new BigDecimal("-0.01"),
                                new BigDecimal("123456789012345678901234567890.00"))),
                Arguments.of(
                        "string",
                        List.of("", "0", "false", "null", "a", "A", "a ", "🐦", "e\u0301", "\u00e9", "\u0001")),
                Arguments.of(
                        "binary",
                        List.of(new byte[0], new byte[] {0}, new byte[] {0, 0}, new byte[] {-1}, new byte[] {0, 1})),
                Arguments.of("date", List.of(LocalDate.EPOCH, LocalDate.of(1969, 12, 31), LocalDate.of(9999, 12, 31))),
                Arguments.of(
                        "timestamp",
                        List.of(
                                Instant.EPOCH,
                                Instant.parse("1969-12-31T23:59:59.999999Z"),
                                Instant.parse("0001-01-01T00:00:00Z"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void everyKeyTypeFindsItsOwnRowAndNoOther(String type, List<?> keys) {
        FeatureGroup group = store().createFeatureGroup(FeatureGroupSpec.builder(name("keys"), 1)
                .feature("k", DataType.parse(type))
                .feature("n", DataType.INT)
                .primaryKey("k")
                .online()
                .build());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            rows.add(row(keys.get(i), i));
        }
        group.insert(frame(group.spec(), rows.toArray(Object[][]::new)));
        group.insert(frame(group.spec(), rows.toArray(Object[][]::new)));
        assertThat(group.read().rows()).isEqualTo(keys.size());
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(name("view"), 1, group.select("n"))
                .build());
        for (int i = 0; i < keys.size(); i++) {
            assertThat(view.featureVector(Map.of("k", keys.get(i))).value("n")).isEqualTo(i);
        }
        group.deleteRecords(frame(group.spec().schema().select(List.of("k")), row(keys.getFirst())));
        assertThat(group.read().rows()).isEqualTo(keys.size() - 1);
        assertThat(view.featureVector(Map.of("k", keys.getFirst())).status("n")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(view.featureVector(Map.of("k", keys.getLast())).value("n")).isEqualTo(keys.size() - 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void aParquetFileGivesBackTheTypesAndTheBits(String type, List<?> values) {
        Schema schema = Schema.of(new Field("id", DataType.INT), new Field("v", DataType.parse(type)));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(row(i, values.get(i)));
        }
        Frame frame = frame(schema, rows.toArray(Object[][]::new));
        Path file = file("types.parquet");
        assertThat(store().writeFile(frame, file)).isEqualTo(values.size());
        Frame read = store().reader(FileSource.of(file).withSchema(schema)).readAll();
        assertThat(Canonical.rows(read)).isEqualTo(Canonical.rows(frame));
    }

    @Test
    void filesWithoutADeclaredSchemaAreInferred() {
        Schema schema = Schema.of(
                new Field("id", DataType.LONG),
                new Field("amount", DataType.DOUBLE),
                new Field("name", DataType.STRING),
                new Field("at", DataType.TIMESTAMP),
                new Field("day", DataType.DATE),
                new Field("yes", DataType.BOOLEAN));
        Frame frame = frame(
                schema,
                row(1L, 1.5, "🐦, \"x\"", Instant.parse("2024-05-01T10:00:00.123456Z"), LocalDate.of(2024, 5, 1), true),
                row(
                        2L,
                        null,
                        "line\nbreak",
                        Instant.parse("1969-12-31T23:59:59.999999Z"),
                        LocalDate.of(1969, 12, 31),
                        false));
        for (String name : List.of("rows.csv", "rows.parquet", "rows.jsonl", "rows.csv.gz")) {
            Path file = file(name);
            store().writeFile(frame, file);
            Frame read = store().readFile(file);
            assertThat(read.schema()).as(name).isEqualTo(schema);
            assertThat(Canonical.rows(read)).as(name).isEqualTo(Canonical.rows(frame));
        }
    }

    @Test
    void anEmptyTextAndANullStayDifferentInCsv() {
        Schema schema = Schema.of(new Field("id", DataType.INT), new Field("t", DataType.STRING));
        Frame frame = frame(schema, row(1, ""), row(2, null), row(3, "null"), row(4, "NA"));
        Path file = file("nulls.csv");
        store().writeFile(frame, file);
        assertThat(Canonical.rows(
                        store().reader(FileSource.of(file).withSchema(schema)).readAll()))
                .isEqualTo(Canonical.rows(frame));
        assertThat(Canonical.rows(
                        store().reader(FileSource.of(file).withSchema(schema).withNulls("NA"))
                                .readAll()))
                .endsWith("{id=4, t=null}");
    }

    @Test
    void comparisonsOfSpecialNumbersFollowTheOneOrder() {
        FeatureGroup group = store().createFeatureGroup(FeatureGroupSpec.builder(name("numbers"), 1)
                .feature("id", DataType.INT)
                .feature("d", DataType.DOUBLE)
                .feature("f", DataType.FLOAT)
                .primaryKey("id")
                .build());
        List<@Nullable Object[]> rows = new ArrayList<>();
        double[] numbers = {Double.NaN, Double.NEGATIVE_INFINITY, -1, -0.0, 0.0, 1, Double.POSITIVE_INFINITY};
        for (int i = 0; i < numbers.length; i++) {
            rows.add(row(i, numbers[i], (float) numbers[i]));
        }
        rows.add(row(99, null, null));
        group.insert(frame(group.spec(), rows.toArray(Object[][]::new)));
        Frame all = group.read();
        for (double constant : numbers) {
            for (Predicate.Operator operator : Predicate.Operator.values()) {
                for (String column : List.of("d", "f")) {
                    Predicate predicate = new Predicate.Compare(column, operator, constant);
                    List<String> expected = all.toMaps().stream()
                            .filter(row -> NaiveValues.passes(predicate, row))
                            .map(Canonical::row)
                            .sorted()
                            .toList();
                    assertThat(Canonical.sorted(group.read(ReadOptions.all().where(predicate))))
                            .as("%s", predicate)
                            .isEqualTo(expected);
                }
            }
        }
    }
}
