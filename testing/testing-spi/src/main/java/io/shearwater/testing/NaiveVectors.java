package io.shearwater.testing;

import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Online vectors by the definition: the point-in-time rule at now. A view's root is looked up by its primary key if its
 * group is online and gives no labels, else its columns are what the request brings; joined groups follow, level by level;
 * the group of the labels is never read. What names in a request mean says {@link NaiveNames}.
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
        return new NaiveNames(view, view.features()).servingKeys();
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
        Request request = new Request(entry, now, new NaiveNames(view, outputs));
        List<Found> nodes = new ArrayList<>();
        collect(view, view.query(), root(view, request), request, nodes);
        Map<String, Value> values = new LinkedHashMap<>();
        for (Query.Output output : outputs) {
            values.put(output.name(), value(output, nodes.get(output.node()), request));
        }
        return values;
    }

    private record Request(Map<String, ?> entry, Instant now, NaiveNames names) {
        boolean gives(int node, String column) {
            return names.gives(entry, node, column);
        }

        @Nullable
        Object given(int node, String column) {
            return names.given(entry, node, column);
        }
    }

    private static Value value(Query.Output output, Found node, Request request) {
        boolean brought =
                !request.names().isLookedUp(output.node()) && request.entry().containsKey(output.name());
        boolean isNothing =
                request.names().fills(output.node()) && request.entry().get(output.name()) == null;
        if (!isNothing && (brought || request.gives(output.node(), output.column()))) {
            return present(request.entry().get(output.name()));
        }
        if (node.brought()) {
            return new Value(null, FeatureStatus.NOT_FOUND);
        }
        return node.row().map(row -> present(row.get(output.column()))).orElseGet(() -> new Value(null, node.status()));
    }

    private static Value present(@Nullable Object value) {
        return new Value(value, value == null ? FeatureStatus.NULL : FeatureStatus.PRESENT);
    }

    private Found root(FeatureViewSpec view, Request request) {
        NaiveRow given = new NaiveRow(new LinkedHashMap<>(request.entry()), 0);
        if (!request.names().isLookedUp(0)) {
            return new Found(Optional.of(given), FeatureStatus.PRESENT, true);
        }
        Join own = Join.on(view.query().group().primaryKey().toArray(String[]::new));
        return found(view.query(), own, given, request.now());
    }

    private void collect(FeatureViewSpec view, Query query, Found node, Request request, List<Found> into) {
        int number = into.size();
        into.add(node);
        for (Query.Joined join : query.joins()) {
            Found child = view.labelNode().filter(label -> label == into.size()).isPresent()
                    ? new Found(Optional.empty(), FeatureStatus.NOT_FOUND, false)
                    : child(join, number, node, request);
            collect(view, join.query(), child, request, into);
        }
    }

    /** A passed key wins over that of the parent's row, and needs no parent if it is whole. */
    private Found child(Query.Joined join, int number, Found parent, Request request) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>();
        parent.row().ifPresent(row -> left.putAll(row.values()));
        List<String> columns = join.how().on().stream().map(KeyPair::left).toList();
        columns.stream()
                .filter(column -> request.gives(number, column))
                .forEach(column -> left.put(column, request.given(number, column)));
        if (join.fills()) {
            return parent.row().isPresent() || number == 0 ? last(join, number, parent, request) : parent;
        }
        if (parent.row().isEmpty() && !columns.stream().allMatch(column -> request.gives(number, column))) {
            return parent;
        }
        return found(join.query(), join.how(), new NaiveRow(left, 0), request.now());
    }

    /** Of the root the entity is known without a row of it; of others it is that of the row. */
    private Found last(Query.Joined join, int number, Found parent, Request request) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        for (KeyPair pair : join.how().on()) {
            key.put(
                    pair.left(),
                    number == 0
                            ? request.entry().get(pair.left())
                            : parent.row().orElseThrow().get(pair.left()));
        }
        NaiveRow asked = new NaiveRow(key, 0);
        Optional<NaiveTime> label = Optional.of(NaiveTime.at(request.now()));
        NaiveQuery query = new NaiveQuery(rows);
        boolean wasThere = query.candidates(Query.allOf(join.query().group().stored()), join.how(), asked, label)
                .isPresent();
        return wasThere
                ? new Found(Optional.of(query.filled(join, asked, label)), FeatureStatus.PRESENT, false)
                : new Found(Optional.empty(), FeatureStatus.NOT_FOUND, false);
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
}
