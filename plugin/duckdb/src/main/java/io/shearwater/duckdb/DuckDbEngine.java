package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.plan.SqlQuery;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.SqlNames;
import io.shearwater.spi.WrittenFile;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The local engine: one DuckDB in this process. It is confined to the store's directories; a plan that names files elsewhere
 * runs in a DuckDB of its own that may touch those files too, as does a user's SQL. Those share as much memory as the store's
 * own has. Thread-safe.
 */
public final class DuckDbEngine implements ComputeEngine {
    private static final Schema EXPLAINED =
            Schema.of(new Field("kind", DataType.STRING), new Field("plan", DataType.STRING));

    private final DuckDbOptions options;
    private final SharedDatabase store;
    private final MemoryShares shares;
    private final Set<FrameReader> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * An engine whose DuckDB starts when it is first asked: a process that only reads vectors does without. What cannot be used
     * on this machine (LIBRARY_UNUSABLE, IO) is told then.
     */
    public DuckDbEngine(DuckDbOptions options) {
        this.options = options;
        this.store = new SharedDatabase(options);
        this.shares =
                new MemoryShares(options.memoryBytes(), Math.min(options.memoryBytes(), DuckDbOptions.LEAST_SHARE));
    }

    @Override
    public FrameReader read(Plan plan, Sources sources, QueryContext context) {
        Execution execution = begin(Outside.of(plan, options), context);
        try {
            String sql = PlanSql.of(plan, sources, execution.session(), PlanSql.Order.EMITTED);
            ChunkStream chunks = execution.session().query(sql);
            return stream(plan.schema(), execution, chunks, context);
        } catch (RuntimeException failure) {
            execution.close();
            throw failure;
        }
    }

    @Override
    public List<WrittenFile> write(Plan plan, Sources sources, FileTarget target, QueryContext context) {
        try (Execution execution = begin(Outside.of(plan, options), context)) {
            return new TableWriter(execution.session(), target, context).write(plan, sources);
        }
    }

    @Override
    public long export(Plan plan, Sources sources, Path file, QueryContext context) {
        Path absolute = file.toAbsolutePath().normalize();
        Path directory = absolute.resolveSibling("");
        try (Execution execution = begin(Outside.of(plan, options).and(directory, options), context)) {
            return new Exporter(execution.session(), absolute).export(plan, sources);
        }
    }

    @Override
    public Schema infer(FileSource source) {
        try (Execution execution = begin(Outside.of(source, options), QueryContext.plain())) {
            return new FileSourceSql(source, execution.session()).infer();
        }
    }

    @Override
    public SqlNames names(String sql) {
        try (Execution execution = begin(Outside.NOTHING, QueryContext.plain())) {
            return new SqlCheck(execution.session()).names(sql);
        }
    }

    @Override
    public List<String> notPortable(SqlQuery query) {
        try (Execution execution = begin(Outside.NOTHING, QueryContext.plain())) {
            return PortableTypes.problems(query, execution.session());
        }
    }

    @Override
    public FrameReader sql(SqlQuery query, Sources sources, QueryContext context) {
        requireOpen();
        SqlRun run = SqlRun.of(query, sources, options);
        Execution execution = own(options.confined(), run.outside(), query.zone(), context);
        try {
            Schema schema = run.prepare(execution.session());
            ChunkStream chunks = execution.session().query(run.select(schema));
            return stream(schema, execution, chunks, context);
        } catch (RuntimeException failure) {
            execution.close();
            throw failure;
        }
    }

    @Override
    public String explain(SqlQuery query, Sources sources) {
        requireOpen();
        SqlRun run = SqlRun.of(query, sources, options);
        try (Execution execution = own(options.confined(), run.outside(), query.zone(), QueryContext.plain())) {
            Schema schema = run.prepare(execution.session());
            return plan(execution, run.select(schema));
        }
    }

    private static String plan(Execution execution, String sql) {
        Frame explained = execution.session().rows("EXPLAIN " + sql, EXPLAINED);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < explained.rows(); row++) {
            text.append(explained.value(row, "plan"));
        }
        return text.toString();
    }

    private FrameReader stream(Schema schema, Execution execution, ChunkStream chunks, QueryContext context) {
        FrameReader stream = new FrameStream(schema, execution, chunks, context.progress(), open);
        open.add(stream);
        return stream;
    }

    @Override
    public String explain(Plan plan, Sources sources) {
        try (Execution execution = begin(Outside.of(plan, options), QueryContext.plain())) {
            String sql = PlanSql.explained(plan, sources, execution.session());
            return sql + "\n\n" + plan(execution, sql);
        }
    }

    private Execution begin(Outside outside, QueryContext context) {
        requireOpen();
        return outside.isNothing()
                ? new Execution(store.get().session(context.cancellation()), Optional.empty())
                : own(options, outside, ZoneOffset.UTC, context);
    }

    private Execution own(DuckDbOptions confined, Outside outside, ZoneId zone, QueryContext context) {
        MemoryShares.Share memory = shares.take();
        try {
            Database database = Database.open(confined.withMemory(memory.bytes()), outside, zone);
            try {
                return new Execution(
                        database.session(context.cancellation()), Optional.of(new Execution.Own(database, memory)));
            } catch (RuntimeException failure) {
                database.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            memory.close();
            throw failure;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw ended();
        }
    }

    static RuntimeException ended() {
        return SpiError.CLOSED.because(
                "The compute engine is closed, with the store it belongs to. Open the store again.");
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(open).forEach(FrameReader::close);
        store.close();
    }
}
