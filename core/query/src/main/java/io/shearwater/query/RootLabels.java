package io.shearwater.query;

import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.Times;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Label rows from the root group itself. */
final class RootLabels {
    private final Node root;
    private final TableScans scans;
    private final List<String> columns;

    /**
     * Rows of a root.
     *
     * @param needed the columns of the root that the plan reads; its identity comes with them
     */
    RootLabels(Node root, TableScans scans, List<String> needed) {
        this.root = root;
        this.scans = scans;
        List<String> identity = root.group().identity();
        this.columns = root.group().schema().names().stream()
                .filter(column -> needed.contains(column) || identity.contains(column))
                .toList();
    }

    /** The rows of a range that pass the root's filter and another condition on the root's columns. */
    LabelSide ofRange(LabelRows.OfRoot rows, Predicate filter) {
        FeatureGroupSpec group = root.group();
        Predicate condition = root.query()
                .filter()
                .and(TimeBounds.within(group, rows.range()))
                .and(filter);
        Optional<TimeColumn> time = group.eventTime().map(this::timeColumn);
        LabelSpan span = group.eventTime()
                .map(column -> LabelSpan.of(
                        rows.range(), group.schema().field(column.column()).type(), column.zone()))
                .orElse(LabelSpan.UNKNOWN);
        Plan plan = group.isWritten()
                ? scans.named(root, columns, condition)
                : new AggregatedRoot(root, scans, columns).ofEvents(condition, span);
        return side(plan, time, span, List.of());
    }

    /** The latest rows at an instant; the filters are conditions on these. */
    LabelSide latest(LabelRows.Latest rows) {
        FeatureGroupSpec group = root.group();
        LabelSpan span = LabelSpan.at(Times.micros(rows.now()));
        Plan newest = group.isWritten() ? newest(span) : new AggregatedRoot(root, scans, columns).latest(rows.now());
        Predicate filter = ColumnNames.rename(root.query().filter(), this::named);
        Plan passing = filter.passesAll() ? newest : new Plan.Filter(newest, filter);
        Plan timed =
                new Plan.Constant(passing, new Field(ColumnNames.NOW, DataType.TIMESTAMP), Times.truncated(rows.now()));
        return side(timed, Optional.of(new TimeColumn(ColumnNames.NOW, ZoneOffset.UTC)), span, notes(rows.now()));
    }

    private Plan newest(LabelSpan span) {
        FeatureGroupSpec group = root.group();
        if (group.eventTime().isEmpty()) {
            return scans.named(root, columns, Predicate.all());
        }
        EventTime time = group.eventTime().orElseThrow();
        List<String> read = new ArrayList<>(columns);
        read.add(HiddenColumns.SEQUENCE.name());
        List<String> keys = group.primaryKey().stream().map(this::named).toList();
        return new Plan.Latest(
                scans.named(root, read, span.visible(group, group.ttl())),
                keys,
                List.of(named(time.column()), named(HiddenColumns.SEQUENCE.name())));
    }

    private LabelSide side(Plan plan, Optional<TimeColumn> time, LabelSpan span, List<String> notes) {
        Map<String, String> names = new LinkedHashMap<>();
        columns.forEach(column -> names.put(column, named(column)));
        List<Plan.Rename> lead = root.group().identity().stream()
                .map(column -> new Plan.Rename(named(column), column))
                .toList();
        List<String> identity = lead.stream().map(Plan.Rename::from).toList();
        return new LabelSide(plan, names, time, span, lead, identity, notes);
    }

    private List<String> notes(Instant now) {
        String rows = !root.group().isWritten()
                ? "each " + root.group().primaryKey() + " that has events, of "
                : root.group().eventTime().isPresent()
                        ? "the latest row of each " + root.group().primaryKey() + " of "
                        : "all rows (it has no event time) of ";
        return List.of("Rows: " + rows + root.group().ref() + "; features as of " + now + ".");
    }

    private TimeColumn timeColumn(EventTime time) {
        return new TimeColumn(named(time.column()), time.zone());
    }

    private String named(String column) {
        return ColumnNames.ofNode(0, column);
    }
}
