package io.shearwater.offline;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows on their way into a group, with the group's columns and types. When a row breaks a rule, the rest of the input is
 * still checked, and the error then names the first ten such rows.
 */
final class CheckedRows implements FrameReader {
    private static final int MOST_PROBLEMS = 10;

    private final FeatureGroupSpec group;
    private final FrameReader input;
    private final KeyBounds bounds;
    private final OrderProof order;
    private final long latestEventTime;
    private final List<String> problems = new ArrayList<>();
    private long checked;
    private long rows;

    /**
     * @param latestEventTime microseconds; event times after it are refused as mistakes of unit
     */
    CheckedRows(FeatureGroupSpec group, FrameReader input, long latestEventTime) {
        this.group = group;
        this.input = input;
        this.bounds = new KeyBounds(group.identity());
        this.order = new OrderProof(group);
        this.latestEventTime = latestEventTime;
        checkColumns(group, input.schema());
    }

    @Override
    public Schema schema() {
        return group.schema();
    }

    /** The rows that passed so far. */
    long rows() {
        return rows;
    }

    /** The bounds of the identities that passed. */
    KeyBounds bounds() {
        return bounds;
    }

    /** Whether the identities that passed are known to differ. */
    boolean isUnique() {
        return order.isUnique();
    }

    @Override
    public Optional<Frame> next() {
        Optional<Frame> next = input.next();
        if (next.isEmpty()) {
            return next;
        }
        Frame checked = check(next.get());
        if (!problems.isEmpty()) {
            throw findTheRest();
        }
        bounds.add(checked);
        order.add(checked);
        rows += checked.rows();
        return Optional.of(checked);
    }

    private RuntimeException findTheRest() {
        for (Optional<Frame> next = input.next();
                next.isPresent() && problems.size() < MOST_PROBLEMS;
                next = input.next()) {
            check(next.get());
        }
        List<String> first = problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()));
        return OfflineError.BAD_ROWS.because("Nothing was written to the feature group '" + group.name()
                + "' version " + group.version() + ": rows of the input break its rules"
                + (problems.size() >= MOST_PROBLEMS ? " (the first " + MOST_PROBLEMS + ")" : "") + ":\n  "
                + String.join("\n  ", first));
    }

    private Frame check(Frame frame) {
        long offset = checked;
        List<Column> columns = new ArrayList<>(group.features().size());
        for (Feature feature : group.features()) {
            Column column = frame.schema().contains(feature.name())
                    ? frame.column(feature.name())
                    : defaults(feature, frame.rows());
            columns.add(Columns.conform(
                    feature.name(), column, feature.type(), (row, problem) -> problem(offset + row, problem)));
        }
        Frame conformed = new Frame(group.schema(), columns, frame.rows());
        for (String name : group.identity()) {
            requireNoNull(conformed, name, offset);
        }
        group.eventTime().ifPresent(time -> requirePossible(conformed, time, offset));
        checked += frame.rows();
        return conformed;
    }

    private static Column defaults(Feature feature, int rows) {
        ColumnBuilder builder = ColumnBuilder.of(feature.name(), feature.type(), rows);
        for (int row = 0; row < rows; row++) {
            builder.append(feature.defaultValue().orElse(null));
        }
        return builder.build();
    }

    private void requireNoNull(Frame frame, String name, long offset) {
        Column column = frame.column(name);
        if (column.validity().allValid()) {
            return;
        }
        String role = group.primaryKey().contains(name) ? "primary key" : "event time";
        for (int row = 0; row < frame.rows() && problems.size() < MOST_PROBLEMS; row++) {
            if (column.isNull(row)) {
                problem(offset + row, "the " + role + " '" + name + "' is null");
            }
        }
    }

    private void requirePossible(Frame frame, EventTime time, long offset) {
        Column column = frame.column(time.column());
        for (int row = 0; row < frame.rows() && problems.size() < MOST_PROBLEMS; row++) {
            if (!column.isNull(row) && micros(column, row) > latestEventTime) {
                problem(
                        offset + row,
                        "the event time '" + time.column() + "' is " + column.value(row)
                                + ", more than ten years ahead (milliseconds read as seconds?)");
            }
        }
    }

    private static long micros(Column column, int row) {
        return switch (column) {
            case Column.Longs longs -> longs.values()[row];
            case Column.Ints days -> days.values()[row] * 86_400L * Times.MICROS;
            default -> Long.MIN_VALUE;
        };
    }

    private void problem(long row, String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add("row " + (row + 1) + ": " + what);
        }
    }

    /** Whether a frame of these columns can be written to the group at all. */
    static void checkColumns(FeatureGroupSpec group, Schema input) {
        Schema wanted = group.schema();
        String where = "the feature group '" + group.name() + "' version " + group.version();
        for (String name : input.names()) {
            if (!wanted.contains(name)) {
                throw OfflineError.WRONG_COLUMNS.because("The input has the column '" + name + "', which " + where
                        + " does not have; it has " + wanted.names() + "." + Names.didYouMean(name, wanted.names())
                        + " Leave it out, or add it with appendFeatures.");
            }
        }
        for (Feature feature : group.features()) {
            if (!input.contains(feature.name())) {
                if (feature.defaultValue().isEmpty()) {
                    throw OfflineError.WRONG_COLUMNS.because("The input lacks the column '" + feature.name() + "' ("
                            + feature.type() + ") of " + where + "; it has " + input.names() + ".");
                }
                continue;
            }
            DataType given = input.field(feature.name()).type();
            if (!Columns.widens(given, feature.type())) {
                throw OfflineError.WRONG_COLUMNS.because("The column '" + feature.name() + "' of " + where + " is "
                        + feature.type() + ", the input's is " + given + ". Convert it before the insert.");
            }
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
