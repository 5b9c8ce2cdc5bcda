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
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows on their way into a group, with the group's columns and types. When a row breaks a rule, the rest of the input is
 * still checked, and the error then names the first ten such rows.
 */
final class CheckedRows implements FrameReader {
    private final FeatureGroupSpec group;
    private final FrameReader input;
    private final KeyBounds bounds;
    private final OrderProof order;
    private final long latestEventTime;
    private final RowProblems problems = new RowProblems();
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

    private ShearwaterException findTheRest() {
        try {
            while (!problems.isEnough()) {
                Optional<Frame> next = input.next();
                if (next.isEmpty()) {
                    return problems.error(group, true);
                }
                check(next.get());
            }
        } catch (ShearwaterException broken) {
            // The input itself fails further on; the rows found before come first.
            ShearwaterException error = problems.error(group, false);
            error.addSuppressed(broken);
            return error;
        }
        return problems.error(group, false);
    }

    private Frame check(Frame frame) {
        problems.begin(frame.rows());
        List<Column> columns = new ArrayList<>(group.features().size());
        for (Feature feature : group.features()) {
            Column column = frame.schema().contains(feature.name())
                    ? frame.column(feature.name())
                    : defaults(feature, frame.rows());
            columns.add(Columns.conform(feature.name(), column, feature.type(), problems::add));
        }
        Frame conformed = new Frame(group.schema(), columns, frame.rows());
        for (String name : group.identity()) {
            // As it came: what did not fit the type has been refused and is not null besides.
            requireNoNull(frame.schema().contains(name) ? frame : conformed, name);
        }
        group.eventTime().ifPresent(time -> requirePossible(conformed, time));
        return conformed;
    }

    private static Column defaults(Feature feature, int rows) {
        ColumnBuilder builder = ColumnBuilder.of(feature.name(), feature.type(), rows);
        for (int row = 0; row < rows; row++) {
            builder.append(feature.defaultValue().orElse(null));
        }
        return builder.build();
    }

    private void requireNoNull(Frame frame, String name) {
        Column column = frame.column(name);
        if (column.validity().allValid()) {
            return;
        }
        String role = group.primaryKey().contains(name) ? "primary key" : "event time";
        for (int row = 0; row < frame.rows(); row++) {
            if (column.isNull(row)) {
                problems.add(row, "the " + role + " '" + name + "' is null");
            }
        }
    }

    private void requirePossible(Frame frame, EventTime time) {
        Column column = frame.column(time.column());
        for (int row = 0; row < frame.rows(); row++) {
            if (!column.isNull(row) && micros(column, row) > latestEventTime) {
                problems.add(
                        row,
                        "the event time '" + time.column() + "' is " + column.value(row)
                                + ", more than ten years ahead (were milliseconds read as seconds?)");
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
                            + feature.type() + ") of " + where + "; it has " + input.names() + "."
                            + Names.didYouMean(feature.name(), input.names())
                            + " Add it to the input, with nulls if nothing is known.");
                }
                continue;
            }
            DataType given = input.field(feature.name()).type();
            if (!Columns.widens(given, feature.type())) {
                throw OfflineError.WRONG_COLUMNS.because("The column '" + feature.name() + "' of " + where + " is "
                        + feature.type() + ", the input's is " + given + ". Convert it before the insert, or read the"
                        + " file with FileSource.of(file).withSchema(group.spec().schema()), which names the lines that do"
                        + " not fit.");
            }
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
