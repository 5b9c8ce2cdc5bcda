package io.shearwater.pipeline;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SqlTable;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the sources of a run, each group in one state throughout. Thread-safe. */
final class SourceReads {
    private final FeaturePipeline pipeline;
    private final FeatureStore store;
    private final Graph graph;
    private final Map<GroupRef, Long> commits;
    private final Map<String, Long> firstComplete = new ConcurrentHashMap<>();

    SourceReads(FeaturePipeline pipeline, FeatureStore store, Graph graph, Map<GroupRef, Long> commits) {
        this.pipeline = pipeline;
        this.store = store;
        this.graph = graph;
        this.commits = commits;
    }

    private Optional<Source> source(Part key) {
        return Optional.ofNullable(pipeline.sources().get(key.name()));
    }

    /** Whether reading it again costs no more than holding it would. */
    boolean isReadInPlace(Part key) {
        return source(key)
                .map(source -> source instanceof Source.OfGroup
                        || (source instanceof Source.OfFiles files
                                && files.timeColumn().isEmpty()))
                .orElse(false);
    }

    /** A source as a table of SQL, read by the engine where it lies; empty where it has to be given as rows. */
    Optional<SqlTable> table(Part key) {
        return source(key).flatMap(source -> switch (source) {
            case Source.OfGroup group -> {
                GroupRef ref = graph.groupOf(key.name()).ref();
                yield Optional.<SqlTable>of(new SqlTable.OfGroup(ref, options(group, ref, key.span())));
            }
            case Source.OfFiles files ->
                files.timeColumn().isEmpty() ? Optional.of(new SqlTable.OfFiles(files.files())) : Optional.empty();
            case Source.OfProgram program -> Optional.empty();
        });
    }

    /** A group that SQL names, whole. */
    SqlTable whole(GroupRef group) {
        return new SqlTable.OfGroup(group, at(group));
    }

    private ReadOptions at(GroupRef group) {
        return ReadOptions.all().asOf(Objects.requireNonNull(commits.get(group), group::toString));
    }

    private ReadOptions options(Source.OfGroup group, GroupRef ref, Span span) {
        return at(ref).select(group.columns().toArray(String[]::new))
                .where(group.filter())
                .within(span.range());
    }

    FrameReader open(Part key) {
        return switch (source(key).orElseThrow()) {
            case Source.OfGroup group -> {
                GroupRef ref = graph.groupOf(key.name()).ref();
                yield store.featureGroup(ref.name(), ref.version()).reader(options(group, ref, key.span()));
            }
            case Source.OfFiles files ->
                files.timeColumn()
                        .map(time -> between(files.files(), time, key))
                        .orElseGet(() -> store.reader(files.files()));
            case Source.OfProgram program -> brought(program, key);
        };
    }

    private FrameReader between(FileSource files, String time, Part key) {
        FrameReader rows = store.reader(files);
        TimeFilter filter = new TimeFilter(key.span(), pipeline.calendar(), time, what(key)).on(rows.schema());
        return new Rows(rows, rows.schema(), filter, () -> {});
    }

    private FrameReader brought(Source.OfProgram program, Part key) {
        FrameReader rows = program.reader().apply(key.span().range());
        if (!rows.schema().equals(program.schema())) {
            rows.close();
            throw PipelineError.BAD_PIPELINE.because("In " + pipeline.where() + ", the source '" + key.name()
                    + "' is said to have the columns " + program.schema() + " and brings " + rows.schema() + ".");
        }
        return program.timeColumn()
                .<FrameReader>map(time -> new Rows(
                        rows,
                        rows.schema(),
                        new TimeFilter(key.span(), pipeline.calendar(), time, what(key)).on(rows.schema()),
                        () -> {}))
                .orElse(rows);
    }

    private String what(Part key) {
        return "the source '" + key.name() + "' of " + pipeline.where();
    }

    /**
     * The start of the first unit of which a part is complete: what it looks back over holds no time before the first row of its
     * sources.
     */
    long firstComplete(String name) {
        Long known = firstComplete.get(name);
        if (known != null) {
            return known;
        }
        Source source = pipeline.sources().get(name);
        long first = source == null ? ofNode(name) : earliest(name, source);
        firstComplete.put(name, first);
        return first;
    }

    private long ofNode(String name) {
        long first = Span.BEGINNING;
        for (String input : graph.inputs(name)) {
            if (graph.isTimed(input)) {
                first = Math.max(first, pipeline.calendar().floor(firstComplete(input), graph.unit(name)));
            }
        }
        long begin = first;
        return Objects.requireNonNull(pipeline.nodes().get(name), name)
                .window()
                .map(window -> window.firstComplete(begin, pipeline.calendar()))
                .orElse(begin);
    }

    /** The time of the first row. */
    private long earliest(String name, Source source) {
        return switch (source) {
            case Source.OfGroup group -> {
                FeatureGroupSpec spec = graph.groupOf(name);
                yield spec.eventTime()
                        .map(time -> earliest(time.column(), whole(spec.ref()), time.zone()))
                        .orElse(Span.BEGINNING);
            }
            case Source.OfFiles files ->
                files.timeColumn()
                        .map(time -> earliest(
                                time,
                                new SqlTable.OfFiles(files.files()),
                                pipeline.calendar().zone()))
                        .orElse(Span.BEGINNING);
            case Source.OfProgram program ->
                program.since()
                        .map(Times::micros)
                        .orElseThrow(
                                () -> PipelineError.BAD_PIPELINE.because(
                                        "In " + pipeline.where() + ", the source '"
                                                + name
                                                + "' does not say since when it has rows, and a window has to know whether it is "
                                                + "complete. Say since(instant) of the source, or withIncomplete() of the window."));
        };
    }

    private long earliest(String time, SqlTable table, ZoneId zone) {
        Frame least = store.sqlReader(
                        "SELECT min(\"" + time.replace("\"", "\"\"") + "\") AS first FROM all_rows",
                        Map.of("all_rows", table))
                .readAll();
        return switch (least.value(0, "first")) {
            case Instant instant -> Times.micros(instant);
            case LocalDate day -> Times.startOfDay(day.toEpochDay(), zone);
            case null, default -> Span.BEGINNING;
        };
    }
}
