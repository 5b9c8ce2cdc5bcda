package io.shearwater.pipeline;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.SqlTable;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.pipeline.RunPlan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Applies the functions of nodes to their inputs. Thread-safe. */
final class NodeWork {
    private final FeaturePipeline pipeline;
    private final FeatureStore store;
    private final Graph graph;
    private final SourceReads sources;
    private final Function<Part, FrameReader> rows;
    private final ModelNodes models;

    NodeWork(
            FeaturePipeline pipeline,
            FeatureStore store,
            Graph graph,
            SourceReads sources,
            Function<Part, FrameReader> rows) {
        this.pipeline = pipeline;
        this.store = store;
        this.graph = graph;
        this.sources = sources;
        this.rows = rows;
        this.models = new ModelNodes(store);
    }

    /** The rows of a node: what its function gives, in its span, counted if that was asked for. */
    FrameReader open(Step step, Node node) {
        String name = step.key().name();
        Optional<Comparison> comparison = node.expectation().map(expected -> comparison(step, expected));
        UnaryOperator<FrameReader> counting = comparison
                .<UnaryOperator<FrameReader>>map(counted -> counted::countingInput)
                .orElse(UnaryOperator.identity());
        FrameReader given = switch (node.work()) {
            case Work.Sql sql -> sql(step, sql, comparison);
            case Work.Whole whole -> whole(step, whole, comparison);
            case Work.Pieces pieces ->
                pieces(name, pieces, counting.apply(rows.apply(step.inputs().getFirst())));
            case Work.Stream stream -> stream(step, stream, comparison);
            case Work.Sorted sorted ->
                sorted.function()
                        .apply(
                                sorted(
                                        sorted,
                                        counting.apply(rows.apply(step.inputs().getFirst()))),
                                pipeline.calendar());
            case Work.Transformed transformed ->
                models.transformed(
                        what(name),
                        transformed,
                        counting.apply(rows.apply(step.inputs().getFirst())));
            case Work.OfModel model ->
                models.ofModel(
                        what(name),
                        model,
                        counting.apply(rows.apply(step.inputs().getFirst())));
        };
        FrameReader checked = comparison.map(counted -> counted.checking(given)).orElse(given);
        return node.window().isPresent() ? inSpan(step.key(), node, checked) : checked;
    }

    private FrameReader inSpan(Part key, Node node, FrameReader given) {
        boolean isComplete = node.window().orElseThrow().beginning() == Window.Beginning.COMPLETE;
        Span complete = isComplete ? key.span().from(sources.firstComplete(key.name())) : key.span();
        TimeFilter filter = new TimeFilter(
                        complete, pipeline.calendar(), node.time().orElseThrow(), what(key.name()))
                .on(given.schema());
        return new Rows(given, given.schema(), filter, () -> {});
    }

    private String what(String node) {
        return "the node '" + node + "' of " + pipeline.where();
    }

    // ---- SQL

    private FrameReader sql(Step step, Work.Sql sql, Optional<Comparison> comparison) {
        Map<String, SqlTable> tables = new HashMap<>();
        graph.lookups(step.key().name()).forEach((table, group) -> tables.put(table, sources.whole(group)));
        for (Part input : step.inputs()) {
            Optional<SqlTable> inPlace = sources.table(input);
            if (inPlace.isPresent()) {
                comparison
                        .filter(counted -> counted.isOf(input))
                        .ifPresent(counted -> counted.add(count(inPlace.get())));
            }
            tables.put(input.name(), inPlace.orElseGet(() -> new SqlTable.OfRows(opened(input, comparison))));
        }
        try {
            if (sql.isPortable()) {
                PipelineError.requirePortable(
                        what(step.key().name()),
                        store.inspectSql(sql.text(), tables).notPortable());
            }
            return store.sqlReader(sql.text(), tables, pipeline.calendar().zone());
        } catch (ShearwaterException failed) {
            throw at(step.key().name(), failed);
        }
    }

    private long count(SqlTable table) {
        Frame count = store.sqlReader("SELECT count(*) AS n FROM counted", Map.of("counted", table))
                .readAll();
        return count.value(0, "n") instanceof Long n ? n : 0;
    }

    private FrameReader opened(Part input, Optional<Comparison> comparison) {
        FrameReader given = rows.apply(input);
        return comparison
                .filter(counted -> counted.isOf(input))
                .map(counted -> counted.countingInput(given))
                .orElse(given);
    }

    private ShearwaterException at(String node, ShearwaterException failed) {
        String where = "In " + what(node) + ": ";
        String message = String.valueOf(failed.getMessage());
        return message.startsWith("In ") ? failed : new ShearwaterException(failed.code(), where + message, failed);
    }

    // ---- Java

    private FrameReader whole(Step step, Work.Whole whole, Optional<Comparison> comparison) {
        List<Frame> frames = new ArrayList<>();
        for (Part input : step.inputs()) {
            frames.add(opened(input, comparison).readAll());
        }
        Frame given = guarded(step.key().name(), "", () -> whole.function().apply(frames));
        return given.reader();
    }

    private FrameReader stream(Step step, Work.Stream stream, Optional<Comparison> comparison) {
        List<FrameReader> readers = new ArrayList<>();
        for (Part input : step.inputs()) {
            readers.add(opened(input, comparison));
        }
        String name = step.key().name();
        FrameReader given = guarded(name, "", () -> stream.function().apply(readers));
        return new FrameReader() {
            @Override
            public Schema schema() {
                return given.schema();
            }

            @Override
            public Optional<Frame> next() {
                return guarded(name, "", given::next);
            }

            @Override
            public void close() {
                given.close();
                readers.forEach(FrameReader::close);
            }
        };
    }

    private FrameReader sorted(Work.Sorted sorted, FrameReader input) {
        String direction = sorted.direction() == Node.Direction.PAST ? "" : " DESC";
        List<String> order = new ArrayList<>();
        for (String column : sorted.by()) {
            if (!input.schema().contains(column)) {
                input.close();
                throw PipelineError.BAD_PIPELINE.because("In " + pipeline.where() + ", rows of '" + sorted.input()
                        + "' are to be sorted by '" + column + "', which is not there; there are "
                        + input.schema().names() + "."
                        + Names.didYouMean(column, input.schema().names()));
            }
            String quoted = '"' + column.replace("\"", "\"\"") + '"';
            order.add(quoted + (column.equals(sorted.by().getLast()) ? direction : ""));
        }
        return store.sqlReader(
                "SELECT * FROM unsorted ORDER BY " + String.join(", ", order),
                Map.of("unsorted", new SqlTable.OfRows(input)));
    }

    private FrameReader pieces(String name, Work.Pieces pieces, FrameReader input) {
        AtomicLong before = new AtomicLong();
        UnaryOperator<Frame> function = frame -> {
            long first = before.getAndAdd(frame.rows());
            return piece(name, pieces, frame, first);
        };
        // What comes out is known only when something went in.
        Optional<Frame> first = input.next();
        Frame given = function.apply(first.orElseGet(() -> Frame.empty(input.schema())));
        FrameReader rest =
                new Rows(input, given.schema(), frame -> requireSame(name, given, function.apply(frame)), () -> {});
        FrameReader begun = new Rows(given.reader(), given.schema(), UnaryOperator.identity(), () -> {});
        return new FrameReader() {
            @Override
            public Schema schema() {
                return given.schema();
            }

            @Override
            public Optional<Frame> next() {
                return begun.next().or(rest::next);
            }

            @Override
            public void close() {
                rest.close();
            }
        };
    }

    private Frame requireSame(String name, Frame first, Frame next) {
        if (!next.schema().equals(first.schema())) {
            throw PipelineError.FUNCTION_FAILED.because("The function of " + what(name) + " gave the columns "
                    + first.schema() + " for its first rows and " + next.schema() + " for later ones.");
        }
        return next;
    }

    private Frame piece(String name, Work.Pieces pieces, Frame frame, long first) {
        try {
            return pieces.function().apply(frame);
        } catch (RuntimeException failed) {
            for (int row = 0; row < frame.rows(); row++) {
                Frame one = frame.slice(row, row + 1);
                guarded(
                        name,
                        " on row " + (first + row + 1) + ", " + one.row(0) + ",",
                        () -> pieces.function().apply(one));
            }
            throw failed(name, " on rows " + (first + 1) + " to " + (first + frame.rows()), failed);
        }
    }

    private <T> T guarded(String name, String row, Supplier<T> function) {
        try {
            return function.get();
        } catch (ShearwaterException known) {
            throw row.isEmpty() ? known : failed(name, row, known);
        } catch (RuntimeException failed) {
            throw failed(name, row, failed);
        }
    }

    private ShearwaterException failed(String name, String row, RuntimeException failed) {
        String why =
                failed instanceof ShearwaterException known ? String.valueOf(known.getMessage()) : failed.toString();
        return PipelineError.FUNCTION_FAILED.because(
                "The function of " + what(name) + " failed" + row + ": " + why, failed);
    }

    // ---- numbers of rows

    private Comparison comparison(Step step, Node.Expectation expected) {
        String name = step.key().name();
        Optional<Part> input = step.inputs().stream()
                .filter(key -> expected.input().map(key.name()::equals).orElse(true))
                .findFirst();
        return new Comparison(what(name), expected.cardinality(), input, new AtomicLong(), new AtomicLong());
    }

    /** The rows of an input beside those that come out. */
    private record Comparison(
            String what, Cardinality cardinality, Optional<Part> input, AtomicLong in, AtomicLong out) {
        boolean isOf(Part key) {
            return input.filter(key::equals).isPresent();
        }

        void add(long rows) {
            in.addAndGet(rows);
        }

        FrameReader countingInput(FrameReader reader) {
            return counting(reader, in, () -> {});
        }

        FrameReader checking(FrameReader reader) {
            return counting(reader, out, this::check);
        }

        private static FrameReader counting(FrameReader reader, AtomicLong count, Runnable end) {
            return new Rows(
                    reader,
                    reader.schema(),
                    frame -> {
                        count.addAndGet(frame.rows());
                        return frame;
                    },
                    end);
        }

        private void check() {
            if (!cardinality.allows(in.get(), out.get())) {
                throw PipelineError.WRONG_ROWS.because(what + " is declared to give " + cardinality.words() + " "
                        + input.map(key -> "'" + key.name() + "' ").orElse("") + "has; " + in.get()
                        + " rows went in and "
                        + out.get() + " came out."
                        + (out.get() > in.get()
                                ? " A key that a join looks up may be there several times."
                                : " A join may have found no row, or a filter dropped some."));
            }
        }
    }
}
