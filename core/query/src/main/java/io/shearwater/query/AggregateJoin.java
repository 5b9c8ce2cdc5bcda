package io.shearwater.query;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.RowFunction;
import io.shearwater.plan.TimeColumn;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
        DerivedColumns derived = DerivedColumns.of(group, columns);
        List<Aggregate> wanted = wanted(columns, derived);
        Plan scan = scans.events(
                node, read(wanted), aggregation.where().and(labelTime.span().visible(events, reach(wanted))));
        Asking asking = new Asking(left.schema(), labelTime.given(), asked);
        Optional<AggregateRule.Derived> computed =
                node.fills() ? filled(columns, asking) : derived(derived, scans, asking);
        Plan answered =
                new Plan.Aggregated(left, scan, rule(wanted, computed, asking), ColumnNames.presence(node.number()));
        return new Plan.Project(answered, renames(answered, left, columns, asked));
    }

    /** What a spine brings, or a row has that is known later than its time, comes before the last value. */
    private Optional<AggregateRule.Derived> filled(List<String> columns, Asking asking) {
        List<String> read = new ArrayList<>();
        List<Field> inputs = new ArrayList<>();
        List<Field> outputs = new ArrayList<>();
        for (String column : node.query().columns()) {
            Optional<String> own = node.parent() == 0 && columns.contains(column)
                    ? asking.given().apply(column)
                    : Optional.empty();
            own.ifPresent(given -> {
                Field last = group.schema().field(column);
                read.add(given);
                read.add(column);
                inputs.add(asking.schema().field(given));
                inputs.add(last);
                outputs.add(new Field(ColumnNames.ofNode(node.number(), column), last.type()));
            });
        }
        return outputs.isEmpty()
                ? Optional.empty()
                : Optional.of(new AggregateRule.Derived(new FilledColumns(inputs, outputs), read));
    }

    /**
     * A row for each key and time of the events, with the names that the root's columns have in a plan.
     *
     * @param asked a condition on key and time, by their names in the group
     */
    Plan ofEvents(TableScans scans, List<String> columns, LabelSpan span, Predicate asked) {
        DerivedColumns derived = DerivedColumns.of(group, columns);
        List<Aggregate> wanted = wanted(columns, derived);
        Set<String> read = new LinkedHashSet<>(read(wanted));
        read.addAll(derived.given());
        Predicate counting = aggregation.where();
        for (Predicate part : asked.conjuncts()) {
            // Events of other keys change no row that is asked for.
            counting = group.primaryKey().containsAll(part.columns()) ? counting.and(part) : counting;
        }
        // An event that is known later asks before it is seen.
        boolean isKnownAtOnce = events.eventTime().orElseThrow().knownAfter().isZero();
        Plan scan = scans.events(
                node, List.copyOf(read), isKnownAtOnce ? counting.and(span.visible(events, reach(wanted))) : counting);
        UnaryOperator<String> named = column -> ColumnNames.ofNode(node.number(), column);
        String time = named.apply(group.eventTime().orElseThrow().column());
        List<Field> asks = new ArrayList<>(scan.schema().fields());
        group.primaryKey()
                .forEach(column -> asks.add(new Field(
                        named.apply(column), events.schema().field(column).type())));
        asks.add(new Field(time, DataType.TIMESTAMP));
        Asking asking = new Asking(Schema.of(asks), Optional::of, new TimeColumn(time, ZoneOffset.UTC));
        Plan answered = new Plan.AggregatedEvents(
                scan, rule(wanted, derived(derived, scans, asking), asking), ColumnNames.rename(asked, named));
        List<Plan.Rename> renames = new ArrayList<>();
        group.identity().forEach(column -> renames.add(new Plan.Rename(named.apply(column), named.apply(column))));
        columns.forEach(column -> renames.add(new Plan.Rename(column, named.apply(column))));
        return new Plan.Project(answered, renames);
    }

    /** The aggregates that are needed for some columns. */
    private List<Aggregate> wanted(List<String> columns, DerivedColumns derived) {
        requireUnfiltered(derived);
        Set<String> computed = new LinkedHashSet<>(columns);
        computed.addAll(join.keep().columns());
        computed.addAll(derived.inputs());
        return aggregation.aggregates().stream()
                .filter(aggregate -> computed.contains(aggregate.name()))
                .toList();
    }

    private AggregateRule rule(List<Aggregate> wanted, Optional<AggregateRule.Derived> derived, Asking asking) {
        EventTime time = events.eventTime().orElseThrow();
        return new AggregateRule(
                join.on(),
                asking.time(),
                new TimeColumn(time.column(), time.zone()),
                time.knownAfter(),
                join.bound(),
                order(),
                wanted,
                join.keep(),
                derived);
    }

    private void requireUnfiltered(DerivedColumns derived) {
        boolean isTested = group.onDemandNames().stream().anyMatch(join.keep().columns()::contains);
        if (isTested || (!derived.isEmpty() && !join.keep().passesAll())) {
            throw QueryError.BAD_AGGREGATES.because("The query filters '" + group.name() + "' version "
                    + group.version() + " where " + join.keep() + ", and reads " + group.onDemandNames()
                    + ", which are computed of its row on demand. Leave one of both out, or filter the result.");
        }
    }

    private Optional<AggregateRule.Derived> derived(DerivedColumns derived, TableScans scans, Asking asking) {
        if (derived.isEmpty()) {
            return Optional.empty();
        }
        RowFunction function = derived.function(scans.functions());
        Set<String> given = derived.given();
        List<String> inputs = new ArrayList<>();
        for (Field input : function.inputs()) {
            String name = input.name();
            if (aggregation.aggregates().stream()
                    .anyMatch(aggregate -> aggregate.name().equals(name))) {
                inputs.add(name);
            } else {
                inputs.add(derived.column(
                        input,
                        asking.schema(),
                        given.contains(name) ? asking.given() : own -> Optional.of(source(own, asking.time()))));
            }
        }
        return Optional.of(new AggregateRule.Derived(function, inputs));
    }

    /**
     * Who asks.
     *
     * @param schema of the plan that has the rows
     * @param given what the plan calls a column of theirs
     * @param time the column with their time
     */
    private record Asking(Schema schema, Function<String, Optional<String>> given, TimeColumn time) {}

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
    private List<String> read(List<Aggregate> wanted) {
        Set<String> read = new LinkedHashSet<>(group.primaryKey());
        read.add(events.eventTime().orElseThrow().column());
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
    private List<Plan.Rename> renames(Plan answered, Plan left, List<String> columns, TimeColumn asked) {
        List<Plan.Rename> renames = new ArrayList<>();
        Schema given = answered.schema();
        left.schema().names().forEach(name -> renames.add(new Plan.Rename(name, name)));
        for (String column : columns) {
            String named = ColumnNames.ofNode(node.number(), column);
            renames.add(new Plan.Rename(given.contains(named) ? named : source(column, asked), named));
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
