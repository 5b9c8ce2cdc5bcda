package io.shearwater.query;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateCheck;
import io.shearwater.model.Query;
import io.shearwater.plan.Plan;
import io.shearwater.transform.Functions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** The label rows of a query with one row of every group joined to each, filtered; not yet the columns of a result. */
final class Snowflake {
    private final Query query;
    private final List<Node> nodes;
    private final Demand demand;
    private final Needs needs;
    private final LabelSide labels;
    private final List<String> notes = new ArrayList<>();
    private final Plan plan;

    /**
     * What is asked of the tree.
     *
     * @param outputs the result columns to carry
     * @param required the nodes whose presence counts
     * @param labels root columns that a spine must not lack
     * @param subject the query, for messages
     */
    record Demand(Collection<Query.Output> outputs, List<Integer> required, Set<String> labels, String subject) {}

    /** The projects whose tables they are, and the code of what is computed on demand. */
    record Place(Function<FeatureGroupSpec, String> homes, Functions functions) {}

    Snowflake(Place place, Query query, PlanRequest request, Demand demand) {
        this.query = query;
        this.demand = demand;
        this.nodes = Node.of(query);
        Predicate filter = PredicateCheck.check(request.filter(), query.schema(), demand.subject());
        this.needs = new Needs(nodes, read(filter), demand.required());
        TableScans scans = new TableScans(place.homes(), nodes, request.versions(), place.functions());
        Predicate early = request.rows() instanceof LabelRows.OfRoot ? onRoot(filter) : Predicate.all();
        this.labels = labels(request.rows(), scans, early);
        notes.addAll(labels.notes());
        Plan joined = joined(scans);
        Predicate late = early.passesAll() ? filter : without(filter, early);
        this.plan = late.passesAll()
                ? joined
                : new Plan.Filter(joined, ColumnNames.rename(late, name -> column(output(name))));
    }

    Plan plan() {
        return plan;
    }

    LabelSide labels() {
        return labels;
    }

    List<String> notes() {
        return notes;
    }

    /** The plan's column that holds a result column. */
    String column(Query.Output output) {
        return column(output.node(), output.column());
    }

    /** Result columns under their names in the result. */
    List<Plan.Rename> renames(Collection<Query.Output> outputs) {
        return outputs.stream()
                .map(output -> new Plan.Rename(column(output), output.name()))
                .toList();
    }

    /** The plan's columns that tell whether the required groups have a row. */
    List<String> presences() {
        return demand.required().stream().map(ColumnNames::presence).toList();
    }

    private String column(int node, String column) {
        return node == 0 ? Objects.requireNonNull(labels.columns().get(column)) : ColumnNames.ofNode(node, column);
    }

    private Set<Query.Output> read(Predicate filter) {
        Set<Query.Output> read = new LinkedHashSet<>(demand.outputs());
        filter.columns().forEach(name -> read.add(output(name)));
        return read;
    }

    private Query.Output output(String name) {
        return query.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private LabelSide labels(LabelRows rows, TableScans scans, Predicate early) {
        Node root = nodes.getFirst();
        List<String> needed = needs.of(root);
        return switch (rows) {
            case LabelRows.OfRoot ofRoot ->
                new RootLabels(root, scans, needed)
                        .ofRange(
                                ofRoot,
                                ColumnNames.rename(early, name -> output(name).column()));
            case LabelRows.Latest latest -> new RootLabels(root, scans, needed).latest(latest);
            case LabelRows.OfSpine spine ->
                new SpineLabels(root, spine, needed, needs.rootKeys()).rows(scans, essential());
        };
    }

    /** The columns of the root that must not be null for want of them. */
    private Set<String> essential() {
        Set<String> essential = new LinkedHashSet<>(demand.labels());
        essential.addAll(needs.given());
        return essential;
    }

    private Plan joined(TableScans scans) {
        Plan result = labels.plan();
        GroupJoin.LabelTime time = new GroupJoin.LabelTime(labels.time(), labels.span(), labels::given);
        for (Node node : nodes) {
            if (node.isRoot() || !needs.joins(node.number())) {
                continue;
            }
            result = GroupJoin.of(node, name -> column(node.parent(), name)).to(result, scans, needs.of(node), time);
            if (node.fills()) {
                notes.add("Filled forward: " + node.query().columns() + " of "
                        + nodes.get(node.parent()).group().ref()
                        + ", each the last value that is not null, of "
                        + node.group().ref() + ".");
            }
            if (node.group().eventTime().isEmpty()) {
                notes.add(node.group().ref()
                        + ": NOT point in time, it has no event time; its rows are joined as they are.");
            }
        }
        return result;
    }

    /** The parts of a conjunction that read the root alone: they can be tested before anything is joined. */
    private Predicate onRoot(Predicate filter) {
        Predicate result = Predicate.all();
        for (Predicate part : filter.conjuncts()) {
            if (part.columns().stream().allMatch(name -> output(name).node() == 0)) {
                result = result.and(part);
            }
        }
        return result;
    }

    private static Predicate without(Predicate filter, Predicate early) {
        List<Predicate> done = early.conjuncts();
        Predicate result = Predicate.all();
        for (Predicate part : filter.conjuncts()) {
            if (!done.contains(part)) {
                result = result.and(part);
            }
        }
        return result;
    }
}
