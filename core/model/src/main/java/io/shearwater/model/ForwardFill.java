package io.shearwater.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code forward_fill} means in a feature view: a feature is, for each row, the last value of its entity that is not null, at
 * or before the row's time and within the group's TTL. It is no function of a row but a choice of what is read. So the view's query
 * gets, below the group of the feature, a join of a group of aggregates, {@code last(x)} of each such column, whose results stand
 * in the places of the columns.
 */
public final class ForwardFill {
    /** The name by which views call it. */
    public static final String NAME = "forward_fill";

    private static final String ENDING = "_last_known";
    private static final String TIME = "filled_at";

    private final ViewRef view;
    private final Query query;

    private ForwardFill(ViewRef view, Query query) {
        this.view = view;
        this.query = query;
    }

    public static boolean is(TransformationCall call) {
        return call.function().isBuiltIn() && call.function().name().equals(NAME);
    }

    /**
     * A view's query as it is read, with what its calls fill.
     *
     * @param others result columns that are no features
     * @throws ShearwaterException BAD_DEFINITION where a call cannot be carried out, UNKNOWN_COLUMN
     */
    static Query read(ViewRef view, Query query, Set<String> others, List<TransformationCall> calls) {
        if (calls.stream().noneMatch(ForwardFill::is)) {
            return query;
        }
        ForwardFill fill = new ForwardFill(view, query.declared());
        Map<Integer, List<String>> columns = new TreeMap<>();
        for (String name : fill.names(calls)) {
            if (others.contains(name)) {
                throw fill.refused(name, "it is a label or a helper, and a feature is what can be filled");
            }
            Query.Output output = fill.output(name);
            columns.computeIfAbsent(output.node(), node -> new ArrayList<>()).add(output.column());
            fill.check(name, output);
        }
        return fill.filled(fill.query, 0, Optional.empty(), columns);
    }

    private List<String> names(List<TransformationCall> calls) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            TransformationCall call = calls.get(i);
            if (!is(call)) {
                continue;
            }
            String name = call.inputs().getFirst();
            if (call.inputs().size() > 1 || !call.outputs().equals(call.inputs())) {
                throw refused(
                        String.join("', '", call.inputs()),
                        "a call fills one column, in its own place. Call it for each column, and leave out 'as'");
            }
            if (names.contains(name)) {
                throw refused(name, "it is filled already");
            }
            for (TransformationCall before : calls.subList(0, i)) {
                if (!is(before)
                        && (before.inputs().contains(name) || before.outputs().contains(name))) {
                    throw refused(
                            name,
                            "it comes after " + before
                                    + ", and says which stored value is read before any transformation runs. Put it before");
                }
            }
            names.add(name);
        }
        return names;
    }

    private Query.Output output(String name) {
        return query.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ModelError.UNKNOWN_COLUMN.because("The feature view '" + view.name() + "' fills '"
                        + name + "' forward, which its query does not select; it selects "
                        + query.schema().names() + "."
                        + Names.didYouMean(name, query.schema().names())));
    }

    private void check(String name, Query.Output output) {
        Query node = query.nodes().get(output.node());
        FeatureGroupSpec group = node.group();
        String column = output.column();
        String of = "'" + group.name() + "' version " + group.version();
        if (!group.isWritten()) {
            throw refused(
                    name,
                    of + " has aggregates, which are as of any time. Give the aggregate the window that it is to have");
        }
        if (group.eventTime().isEmpty()) {
            throw refused(name, of + " has no event time: of an entity it has one row, and none before it");
        }
        if (!group.storage().hasOffline()) {
            throw refused(name, of + " is online only: it keeps no history. Keep it offline too");
        }
        if (group.onDemandNames().contains(column)) {
            throw refused(
                    name,
                    "it is computed on demand, anew for each request. Compute it in a feature pipeline, or fill there");
        }
        boolean isKey = node.joins().stream()
                .flatMap(join -> join.how().on().stream())
                .anyMatch(pair -> pair.left().equals(column));
        if (isKey || group.indexColumns().contains(column)) {
            throw refused(name, "it is a key, a time or a partition of " + of + ", and no feature of it");
        }
        if (group.primaryKey().contains(TIME) || column.equals(TIME)) {
            throw refused(
                    name, "the name '" + TIME + "' is kept for the time as of which values are filled. Rename it");
        }
        boolean hasDays = query.group()
                .eventTime()
                .map(time -> query.group().column(time.column()).type() instanceof DataType.DateType)
                .orElse(false);
        if (hasDays && group.ttl().isPresent()) {
            throw refused(
                    name,
                    of
                            + " has a TTL, and the rows of the view are of days, of which it cannot be said when in the day a "
                            + "value expires. Take a timestamp as the event time");
        }
    }

    private static void checkJoin(ForwardFill fill, Query node, Join how, String column) {
        String of = "the join of '" + node.group().name() + "' version "
                + node.group().version();
        if (how.lookback().isPresent()) {
            throw fill.refused(
                    column,
                    of + " has a lookback. Leave it out, or declare last(" + column
                            + ") over a rolling window in a group of aggregates");
        }
        if (!node.filter().passesAll()) {
            throw fill.refused(
                    column,
                    of + " has the filter " + node.filter()
                            + ", and a last value may be of a row that does not pass. Leave it out, or declare last("
                            + column
                            + ") with that condition in a group of aggregates");
        }
    }

    private Query filled(Query from, int number, Optional<Join> how, Map<Integer, List<String>> columns) {
        List<Query.Joined> joins = new ArrayList<>();
        int next = number + 1;
        for (Query.Joined join : from.joins()) {
            joins.add(new Query.Joined(filled(join.query(), next, Optional.of(join.how()), columns), join.how()));
            next += join.query().nodes().size();
        }
        List<String> own = columns.getOrDefault(number, List.of());
        if (!own.isEmpty()) {
            how.ifPresent(join -> own.forEach(column -> checkJoin(this, from, join, column)));
            FeatureGroupSpec kept = keeping(from.group(), own);
            List<KeyPair> keys = kept.primaryKey().stream()
                    .map(column -> new KeyPair(column, column))
                    .toList();
            Join last = new Join(keys, "", how.map(Join::strict).orElse(false), Optional.empty(), false);
            joins.add(new Query.Joined(Query.of(kept, own), last, true));
        }
        return new Query(from.group(), from.columns(), from.wholeRow(), from.filter(), joins);
    }

    private ShearwaterException refused(String name, String why) {
        return ModelError.BAD_DEFINITION.because(
                "The feature view '" + view.name() + "' cannot fill '" + name + "' forward: " + why + ".");
    }

    /**
     * The group of aggregates that keeps the last values of some columns of a group, for all views that fill them. With a TTL, a
     * value is kept for as long.
     */
    public static FeatureGroupSpec keeping(FeatureGroupSpec group, List<String> columns) {
        AggregationWindow window = group.ttl()
                .<AggregationWindow>map(
                        lifetime -> AggregationWindow.rolling(lifetime).exact())
                .orElseGet(AggregationWindow::lifetime);
        FeatureGroupSpec.Builder builder = FeatureGroupSpec.builder(group.name() + ENDING, group.version())
                .description("The last values of " + group.ref() + " that are not null, for views that fill forward.")
                .primaryKey(group.primaryKey().toArray(String[]::new))
                .eventTime(TIME)
                .entity(group.entity())
                .aggregating(Aggregation.over(
                        group.ref(),
                        columns.stream()
                                .map(column -> AggregateFunction.last(column)
                                        .over(window)
                                        .as(column))
                                .toArray(Aggregate[]::new)));
        if (group.storage().hasOnline()) {
            builder.online();
        }
        return builder.build().over(group);
    }

    /** The groups of aggregates with what a view fills, each with the columns that it needs. */
    public static List<FeatureGroupSpec> kept(FeatureViewSpec view) {
        Map<GroupRef, FeatureGroupSpec> kept = new TreeMap<>();
        collect(view.query(), kept);
        return List.copyOf(kept.values());
    }

    private static void collect(Query query, Map<GroupRef, FeatureGroupSpec> into) {
        for (Query.Joined join : query.joins()) {
            FeatureGroupSpec group = join.query().group();
            if (join.fills()) {
                into.merge(group.ref(), group, ForwardFill::merged);
            }
            collect(join.query(), into);
        }
    }

    /** A group that keeps columns, with those of another one behind its own. */
    public static FeatureGroupSpec merged(FeatureGroupSpec kept, FeatureGroupSpec more) {
        Aggregation part = kept.aggregation().orElseThrow();
        Set<Aggregate> known = new HashSet<>(part.aggregates());
        Aggregate[] added = more.aggregation().orElseThrow().aggregates().stream()
                .filter(aggregate -> !known.contains(aggregate))
                .toArray(Aggregate[]::new);
        return added.length == 0
                ? kept
                : kept.withAggregation(part.declared().with(added)).over(more.stored());
    }
}
