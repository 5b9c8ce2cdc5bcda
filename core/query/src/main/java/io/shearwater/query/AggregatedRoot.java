package io.shearwater.query;

import io.shearwater.model.DataType;
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
        this.time = group.eventTime().orElseThrow().column();
        List<String> identity = group.identity();
        this.aggregates =
                columns.stream().filter(column -> !identity.contains(column)).toList();
    }

    /** The rows at the times of events, of those that pass a condition on the group's columns. */
    Plan ofEvents(Predicate condition, LabelSpan span) {
        List<String> identity = group.identity();
        Predicate asked = Predicate.all();
        Predicate computed = Predicate.all();
        for (Predicate part : condition.conjuncts()) {
            if (identity.containsAll(part.columns())) {
                asked = asked.and(part);
            } else {
                computed = computed.and(part);
            }
        }
        requireGiven();
        Plan answered = new AggregateJoin(join()).ofEvents(scans, aggregates, span, asked);
        return computed.passesAll() ? answered : new Plan.Filter(answered, ColumnNames.rename(computed, this::named));
    }

    /** What is computed of an event's aggregates with columns of the event itself has these. */
    private void requireGiven() {
        for (String column : DerivedColumns.of(group, aggregates).given()) {
            if (!events.schema().contains(column)) {
                throw QueryError.BAD_AGGREGATES.because("The rows of '" + group.name() + "' version " + group.version()
                        + " at the times of events have no '" + column + "', with which " + group.onDemandNames()
                        + " are computed on demand: the events of '" + events.name() + "' have "
                        + events.schema().names() + ". Leave these columns out, or bring a spine that has it.");
            }
        }
    }

    /** A row of each entity at one instant, which is its event time too. */
    Plan latest(Instant now) {
        LabelSpan span = LabelSpan.at(Times.micros(now));
        DerivedColumns derived = DerivedColumns.of(group, aggregates);
        if (!derived.given().isEmpty()) {
            throw derived.unasked();
        }
        Plan questions =
                new Plan.Constant(entities(span), new Field(named(time), DataType.TIMESTAMP), Times.truncated(now));
        return answered(questions, new TimeColumn(named(time), ZoneOffset.UTC), span);
    }

    /** Each key that has an event that counts. */
    private Plan entities(LabelSpan span) {
        Predicate condition = group.aggregation().orElseThrow().where().and(span.visible(events, Optional.empty()));
        for (String key : group.primaryKey()) {
            condition = condition.and(Predicate.not(Predicate.isNull(key)));
        }
        String sequence = HiddenColumns.SEQUENCE.name();
        List<String> read = new ArrayList<>(group.primaryKey());
        read.add(sequence);
        List<Plan.Rename> renames = new ArrayList<>(group.primaryKey().stream()
                .map(column -> new Plan.Rename(column, named(column)))
                .toList());
        renames.add(new Plan.Rename(sequence, named(sequence)));
        Plan all = new Plan.Project(scans.events(root, read, condition), renames);
        List<String> names = group.primaryKey().stream().map(this::named).toList();
        return new Plan.Project(
                new Plan.Latest(all, names, List.of(named(sequence))),
                names.stream().map(name -> new Plan.Rename(name, name)).toList());
    }

    private Plan answered(Plan questions, TimeColumn asked, LabelSpan span) {
        return join().to(
                        questions,
                        scans,
                        aggregates,
                        new GroupJoin.LabelTime(Optional.of(asked), span, column -> Optional.of(named(column))));
    }

    private GroupJoin join() {
        List<KeyPair> on = group.primaryKey().stream()
                .map(column -> new KeyPair(named(column), column))
                .toList();
        return new GroupJoin(root, on, AsOfRule.Bound.INCLUSIVE, Optional.empty(), Predicate.all());
    }

    private String named(String column) {
        return ColumnNames.ofNode(root.number(), column);
    }
}
