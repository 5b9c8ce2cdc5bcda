package io.shearwater.pipeline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A function of a feature pipeline over sources and other nodes. Nothing runs until the pipeline does. Functions must be pure:
 * the same rows give the same rows, without a look at the clock. Immutable.
 */
public final class Node {
    private final Work work;
    private final Optional<Window> window;
    private final Optional<String> time;
    private final Optional<Expectation> expectation;
    private final Direction direction;

    /** How many rows are expected, beside those of which input; of the only one if none is named. */
    record Expectation(Cardinality cardinality, Optional<String> input) {}

    /** Which rows a row is computed from. */
    enum Direction {
        PAST,
        FUTURE
    }

    Node(
            Work work,
            Optional<Window> window,
            Optional<String> time,
            Optional<Expectation> expectation,
            Direction direction) {
        this.work = work;
        this.window = window;
        this.time = time;
        this.expectation = expectation;
        this.direction = direction;
    }

    private static Node of(Work work) {
        return new Node(work, Optional.empty(), Optional.empty(), Optional.empty(), Direction.PAST);
    }

    /**
     * A {@code SELECT} whose tables are sources and nodes of the pipeline, else feature groups, which are read whole. It is
     * refused where it would not mean the same in Spark SQL, unless {@link #duckdbOnly} is said.
     */
    public static Node sql(String statement) {
        return of(new Work.Sql(statement, true));
    }

    /** A function of all rows of an input at once; they must fit the memory. */
    public static Node frame(String input, UnaryOperator<Frame> function) {
        return of(new Work.Whole(List.of(input), frames -> function.apply(frames.getFirst()), function.getClass()));
    }

    /** A function of all rows of several inputs at once; they must fit the memory. */
    public static Node frames(List<String> inputs, Function<List<Frame>, Frame> function) {
        return of(new Work.Whole(inputs, function, function.getClass()));
    }

    /** A function of each row by itself, given as it likes in pieces of one or many rows; of any number of rows in all. */
    public static Node rows(String input, UnaryOperator<Frame> function) {
        return of(new Work.Pieces(input, function));
    }

    /** A function of a stream of rows, of any number; the reader that it returns closes the one that it was given. */
    public static Node stream(String input, UnaryOperator<FrameReader> function) {
        return of(new Work.Stream(List.of(input), readers -> function.apply(readers.getFirst()), function.getClass()));
    }

    /**
     * Nulls of an input filled with the value before, of the same entity. What is read begins so much earlier as a value may be
     * old.
     */
    public static Node forwardFill(String input, Fill fill) {
        Window back = fill.most().isEmpty()
                ? Window.unbounded()
                : new Window(OptionalLong.of(fill.most().getAsLong() + 1), 1, Window.Beginning.INCOMPLETE);
        return filled(input, fill, Direction.PAST).window(back, fill.time()).gives(Cardinality.PRESERVING);
    }

    /**
     * Nulls of an input filled with the next value, of the same entity, within what a run reads. A row then holds what was not
     * known at its time: a run refuses to write it into a group with an event time.
     */
    public static Node backwardFill(String input, Fill fill) {
        return filled(input, fill, Direction.FUTURE).gives(Cardinality.PRESERVING);
    }

    private static Node filled(String input, Fill fill, Direction direction) {
        return sorted(new Work.Sorted(
                input,
                by(fill.keys(), fill.time()),
                direction,
                (rows, calendar) -> new FilledRows(rows, fill, calendar),
                fill.toString()));
    }

    /** The totals of each key and day of an input. */
    public static Node dailyTotals(String input, Totals totals) {
        return sorted(new Work.Sorted(
                        input,
                        by(totals.keys(), totals.time()),
                        Direction.PAST,
                        (rows, calendar) -> new DailyTotals(rows, totals, calendar),
                        totals.toString()))
                .window(Window.ofDays(1), totals.day())
                .gives(Cardinality.REDUCING);
    }

    /** The totals of so many days up to each day, of an input that has those of a day. */
    public static Node rollUp(String input, Totals totals, int days) {
        return sorted(new Work.Sorted(
                        input,
                        by(totals.keys(), totals.day()),
                        Direction.PAST,
                        (rows, calendar) -> new RolledUpTotals(rows, totals, days, calendar),
                        totals + " " + days))
                .window(Window.ofDays(days), totals.day())
                .gives(Cardinality.PRESERVING);
    }

    private static Node sorted(Work.Sorted sorted) {
        Node node = of(sorted);
        return new Node(node.work, node.window, node.time, node.expectation, sorted.direction());
    }

    private static List<String> by(List<String> keys, String time) {
        List<String> by = new ArrayList<>(keys);
        by.add(time);
        return by;
    }

    /**
     * Transformations of each row that are the same for every model. One that learns from training data is refused when the
     * pipeline runs: its place is a feature view.
     */
    public static Node transformation(String input, TransformationCall... calls) {
        return of(new Work.Transformed(input, List.of(calls)));
    }

    /**
     * The transformations of a feature view with what they learnt from one version of its training data, for the least latency
     * when the model is served. What it gives belongs to that model: it may be written only into a group that is online only.
     */
    public static Node ofModel(String input, String view, int version, int trainingDataset) {
        return of(new Work.OfModel(input, view, version, trainingDataset));
    }

    /** Lets SQL use what only DuckDB knows. */
    public Node duckdbOnly() {
        if (work instanceof Work.Sql sql) {
            return new Node(new Work.Sql(sql.text(), false), window, time, expectation, direction);
        }
        throw PipelineError.BAD_PIPELINE.because("Only a node of SQL can be for DuckDB alone.");
    }

    /**
     * It looks back over a window from each row that it gives. Its inputs are read from so much earlier; of what it gives, the
     * rows whose time is in the run stay.
     *
     * @param timeColumn of its result, a timestamp or a date: an instant in the last unit of the row's window
     */
    public Node window(Window back, String timeColumn) {
        return new Node(work, Optional.of(back), Optional.of(timeColumn), expectation, direction);
    }

    /** It gives so many rows, compared with its only input. */
    public Node gives(Cardinality rows) {
        return new Node(work, window, time, Optional.of(new Expectation(rows, Optional.empty())), direction);
    }

    /** It gives so many rows, compared with one of its inputs. */
    public Node gives(Cardinality rows, String input) {
        return new Node(work, window, time, Optional.of(new Expectation(rows, Optional.of(input))), direction);
    }

    Work work() {
        return work;
    }

    Optional<Window> window() {
        return window;
    }

    /** The time column of the result; there where there is a window. */
    Optional<String> time() {
        return time;
    }

    Optional<Expectation> expectation() {
        return expectation;
    }

    Direction direction() {
        return direction;
    }
}
