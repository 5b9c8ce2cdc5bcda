package io.shearwater.query;

import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Times;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a group of aggregates that is the root of a query: one for each key and time of an event that counts, or, as of an
 * instant, one for each key that has had one. Their columns have the names that the root's have inside a plan.
 */
final class AggregatedRoot {
    private final Node root;
    private final TableScans scans;
    private final FeatureGroupSpec group;
    private final FeatureGroupSpec events;
    private final EventTime eventTime;
    private final String time;
    private final List<String> aggregates;

    /**
     * Rows of a root.
     *
     * @param columns of the group that the plan carries on
     */
    AggregatedRoot(Node root, TableScans scans, List<String> columns) {
        this.root = root;
        this.scans = scans;
        this.group = root.group();
        this.events = group.stored();
        this.eventTime = events.eventTime().orElseThrow();
        this.time = group.eventTime().orElseThrow().column();
        List<String> identity = group.identity();
        this.aggregates =
                columns.stream().filter(column -> !identity.contains(column)).toList();
    }

    /** The rows at the times of events, of those that pass a condition on the group's columns. */
    Plan ofEvents(Predicate condition, LabelSpan span) {
        if (!(events.schema().field(eventTime.column()).type() instanceof DataType.TimestampType)) {
            throw QueryError.BAD_AGGREGATES.because("The rows of '" + group.name() + "' version " + group.version()
                    + " cannot be read at the times of their events: those of '" + events.name()
                    + "' are days, which are no moments. Join it to rows that have a time.");
        }
        List<String> identity = group.identity();
        Predicate asked = Predicate.all();
        Predicate computed = Predicate.all();
        for (Predicate part : condition.conjuncts()) {
            if (identity.containsAll(part.columns())) {
                asked = asked.and(ColumnNames.rename(part, this::ofEvent));
            } else {
                computed = computed.and(part);
            }
        }
        List<String> keys = new ArrayList<>(group.primaryKey());
        keys.add(time);
        Plan questions = distinct(keys, asked);
        Plan answered = answered(questions, new TimeColumn(named(time), ZoneOffset.UTC), span);
        return computed.passesAll() ? answered : new Plan.Filter(answered, ColumnNames.rename(computed, this::named));
    }

    /** A row of each entity at one instant, which is its event time too. */
    Plan latest(Instant now) {
        LabelSpan span = LabelSpan.at(Times.micros(now));
        Plan entities = distinct(group.primaryKey(), span.visible(events, Optional.empty()));
        Plan questions = new Plan.Constant(entities, new Field(named(time), DataType.TIMESTAMP), Times.truncated(now));
        return answered(questions, new TimeColumn(named(time), ZoneOffset.UTC), span);
    }

    /** The events that count, each combination of these columns once. */
    private Plan distinct(List<String> columns, Predicate asked) {
        Aggregation aggregation = group.aggregation().orElseThrow();
        Predicate condition = aggregation.where().and(asked);
        for (String key : group.primaryKey()) {
            condition = condition.and(Predicate.not(Predicate.isNull(key)));
        }
        List<String> read = new ArrayList<>(columns.stream().map(this::ofEvent).toList());
        read.add(HiddenColumns.SEQUENCE.name());
        List<Plan.Rename> renames = new ArrayList<>(columns.stream()
                .map(column -> new Plan.Rename(ofEvent(column), named(column)))
                .toList());
        String sequence = named(HiddenColumns.SEQUENCE.name());
        renames.add(new Plan.Rename(HiddenColumns.SEQUENCE.name(), sequence));
        Plan all = new Plan.Project(scans.events(root, read, condition), renames);
        List<String> names = columns.stream().map(this::named).toList();
        Plan once = new Plan.Latest(all, names, List.of(sequence));
        return new Plan.Project(
                once, names.stream().map(name -> new Plan.Rename(name, name)).toList());
    }

    private Plan answered(Plan questions, TimeColumn asked, LabelSpan span) {
        List<KeyPair> on = group.primaryKey().stream()
                .map(column -> new KeyPair(named(column), column))
                .toList();
        GroupJoin join = new GroupJoin(root, on, AsOfRule.Bound.INCLUSIVE, Optional.empty(), Predicate.all());
        return join.to(questions, scans, aggregates, new GroupJoin.LabelTime(Optional.of(asked), span));
    }

    /** What the events call a column of the group's identity. */
    private String ofEvent(String column) {
        return column.equals(time) ? eventTime.column() : column;
    }

    private String named(String column) {
        return ColumnNames.ofNode(root.number(), column);
    }
}
