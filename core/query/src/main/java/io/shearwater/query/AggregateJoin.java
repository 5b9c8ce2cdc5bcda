package io.shearwater.query;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.KeyPair;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Joins to each label row the aggregates of the events that it may see: those of a group whose rows are not stored. */
final class AggregateJoin {
    private final GroupJoin join;
    private final Node node;
    private final FeatureGroupSpec group;
    private final FeatureGroupSpec events;
    private final Aggregation aggregation;

    AggregateJoin(GroupJoin join) {
        this.join = join;
        this.node = join.node();
        this.group = node.group();
        this.events = group.stored();
        this.aggregation = group.aggregation().orElseThrow();
        List<String> open = group.primaryKey().stream()
                .filter(column ->
                        join.on().stream().noneMatch(pair -> pair.right().equals(column)))
                .toList();
        if (!open.isEmpty()) {
            throw QueryError.BAD_AGGREGATES.because("'" + group.name() + "' version " + group.version()
                    + " gives aggregates of each " + group.primaryKey() + "; the join leaves " + open
                    + " open. Join on the whole key.");
        }
        if (join.ttl().isPresent()) {
            throw QueryError.BAD_AGGREGATES.because("The join of '" + group.name() + "' version " + group.version()
                    + " limits the age of its row, which is computed as of the time that is asked for. The windows of its "
                    + "aggregates say how old an event may be.");
        }
    }

    /** The join; its parameters are those of {@link GroupJoin#to}. */
    Plan to(Plan left, TableScans scans, List<String> columns, GroupJoin.LabelTime labelTime) {
        TimeColumn asked = labelTime.column().orElseThrow(() -> GroupJoin.unbound(node));
        Set<String> tested = join.keep().columns();
        List<Aggregate> wanted = aggregation.aggregates().stream()
                .filter(aggregate -> columns.contains(aggregate.name()) || tested.contains(aggregate.name()))
                .toList();
        EventTime time = events.eventTime().orElseThrow();
        Plan scan = scans.events(
                node,
                read(wanted, time),
                aggregation.where().and(labelTime.span().visible(events, reach(wanted))));
        AggregateRule rule = new AggregateRule(
                join.on(),
                asked,
                new TimeColumn(time.column(), time.zone()),
                time.knownAfter(),
                join.bound(),
                order(),
                wanted,
                join.keep());
        Plan answered = new Plan.Aggregated(left, scan, rule, ColumnNames.presence(node.number()));
        return new Plan.Project(answered, renames(left, columns, asked));
    }

    /**
     * The greatest age of an event that matters: of those that are older none is read. Whether there was any event at all matters
     * only where label rows without one are dropped.
     */
    private Optional<Duration> reach(List<Aggregate> wanted) {
        EventTime time = events.eventTime().orElseThrow();
        boolean isInstant = events.schema().field(time.column()).type() instanceof DataType.TimestampType;
        if (node.isRequired() || !isInstant) {
            return Optional.empty();
        }
        Duration longest = Duration.ZERO;
        for (Aggregate aggregate : wanted) {
            Optional<Duration> reach = aggregate.window().reach();
            if (reach.isEmpty()) {
                return Optional.empty();
            }
            longest = longest.compareTo(reach.get()) < 0 ? reach.get() : longest;
        }
        return Optional.of(longest);
    }

    /** The columns of an event: its key and time, what is aggregated, and what orders equal times. */
    private List<String> read(List<Aggregate> wanted, EventTime time) {
        Set<String> read = new LinkedHashSet<>(group.primaryKey());
        read.add(time.column());
        wanted.forEach(aggregate -> read.addAll(aggregate.columns()));
        read.addAll(order());
        return List.copyOf(read);
    }

    private List<String> order() {
        List<String> order = new ArrayList<>();
        order.add(HiddenColumns.SEQUENCE.name());
        order.addAll(events.primaryKey());
        return order;
    }

    /** The left columns as they are; the key and the time of an aggregated row are those that were asked for. */
    private List<Plan.Rename> renames(Plan left, List<String> columns, TimeColumn asked) {
        List<Plan.Rename> renames = new ArrayList<>();
        left.schema().names().forEach(name -> renames.add(new Plan.Rename(name, name)));
        for (String column : columns) {
            renames.add(new Plan.Rename(source(column, asked), ColumnNames.ofNode(node.number(), column)));
        }
        String present = ColumnNames.presence(node.number());
        renames.add(new Plan.Rename(present, present));
        return renames;
    }

    private String source(String column, TimeColumn asked) {
        if (column.equals(group.eventTime().orElseThrow().column())) {
            return asked.column();
        }
        return join.on().stream()
                .filter(pair -> pair.right().equals(column))
                .map(KeyPair::left)
                .findFirst()
                .orElse(column);
    }
}
