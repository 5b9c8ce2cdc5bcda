package io.shearwater.query;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.ModelError;
import io.shearwater.model.Names;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.plan.Plan;
import io.shearwater.transform.Functions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns queries and feature views into plans: the one place that decides what they mean in time. Every group with an event
 * time is joined as of the label row's time, at every level of a snowflake; a group without one is joined as it is, and the
 * plan's notes say so. Immutable and thread-safe.
 *
 * <p>All methods throw NO_TIME_BOUND when a root without event time would join groups that have one without a time to bound
 * them, NO_EVENT_TIME when a range is asked of rows without event time, and the errors of
 * {@link ModelError} for columns that a filter or a spine names wrongly or lacks.
 */
public final class QueryPlanner {
    private final Function<FeatureGroupSpec, String> homes;
    private final Functions functions;

    /** Plans over the tables of a project; {@code functions} has the code of what groups of aggregates compute on demand. */
    public QueryPlanner(String project, Functions functions) {
        this(group -> project, functions);
    }

    /** Plans over the tables of several projects: {@code homes} tells which of them has the rows of a group. */
    public QueryPlanner(Function<FeatureGroupSpec, String> homes, Functions functions) {
        this.homes = homes;
        this.functions = functions;
    }

    /** The columns of {@link Query#schema()}; of a spine all its columns, then those that it does not have. */
    public PlannedRows read(Query query, PlanRequest request) {
        List<Query.Output> outputs = query.outputs();
        Snowflake tree = tree(query, request, new Snowflake.Demand(outputs, required(query), Set.of(), "the query"));
        List<Plan.Rename> lead =
                request.rows() instanceof LabelRows.OfSpine ? tree.labels().lead() : List.of();
        return rows(tree, result(query, lead, tree.renames(outputs), request));
    }

    /**
     * What a view gives to inference: the root's primary key and event time, or the columns of the spine; then the features in
     * order and the inference helpers, as far as they are not among the former. Labels are neither read nor required.
     */
    public PlannedRows inference(FeatureViewSpec view, PlanRequest request) {
        List<Query.Output> outputs = new ArrayList<>(view.features());
        outputs.addAll(view.outputs(view.inferenceHelpers()));
        Snowflake tree =
                tree(view.query(), request, new Snowflake.Demand(outputs, unlabelled(view), Set.of(), subject(view)));
        List<Plan.Rename> lead = tree.labels().lead();
        return rows(tree, result(view.query(), lead, tree.renames(outputs), request));
    }

    /**
     * What a view gives to inference, under the plan's own names: its columns are still to be transformed.
     *
     * @param carried result columns, or columns of the root's identity, that are needed beside those of the view
     */
    public PlannedInference inference(FeatureViewSpec view, PlanRequest request, Collection<String> carried) {
        List<Query.Output> features = view.features();
        List<Query.Output> helpers = view.outputs(view.inferenceHelpers());
        Set<Query.Output> outputs = new LinkedHashSet<>(features);
        outputs.addAll(helpers);
        outputs.addAll(view.outputs(List.copyOf(carried)));
        Snowflake tree = tree(
                view.query(),
                request,
                new Snowflake.Demand(List.copyOf(outputs), unlabelled(view), Set.of(), subject(view)));
        return new PlannedInference(
                present(tree),
                tree.labels().lead(),
                tree.renames(features),
                tree.renames(helpers),
                carried(view, carried, tree),
                tree.notes());
    }

    /**
     * The stored values that vectors were made of, as of the time of each request. Rows of requests whose root row does not
     * pass the root's filter are missing. What the requests named is not in it, but for the keys by which groups are found.
     *
     * @param request with a spine: what was asked, one row a request
     * @param row the spine's column that numbers its rows; the first of the result
     * @param values columns of the view's groups; each is named by its place in this list
     */
    public Plan vectors(FeatureViewSpec view, PlanRequest request, String row, List<Query.Output> values) {
        Snowflake tree = tree(view.query(), request, new Snowflake.Demand(values, List.of(), Set.of(), subject(view)));
        List<Plan.Rename> columns = new ArrayList<>();
        columns.add(new Plan.Rename(ColumnNames.ofSpine(row), row));
        for (int i = 0; i < values.size(); i++) {
            columns.add(new Plan.Rename(tree.column(values.get(i)), String.valueOf(i)));
        }
        return new Plan.Project(tree.plan(), columns);
    }

    /** The required nodes but that of the labels, which are not known at inference. */
    private static List<Integer> unlabelled(FeatureViewSpec view) {
        int labelNode = view.labelNode().orElse(0);
        return required(view.query()).stream().filter(node -> node != labelNode).toList();
    }

    /**
     * What a view gives to training.
     *
     * @param carried result columns, or columns of the root's identity, that are needed beside those of the view
     */
    public PlannedTraining training(FeatureViewSpec view, PlanRequest request, Collection<String> carried) {
        List<Query.Output> labels = view.outputs(view.labels());
        List<Query.Output> helpers = view.outputs(view.trainingHelpers());
        Set<Query.Output> outputs = new LinkedHashSet<>(view.features());
        outputs.addAll(labels);
        outputs.addAll(helpers);
        outputs.addAll(view.outputs(List.copyOf(carried)));
        Set<String> ofRoot = labels.stream()
                .filter(label -> label.node() == 0)
                .map(Query.Output::column)
                .collect(Collectors.toSet());
        Snowflake tree = tree(
                view.query(), request, new Snowflake.Demand(outputs, required(view.query()), ofRoot, subject(view)));
        return new PlannedTraining(
                tree.plan(),
                tree.labels().lead(),
                tree.renames(view.features()),
                tree.renames(labels),
                tree.renames(helpers),
                carried(view, carried, tree),
                tree.labels().identity(),
                tree.presences(),
                tree.labels().time(),
                notes(view, tree));
    }

    private Snowflake tree(Query query, PlanRequest request, Snowflake.Demand demand) {
        return new Snowflake(new Snowflake.Place(homes, functions), query, request, demand);
    }

    private static PlannedRows rows(Snowflake tree, List<Plan.Rename> columns) {
        return new PlannedRows(new Plan.Project(present(tree), columns), tree.notes());
    }

    /** The rows that have a row of every required group. */
    private static Plan present(Snowflake tree) {
        Plan plan = tree.plan();
        for (String present : tree.presences()) {
            plan = new Plan.Filter(plan, Predicate.equalTo(present, true));
        }
        return plan;
    }

    /** The leading columns, then the others; a column that is in both stands where it leads. */
    private static List<Plan.Rename> result(
            Query query, List<Plan.Rename> lead, List<Plan.Rename> outputs, PlanRequest request) {
        Map<String, String> taken = new HashMap<>();
        outputs.forEach(output -> taken.put(output.to(), output.from()));
        List<Plan.Rename> columns = new ArrayList<>();
        for (Plan.Rename column : lead) {
            String other = taken.getOrDefault(column.to(), column.from());
            if (request.rows() instanceof LabelRows.OfSpine && query.filled().contains(column.to())) {
                columns.add(new Plan.Rename(other, column.to()));
            } else {
                columns.add(other.equals(column.from()) ? column : unclashed(query, column, request));
            }
        }
        outputs.stream().filter(output -> !columns.contains(output)).forEach(columns::add);
        return columns;
    }

    private static Plan.Rename unclashed(Query query, Plan.Rename column, PlanRequest request) {
        if (request.rows() instanceof LabelRows.OfSpine) {
            throw ModelError.DUPLICATE_COLUMN.because("The spine's column '" + column.to()
                    + "' has the name of a column that is joined. Rename it in the spine, or leave it out.");
        }
        return new Plan.Rename(column.from(), query.group().name() + "_" + column.to());
    }

    private static List<Plan.Rename> carried(FeatureViewSpec view, Collection<String> names, Snowflake tree) {
        Map<String, Plan.Rename> known = new LinkedHashMap<>();
        tree.labels().lead().forEach(column -> known.put(column.to(), column));
        tree.renames(view.outputs(List.copyOf(names))).forEach(column -> known.put(column.to(), column));
        for (String name : names) {
            if (!known.containsKey(name)) {
                Set<String> all = new LinkedHashSet<>(view.query().schema().names());
                all.addAll(known.keySet());
                throw ModelError.UNKNOWN_COLUMN.because("The " + subject(view) + " has no column '" + name
                        + "'; its query selects " + all + "." + Names.didYouMean(name, all));
            }
        }
        return names.stream().map(known::get).toList();
    }

    private static List<Integer> required(Query query) {
        return Node.of(query).stream()
                .filter(Node::isRequired)
                .map(Node::number)
                .toList();
    }

    private static List<String> notes(FeatureViewSpec view, Snowflake tree) {
        List<String> notes = new ArrayList<>(tree.notes());
        view.labelNode().filter(node -> node != 0).ifPresent(number -> {
            Node node = Node.of(view.query()).get(number);
            if (node.group().eventTime().isPresent()) {
                notes.add(
                        "Labels " + view.labels()
                                + ": joined as of each row's time like any feature, so that one dated "
                                + "later than its row is null. A group without event time gives its labels whatever their date.");
            }
        });
        return notes;
    }

    private static String subject(FeatureViewSpec view) {
        return "feature view '" + view.name() + "' version " + view.version();
    }
}
