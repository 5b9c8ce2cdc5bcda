package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.KeyPair;
import io.shearwater.model.ModelError;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Buckets;
import io.shearwater.spi.Cancellation;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ComputeEngine} does with rows and files. What plans mean is in {@link ComputeEngineProperties}. */
public abstract class ComputeEngineConformance {
    private static final Field ID = new Field("id", DataType.LONG);
    private static final Field TIME = new Field("time", DataType.TIMESTAMP);
    private static final Field NAME = new Field("name", DataType.STRING);

    /** Where data files are written. */
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before a test.
    protected Path directory;

    /** The engine under test, able to read and write {@link #directory}. */
    protected abstract ComputeEngine engine();

    private Frame run(Plan plan, GivenSources sources) {
        return engine().read(plan, sources, QueryContext.plain()).readAll();
    }

    private static Frame ids(long from, long to) {
        return Frame.of(
                Schema.of(ID),
                LongStream.range(from, to).mapToObj(id -> Map.of("id", id)).toList());
    }

    private static Map<String, @Nullable Object> row(Schema schema, @Nullable Object... values) {
        return new FrameBuilder(schema, 1).append(values).build().row(0);
    }

    private static FrameReader failing(Schema schema, Frame first, RuntimeException failure) {
        return FrameReader.of(schema, new Iterator<>() {
            private boolean given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Frame next() {
                if (given) {
                    throw failure;
                }
                given = true;
                return first;
            }
        });
    }

    @Test
    void everyTypePassesThroughRowsUnchanged() {
        Frame frame = Samples.everyType();
        assertThat(run(GivenSources.rows("rows", frame), new GivenSources().with("rows", frame)))
                .isEqualTo(frame);
    }

    @Test
    void manyRowsOfEveryTypePassThroughUnchangedAndInOrder() {
        Frame frame = Samples.many(2_000);
        assertThat(run(GivenSources.rows("rows", frame), new GivenSources().with("rows", frame)))
                .isEqualTo(frame);
    }

    @Test
    void rowsThatAreNamedTwiceAreReadOnce() {
        Frame frame = ids(0, 5);
        Plan rows = GivenSources.rows("rows", frame);
        Plan twice = new Plan.Union(List.of(new Plan.Filter(rows, Predicate.atLeast("id", 3)), rows));
        assertThat(run(twice, new GivenSources().with("rows", frame)).toMaps())
                .extracting(row -> row.get("id"))
                .containsExactly(3L, 4L, 0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void columnsWhoseNamesDifferInCaseStayApart() {
        Schema schema = Schema.of(
                new Field("name", DataType.LONG), new Field("Name", DataType.STRING), new Field("^n", DataType.INT));
        Frame frame = Frame.of(schema, List.of(Map.of("name", 1L, "Name", "one", "^n", 2)));
        assertThat(run(GivenSources.rows("rows", frame), new GivenSources().with("rows", frame)))
                .isEqualTo(frame);
    }

    @Test
    void theFailureOfAReaderIsTheFailureOfTheRead() {
        ShearwaterException failure = ModelError.WRONG_TYPE.because("The third row is wrong.");
        GivenSources sources = new GivenSources().with("rows", () -> failing(Schema.of(ID), ids(0, 100_000), failure));
        Plan plan = new Plan.Latest(GivenSources.rows("rows", ids(0, 0)), List.of("id"), List.of());
        assertThatThrownBy(() -> run(plan, sources)).isSameAs(failure);
    }

    @Test
    void aReaderClosedEarlyLeavesTheEngineUsable() {
        Frame frame = ids(0, 200_000);
        FrameReader reader = engine().read(
                        GivenSources.rows("rows", frame), new GivenSources().with("rows", frame), QueryContext.plain());
        assertThat(reader.next())
                .hasValueSatisfying(first -> assertThat(first.rows()).isBetween(1, FrameReader.MAX_ROWS));
        reader.close();
        reader.close();
        assertThat(run(GivenSources.rows("rows", ids(0, 1)), new GivenSources().with("rows", ids(0, 1))))
                .isEqualTo(ids(0, 1));
    }

    @Test
    void aCancelledPlanDoesNotRun() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        QueryContext context = new QueryContext((step, rows) -> {}, cancellation);
        EngineTable table = new EngineTable(directory, Schema.of(ID));
        assertThatThrownBy(() -> engine().write(
                                GivenSources.rows("rows", ids(0, 5)),
                                new GivenSources().with("rows", ids(0, 5)),
                                table.target(List.of(), List.of(), 1_000_000),
                                context))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(SpiError.CANCELLED));
    }

    @Test
    void progressCountsEveryRowOnce() {
        Map<String, Long> counted = new HashMap<>();
        QueryContext context =
                new QueryContext((step, rows) -> counted.merge(step, rows, Long::sum), new Cancellation());
        Frame frame = ids(0, 150_000);
        Plan plan = GivenSources.rows("rows", frame);
        engine().read(plan, new GivenSources().with("rows", frame), context).readAll();
        EngineTable table = new EngineTable(directory, Schema.of(ID));
        engine().write(
                        plan,
                        new GivenSources().with("rows", frame),
                        table.target(List.of(), List.of(), 1 << 20),
                        context);
        assertThat(counted).containsEntry("read", 150_000L).containsEntry("write", 150_000L);
    }

    @Test
    void everyTypeSurvivesFiles() {
        Frame frame = Samples.many(500);
        EngineTable table = new EngineTable(directory, frame.schema());
        table.append(engine(), frame);
        assertThat(table.read(engine(), table.scan())).isEqualTo(frame);
    }

    @Test
    void aFrameWithoutRowsGivesNoRowsAndNoFiles() {
        Frame empty = Frame.empty(Samples.EVERY_TYPE);
        EngineTable table = new EngineTable(directory, empty.schema());
        assertThat(table.append(engine(), empty)).isEmpty();
        assertThat(table.read(engine(), table.scan())).isEqualTo(empty);
        assertThat(run(GivenSources.rows("rows", empty), new GivenSources().with("rows", empty)))
                .isEqualTo(empty);
    }

    @Test
    void filesAreReadInTheirOrderWithPathsAndPositions() {
        EngineTable table = new EngineTable(directory, Schema.of(ID));
        String first = table.append(engine(), ids(10, 13)).getFirst().path();
        String second = table.append(engine(), ids(0, 2)).getFirst().path();
        Frame rows = table.read(engine(), table.scan(Predicate.all(), HiddenColumns.ROW, ID, HiddenColumns.FILE));
        assertThat(rows.toMaps())
                .extracting(row -> row.get("id"), row -> row.get("_row"), row -> row.get("_file"))
                .containsExactly(
                        tuple(10L, 0L, first),
                        tuple(11L, 1L, first),
                        tuple(12L, 2L, first),
                        tuple(0L, 0L, second),
                        tuple(1L, 1L, second));
        Frame positions = table.read(engine(), table.scan(Predicate.all(), HiddenColumns.ROW));
        assertThat(positions.toMaps()).extracting(row -> row.get("_row")).containsExactly(0L, 1L, 2L, 0L, 1L);
    }

    @Test
    void deletedRowsAreLeftOutAndPositionsStillCountThem() {
        EngineTable table = new EngineTable(directory, Schema.of(ID));
        Set<Long> gone = Set.of(0L, 1L, 64L, 500L, 999L);
        for (int file = 0; file < 5; file++) {
            List<WrittenFile> written = table.append(engine(), ids(file * 1000L, file * 1000L + 1000));
            if (file == 1 || file == 3) {
                table.delete(
                        written.getFirst(),
                        gone.stream().mapToLong(Long::longValue).sorted().toArray());
            }
        }
        Frame rows = table.read(engine(), table.scan(Predicate.atMost("id", 3500L), ID, HiddenColumns.ROW));
        Object[] expected = LongStream.rangeClosed(0, 3500)
                .filter(id -> id / 1000 % 2 == 0 || !gone.contains(id % 1000))
                .boxed()
                .toArray();
        assertThat(rows.toMaps()).extracting(row -> row.get("id")).containsExactly(expected);
        for (int row = 0; row < rows.rows(); row++) {
            assertThat(rows.column("_row").valueAt(row))
                    .isEqualTo((long) rows.column("id").valueAt(row) % 1000);
        }
    }

    @Test
    void aFileWhoseRowsAreAllDeletedGivesNone() {
        EngineTable table = new EngineTable(directory, Schema.of(ID));
        table.delete(table.append(engine(), ids(0, 3)).getFirst(), 0, 1, 2);
        table.append(engine(), ids(3, 4));
        assertThat(table.read(engine(), table.scan())).isEqualTo(ids(3, 4));
    }

    @Test
    void aScanOnTheLeftOfAJoinKeepsItsOrder() {
        EngineTable table = new EngineTable(directory, Schema.of(ID));
        table.delete(table.append(engine(), ids(5_000, 9_000)).getFirst(), 7, 8);
        table.append(engine(), ids(0, 5_000));
        Frame some = Frame.concat(Schema.of(ID), List.of(ids(10, 200), ids(5_000, 5_100)));
        Plan plan = new Plan.SemiJoin(
                table.scan(),
                GivenSources.rows("some", some),
                List.of(new KeyPair("id", "id")),
                Plan.SemiJoin.Kind.SEMI);
        Frame found = run(plan, new GivenSources().with(table.fileSet()).with("some", some));
        Object[] expected = LongStream.concat(
                        LongStream.range(5_000, 5_100).filter(id -> id != 5_007 && id != 5_008),
                        LongStream.range(10, 200))
                .boxed()
                .toArray();
        assertThat(found.toMaps()).extracting(row -> row.get("id")).containsExactly(expected);
    }

    @Test
    void columnsAreFoundByIdThroughRenamesWideningAndDefaults() {
        Schema old = Schema.of(new Field("number", DataType.INT), new Field("label", DataType.STRING));
        EngineTable table = new EngineTable(directory, old);
        table.append(engine(), Frame.of(old, List.of(Map.of("number", 7, "label", "old"))));
        Instant since = Instant.parse("1969-01-01T00:00:00Z");
        table.change("number", new Field("amount", DataType.LONG))
                .change("label", new Field("number", DataType.STRING))
                .add(new Field("status", DataType.STRING), Optional.of("it's new"))
                .add(new Field("score", DataType.DOUBLE), Optional.of(0.5))
                .add(new Field("since", DataType.TIMESTAMP), Optional.of(since))
                .add(new Field("tags", DataType.array(DataType.STRING)), Optional.empty());
        Plan.Scan scan = table.scan();
        Schema schema = scan.schema();
        Frame next = Frame.of(schema, List.of(Map.of("amount", 1L << 40, "number", "new", "tags", List.of("t"))));
        table.append(engine(), next);
        assertThat(table.read(engine(), scan).toMaps())
                .containsExactly(
                        row(schema, 7L, "old", "it's new", 0.5, since, null),
                        row(schema, 1L << 40, "new", null, null, null, List.of("t")));
        Plan.Scan filtered = table.scan(Predicate.equalTo("status", "it's new"), schema.field("amount"));
        assertThat(table.read(engine(), filtered).toMaps()).containsExactly(row(filtered.schema(), 7L));
    }

    @Test
    void aColumnThatThePlanLacksIsNullAndOneThatTheTargetLacksIsRefused() {
        EngineTable table = new EngineTable(directory, Schema.of(ID, NAME));
        table.append(engine(), ids(1, 2));
        assertThat(table.read(engine(), table.scan()).toMaps()).containsExactly(row(Schema.of(ID, NAME), 1L, null));
        EngineTable narrow = new EngineTable(directory, Schema.of(NAME));
        assertThatThrownBy(() -> narrow.append(engine(), ids(1, 2)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ModelError.UNKNOWN_COLUMN));
    }

    @Test
    void noFileHoldsRowsOfTwoPartitionsAndEachIsSorted() {
        Schema schema = Schema.of(ID, TIME, NAME);
        EngineTable table = new EngineTable(directory, schema);
        FrameBuilder rows = new FrameBuilder(schema, 3_000);
        for (long i = 0; i < 3_000; i++) {
            long id = i * 7_919 % 3_000;
            rows.append(id, Instant.EPOCH.plusSeconds(3_600 * (id % 77) - 7_200), "name " + id % 5);
        }
        List<PartitionField> partitions = List.of(PartitionField.day("time"), PartitionField.bucket("name", 3));
        List<WrittenFile> written =
                table.append(engine(), rows.build(), table.target(List.of("name", "id"), partitions, 1 << 20));
        Map<List<Object>, Long> partitionsSeen = new HashMap<>();
        for (WrittenFile file : written) {
            assertThat(Path.of(file.path()).getFileName().toString()).startsWith("c1");
            Frame read = table.read(engine(), table.scan(Predicate.equalTo("_file", file.path()), ID, TIME, NAME));
            assertThat((long) read.rows()).isEqualTo(file.rows());
            assertThat(read.toMaps())
                    .isSortedAccordingTo(
                            Comparator.comparing((Map<String, @Nullable Object> row) -> String.valueOf(row.get("name")))
                                    .thenComparingLong(row -> Long.parseLong(String.valueOf(row.get("id")))));
            List<Object> partition = partition(read, 0);
            for (int row = 1; row < read.rows(); row++) {
                assertThat(partition(read, row)).isEqualTo(partition);
            }
            assertThat(file.buckets()).isEqualTo(Map.of("name", partition.get(1)));
            partitionsSeen.merge(partition, file.rows(), Long::sum);
        }
        assertThat(partitionsSeen).hasSize(written.size());
        assertThat(partitionsSeen.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(3_000);
    }

    private static List<Object> partition(Frame rows, int row) {
        Instant time = (Instant) rows.column("time").valueAt(row);
        String name = (String) rows.column("name").valueAt(row);
        return List.of(LocalDate.ofInstant(time, ZoneOffset.UTC), Buckets.of(name, 3));
    }

    @Test
    void rowsThatAreEqualInTheSortKeepTheOrderOfTheInputOverFiles() {
        Schema schema = Schema.of(ID, NAME);
        EngineTable table = new EngineTable(directory, schema);
        FrameBuilder rows = new FrameBuilder(schema, 60_000);
        for (long i = 0; i < 60_000; i++) {
            rows.append(i, "name " + i * 31 % 3);
        }
        table.append(engine(), rows.build(), table.target(List.of("name"), List.of(), 20_000));
        Plan read = new Plan.Sort(
                table.scan(Predicate.all(), ID, NAME, HiddenColumns.FILE, HiddenColumns.ROW),
                List.of(
                        new Plan.SortKey("_file", Plan.SortKey.Direction.ASCENDING),
                        new Plan.SortKey("_row", Plan.SortKey.Direction.ASCENDING)));
        Frame written = table.read(engine(), read);
        for (int row = 1; row < written.rows(); row++) {
            int names = ((String) written.column("name").valueAt(row - 1))
                    .compareTo((String) written.column("name").valueAt(row));
            boolean inOrder = (long) written.column("id").valueAt(row - 1)
                    < (long) written.column("id").valueAt(row);
            assertThat(names < 0 || (names == 0 && inOrder)).as("row %s", row).isTrue();
        }
    }

    @Test
    void rowsWithoutASortKeepTheirOrderOverFiles() {
        Schema schema = Schema.of(ID, NAME);
        EngineTable table = new EngineTable(directory, schema);
        FrameBuilder rows = new FrameBuilder(schema, 200_000);
        for (long i = 0; i < 200_000; i++) {
            rows.append(i * 7_919 % 200_003, "name " + i * 31 % 3);
        }
        Frame frame = rows.build();
        List<WrittenFile> files = table.append(engine(), frame, table.target(List.of(), List.of(), 200_000));
        assertThat(files).hasSizeBetween(1, 20);
        assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(frame.rows());
        assertThat(table.read(engine(), table.scan())).isEqualTo(frame);
    }

    @Test
    void aReaderThatFailsBetweenTwoFilesLeavesNone() throws IOException {
        Schema schema = Schema.of(ID);
        EngineTable table = new EngineTable(directory, schema);
        RuntimeException failure = new IllegalStateException("the source broke");
        GivenSources sources = new GivenSources().with("rows", () -> failing(schema, ids(0, 50_000), failure));
        assertThatThrownBy(() -> engine().write(
                                new Plan.Rows(new FrameRef("rows"), schema),
                                sources,
                                table.target(List.of(), List.of(), 20_000),
                                QueryContext.plain()))
                .hasStackTraceContaining("the source broke");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void anExportedFileReadsBackTheSame() {
        Frame frame = Samples.everyType();
        Path file = directory.resolve("everything.parquet");
        GivenSources sources = new GivenSources().with("rows", frame);
        assertThat(engine().export(GivenSources.rows("rows", frame), sources, file, QueryContext.plain()))
                .isEqualTo(frame.rows());
        Plan read = new Plan.Files(FileSource.of(file), frame.schema());
        assertThat(run(read, new GivenSources())).isEqualTo(frame);
    }

    @Test
    void anExportThatFailsLeavesTheFileAsItWas() {
        Path file = directory.resolve("ids.parquet");
        Plan plan = GivenSources.rows("rows", ids(0, 0));
        engine().export(plan, new GivenSources().with("rows", ids(0, 3)), file, QueryContext.plain());
        IllegalStateException failure = new IllegalStateException("no more");
        GivenSources sources = new GivenSources().with("rows", () -> failing(Schema.of(ID), ids(5, 9), failure));
        assertThatThrownBy(() -> engine().export(plan, sources, file, QueryContext.plain()))
                .isInstanceOf(RuntimeException.class);
        assertThat(run(new Plan.Files(FileSource.of(file), Schema.of(ID)), new GivenSources()))
                .isEqualTo(ids(0, 3));
        assertThat(engine().infer(FileSource.of(file))).isEqualTo(Schema.of(ID));
    }

    @Test
    void explainingAPlanReadsNoRows() {
        GivenSources sources = new GivenSources().with("rows", () -> {
            throw new AssertionError("read");
        });
        assertThat(engine().explain(GivenSources.rows("rows", ids(0, 1)), sources))
                .isNotBlank();
    }
}
