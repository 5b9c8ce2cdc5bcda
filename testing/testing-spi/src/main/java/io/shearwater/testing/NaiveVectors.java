package io.shearwater.testing;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Online vectors by the definition: the point-in-time rule at now. A view's root is looked up by its primary key if its
 * group is online and gives no labels, else its columns are what the request brings; joined groups follow, level by level;
 * the group of the labels is never read.
 */
public final class NaiveVectors {
    private final Function<GroupRef, List<NaiveRow>> rows;

    /** Vectors over these states of the groups. */
    public NaiveVectors(Function<GroupRef, List<NaiveRow>> rows) {
        this.rows = rows;
    }

    /** A value and what is known about it. */
    public record Value(@Nullable Object value, FeatureStatus status) {}

    /** A node's row, or why there is none; a root that the request brings has neither. */
    private record Found(Optional<NaiveRow> row, FeatureStatus status, boolean brought) {}

    /** The columns by which requests are made, of all nodes whose parent is not looked up. */
    public static Set<String> servingKeys(FeatureViewSpec view) {
        Set<String> keys = new LinkedHashSet<>();
        if (isLookedUp(view, 0)) {
            keys.addAll(view.query().group().primaryKey());
        } else {
            view.query().joins().stream()
                    .flatMap(join -> join.how().on().stream())
                    .forEach(pair -> keys.add(pair.left()));
        }
        return keys;
    }

    /** The view's features for a request at an instant, by name, in order. */
    public Map<String, Value> vector(FeatureViewSpec view, Map<String, ?> entry, Instant now) {
        return values(view, view.features(), entry, now);
    }

    /** The view's inference helpers for a request at an instant. */
    public Map<String, Value> helpers(FeatureViewSpec view, Map<String, ?> entry, Instant now) {
        return values(view, view.outputs(view.inferenceHelpers()), entry, now);
    }

    private Map<String, Value> values(
            FeatureViewSpec view, List<Query.Output> outputs, Map<String, ?> entry, Instant now) {
        List<Found> nodes = new ArrayList<>();
        collect(view, view.query(), root(view, entry, now), new Request(entry, now), nodes);
        Map<String, Value> values = new LinkedHashMap<>();
        for (Query.Output output : outputs) {
            values.put(output.name(), value(output, nodes.get(output.node()), entry));
        }
        return values;
    }

    private record Request(Map<String, ?> entry, Instant now) {}

    private static Value value(Query.Output output, Found node, Map<String, ?> entry) {
        if (entry.containsKey(output.name())) {
            return present(entry.get(output.name()));
        }
        if (node.brought()) {
            return new Value(null, FeatureStatus.NOT_FOUND);
        }
        return node.row().map(row -> present(row.get(output.column()))).orElseGet(() -> new Value(null, node.status()));
    }

    private static Value present(@Nullable Object value) {
        return new Value(value, value == null ? FeatureStatus.NULL : FeatureStatus.PRESENT);
    }

    private Found root(FeatureViewSpec view, Map<String, ?> entry, Instant now) {
        if (!isLookedUp(view, 0)) {
            return new Found(Optional.of(new NaiveRow(new LinkedHashMap<>(entry), 0)), FeatureStatus.PRESENT, true);
        }
        FeatureGroupSpec group = view.query().group();
        Join own = Join.on(group.primaryKey().toArray(String[]::new));
        return found(view.query(), own, new NaiveRow(new LinkedHashMap<>(entry), 0), now);
    }

    private void collect(FeatureViewSpec view, Query query, Found node, Request request, List<Found> into) {
        into.add(node);
        for (Query.Joined join : query.joins()) {
            Found child = view.labelNode().filter(label -> label == into.size()).isPresent()
                    ? new Found(Optional.empty(), FeatureStatus.NOT_FOUND, false)
                    : child(join, node, request);
            collect(view, join.query(), child, request, into);
        }
    }

    private Found child(Query.Joined join, Found parent, Request request) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>();
        parent.row().ifPresent(row -> left.putAll(row.values()));
        join.how().on().stream()
                .map(KeyPair::left)
                .filter(request.entry()::containsKey)
                .forEach(column -> left.put(column, request.entry().get(column)));
        boolean known = join.how().on().stream().allMatch(pair -> left.containsKey(pair.left()));
        if (!known && parent.row().isEmpty()) {
            return parent;
        }
        return found(join.query(), join.how(), new NaiveRow(left, 0), request.now());
    }

    private Found found(Query query, Join how, NaiveRow left, Instant now) {
        Optional<NaiveTime> label = Optional.of(NaiveTime.at(now));
        Optional<NaiveRow> newest = new NaiveQuery(rows).candidates(query, how, left, label);
        if (newest.isEmpty() || !NaiveValues.passes(query.filter(), newest.get().values())) {
            return new Found(Optional.empty(), FeatureStatus.NOT_FOUND, false);
        }
        return NaiveQuery.tooOld(query.group(), how, newest.get(), label)
                ? new Found(Optional.empty(), FeatureStatus.EXPIRED, false)
                : new Found(newest, FeatureStatus.PRESENT, false);
    }

    private static boolean isLookedUp(FeatureViewSpec view, int node) {
        return view.query().nodes().get(node).group().storage().hasOnline()
                && view.labelNode().filter(label -> label == node).isEmpty();
    }
}
