package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorCode;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Validity;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Cancellation;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.ComputeEngineProvider;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.WrittenFile;
import io.shearwater.testing.EngineTable;
import io.shearwater.testing.GivenSources;
import io.shearwater.testing.Samples;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit opens the engine before a test.
class DuckDbEngineTest {
    private static final Schema IDS = Schema.of(new Field("id", DataType.LONG));
    private static final Schema TEXTS = Schema.of(new Field("text", DataType.STRING));

    @TempDir
    private Path store;

    @TempDir
    private Path outside;

    private DuckDbEngine engine;

    @BeforeEach
    void open() {
        engine = engine(512L << 20);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private DuckDbEngine engine(long memory) {
        return new DuckDbEngine(new DuckDbOptions(memory, 2, store.resolve("scratch"), 1L << 30, List.of(store)));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    /** Numbers from 0 on, as long as anyone reads. */
    private static FrameReader numbers(long frames, AtomicLong read) {
        return FrameReader.of(IDS, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return read.get() < frames;
            }

            @Override
            public Frame next() {
                long first = read.getAndIncrement() * FrameReader.MAX_ROWS;
                long[] ids = new long[FrameReader.MAX_ROWS];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = (first + i) * 7_919 % 1_000_003;
                }
                return new Frame(
                        IDS, List.of(new Column.Longs(DataType.LONG, ids, ids.length, Validity.ALL)), ids.length);
            }
        });
    }

    private static GivenSources numbers(long frames) {
        return new GivenSources().with("rows", () -> numbers(frames, new AtomicLong()));
    }

    private static Plan.Rows rows() {
        return GivenSources.rows("rows", Frame.empty(IDS));
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(ComputeEngineProvider.class))
                .extracting(ComputeEngineProvider::name)
                .containsExactly("duckdb");
    }

    @Test
    void theDirectoryAboveThePluginsOwnIsOpenToItByDefault() {
        StoreContext context = context(Map.of("threads", "1"));
        assertThat(DuckDbOptions.of(context).directories()).containsExactly(store);
        try (ComputeEngine opened = new DuckDbEngineProvider().open(context)) {
            EngineTable table = new EngineTable(store.resolve("offline"), IDS);
            Frame ids = Frame.of(IDS, List.of(Map.of("id", 1L)));
            table.append(opened, ids);
            assertThat(table.read(opened, table.scan())).isEqualTo(ids);
        }
    }

    @Test
    void unknownAndImpossibleOptionsAreRefused() {
        assertThatThrownBy(() -> DuckDbOptions.of(context(Map.of("thraeds", "2"))))
                .hasMessageContaining("thraeds")
                .hasMessageContaining("threads");
        assertThatThrownBy(() -> DuckDbOptions.of(context(Map.of("threads", "many"))))
                .hasMessageContaining("many");
        assertFails(DuckDbError.BAD_OPTION, () -> DuckDbOptions.of(context(Map.of("threads", "0"))));
        assertFails(DuckDbError.BAD_OPTION, () -> DuckDbOptions.of(context(Map.of("memory-bytes", "1"))));
    }

    private StoreContext context(Map<String, String> options) {
        return new StoreContext(
                store.resolve("duckdb"),
                store.resolve("scratch"),
                StoreContext.Mode.READ_WRITE,
                new MemoryBudget(256L << 20, 0),
                InstantSource.system(),
                options);
    }

    @Test
    void rowsArePulledOnlyAsTheyAreRead() {
        AtomicLong read = new AtomicLong();
        GivenSources sources = new GivenSources().with("rows", () -> numbers(100_000, read));
        FrameReader reader =
                engine.read(new Plan.Filter(rows(), Predicate.atLeast("id", 5)), sources, QueryContext.plain());
        assertThat(reader.next()).isPresent();
        reader.close();
        // DuckDB reads ahead some hundred kilobytes, not 6.5 thousand million rows.
        assertThat(read.get()).isLessThan(1_000);
    }

    @Test
    void aRunningQueryIsCancelledFromAnotherThread() {
        Cancellation cancellation = new Cancellation();
        AtomicLong read = new AtomicLong();
        FrameReader cancelling = FrameReader.of(IDS, new Iterator<>() {
            private final FrameReader rows = numbers(Long.MAX_VALUE, read);

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Frame next() {
                if (read.get() == 50) {
                    Thread other = Thread.ofVirtual().start(cancellation::cancel);
                    assertThat(join(other)).isTrue();
                }
                return rows.next().orElseThrow();
            }
        });
        GivenSources sources = new GivenSources().with("rows", () -> cancelling);
        Plan sorted = new Plan.Latest(rows(), List.of("id"), List.of());
        assertFails(
                SpiError.CANCELLED,
                () -> engine.read(sorted, sources, new QueryContext((step, rows) -> {}, cancellation))
                        .readAll());
        assertThat(read.get()).isLessThan(10_000);
    }

    private static boolean join(Thread thread) {
        try {
            thread.join();
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void closingTheEngineEndsWhatIsBeingRead() {
        FrameReader reader = engine.read(rows(), numbers(1_000_000), QueryContext.plain());
        assertThat(reader.next()).isPresent();
        engine.close();
        // Not the end of the rows: that would be half of them for all.
        assertFails(SpiError.CLOSED, reader::next);
        reader.close();
        assertFails(SpiError.CLOSED, () -> engine.read(rows(), numbers(1), QueryContext.plain()));
        assertThat(store.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void whatDoesNotFitTheMemoryIsSpilled() {
        try (DuckDbEngine small = engine(64L << 20);
                FrameReader reader = small.read(sorted(), texts(24), QueryContext.plain())) {
            String last = "";
            long rows = 0;
            for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                Column.Bytes texts = (Column.Bytes) frame.get().column(0);
                for (int row = 0; row < texts.size(); row += 64) {
                    assertThat(texts.text(row)).isGreaterThanOrEqualTo(last);
                    last = texts.text(row);
                }
                rows += texts.size();
            }
            assertThat(rows).isEqualTo(24L * FrameReader.MAX_ROWS);
        }
    }

    @Test
    void tooLittleScratchSpaceIsALimit() {
        DuckDbOptions options = new DuckDbOptions(64L << 20, 2, store.resolve("scratch"), 1 << 20, List.of(store));
        try (DuckDbEngine small = new DuckDbEngine(options)) {
            assertFails(
                    SpiError.OUT_OF_RESOURCES,
                    () -> small.read(sorted(), texts(24), QueryContext.plain()).readAll());
        }
    }

    private static Plan sorted() {
        return new Plan.Sort(
                GivenSources.rows("rows", Frame.empty(TEXTS)),
                List.of(new Plan.SortKey("text", Plan.SortKey.Direction.ASCENDING)));
    }

    /** Random texts of 64 bytes, 4 MiB a frame. */
    private static GivenSources texts(int frames) {
        Random random = new Random(7);
        return new GivenSources()
                .with(
                        "rows",
                        () -> FrameReader.of(
                                TEXTS,
                                IntStream.range(0, frames)
                                        .mapToObj(frame -> {
                                            byte[] bytes = new byte[64 * FrameReader.MAX_ROWS];
                                            int[] offsets = new int[FrameReader.MAX_ROWS + 1];
                                            for (int i = 0; i < bytes.length; i++) {
                                                bytes[i] = (byte) ('a' + random.nextInt(26));
                                            }
                                            for (int row = 0; row < offsets.length; row++) {
                                                offsets[row] = 64 * row;
                                            }
                                            Column texts = new Column.Bytes(
                                                    DataType.STRING,
                                                    bytes,
                                                    offsets,
                                                    FrameReader.MAX_ROWS,
                                                    Validity.ALL);
                                            return new Frame(TEXTS, List.of(texts), FrameReader.MAX_ROWS);
                                        })
                                        .iterator()));
    }

    @Test
    void dataFilesOutsideOfTheStoreAreOutOfReach() {
        Frame ids = Frame.of(IDS, List.of(Map.of("id", 1L)));
        EngineTable table = new EngineTable(outside, IDS);
        assertFails(SpiError.IO, () -> table.append(engine, ids));
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aDataFileThatIsGoneIsNamed() throws IOException {
        EngineTable table = new EngineTable(store, IDS);
        WrittenFile file =
                table.append(engine, Frame.of(IDS, List.of(Map.of("id", 1L)))).getFirst();
        Files.delete(Path.of(file.path()));
        assertThatThrownBy(() -> table.read(engine, table.scan())).hasMessageContaining(file.path());
    }

    @Test
    void filesRollOverAtTheirSizeInTheOrderOfTheSort() {
        EngineTable table = new EngineTable(store, IDS);
        FileTarget target = table.target(List.of("id"), List.of(), 1 << 20);
        List<WrittenFile> written = engine.write(rows(), numbers(15), target, QueryContext.plain());
        assertThat(written).hasSizeGreaterThan(1);
        assertThat(written.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(15L * FrameReader.MAX_ROWS);
        assertThat(written).allSatisfy(file -> {
            assertThat(file.bytes()).isBetween(200_000L, 2_500_000L);
            assertThat(new File(file.path())).hasSize(file.bytes());
        });
    }

    @Test
    void aFailedWriteLeavesNoFile() {
        Field text = new Field("text", DataType.STRING);
        EngineTable table = new EngineTable(store.resolve("data"), Schema.of(text));
        GivenSources sources = new GivenSources()
                .with(
                        "rows",
                        () -> FrameReader.of(Schema.of(text), new Iterator<>() {
                            @Override
                            public boolean hasNext() {
                                return true;
                            }

                            @Override
                            public Frame next() {
                                throw SpiError.BAD_FILE.because("the input ends here");
                            }
                        }));
        Plan plan = GivenSources.rows("rows", Frame.empty(Schema.of(text)));
        assertThatThrownBy(() ->
                        engine.write(plan, sources, table.target(List.of(), List.of(), 1 << 20), QueryContext.plain()))
                .hasMessage("the input ends here");
        assertThat(store.resolve("data")).isEmptyDirectory();
    }

    @Test
    void twoWritesOfOneCommitDoNotShareAName() {
        EngineTable table = new EngineTable(store, IDS);
        FileTarget target = table.target(List.of(), List.of(), 1 << 20);
        List<WrittenFile> first = engine.write(rows(), numbers(1), target, QueryContext.plain());
        List<WrittenFile> second = engine.write(rows(), numbers(1), target, QueryContext.plain());
        assertThat(first.getFirst().path()).isNotEqualTo(second.getFirst().path());
    }

    @Test
    void everyFieldIdIsInTheFile() {
        EngineTable table = new EngineTable(store, Samples.EVERY_TYPE);
        WrittenFile file = table.append(engine, Samples.everyType()).getFirst();
        Schema schema = Schema.of(new Field("name", DataType.STRING), new Field("field_id", DataType.LONG));
        try (Database database = Database.open(
                        new DuckDbOptions(64L << 20, 1, store.resolve("scratch"), 0, List.of(store)), Outside.NOTHING);
                Session session = database.session(new Cancellation())) {
            Frame ids = session.rows(
                    "SELECT name, CAST(field_id AS BIGINT) FROM parquet_schema(" + Sql.text(file.path())
                            + ") WHERE num_children IS NULL OR field_id IS NOT NULL",
                    schema);
            assertThat(ids.column("field_id").validity().nullCount(ids.rows())).isZero();
            assertThat(ids.toMaps().stream().map(row -> row.get("field_id")).distinct())
                    .hasSize(ids.rows());
        }
    }

    @Test
    void manyThreadsMayUseOneEngine() {
        EngineTable table = new EngineTable(store, IDS);
        engine.write(rows(), numbers(4), table.target(List.of("id"), List.of(), 1 << 20), QueryContext.plain());
        List<Long> counts = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> (long) engine.read(
                                new Plan.Filter(rows(), Predicate.lessThan("id", 500_000)),
                                numbers(4),
                                QueryContext.plain())
                        .readAll()
                        .rows())
                .distinct()
                .toList();
        assertThat(counts).hasSize(1);
    }

    @Test
    void theExplanationShowsTheStatementAndItsOperators() {
        String explained = engine.explain(new Plan.Limit(rows(), 3), numbers(0));
        assertThat(explained).contains("LIMIT 3").contains(FrameScan.FUNCTION).containsIgnoringCase("limit");
    }

    @Test
    void rowsThatStreamIntoFilesBeginANewOneAtAboutTheWantedSize() {
        FrameBuilder rows = new FrameBuilder(IDS, 200_000);
        for (long i = 0; i < 200_000; i++) {
            rows.append(i * 7_919 % 200_003);
        }
        EngineTable table = new EngineTable(store, IDS);
        List<WrittenFile> files = table.append(engine, rows.build(), table.target(List.of(), List.of(), 200_000));
        assertThat(files).hasSizeBetween(3, 20);
        assertThat(files.subList(1, files.size() - 1))
                .allSatisfy(file -> assertThat(file.bytes()).isBetween(100_000L, 400_000L));
    }
}
