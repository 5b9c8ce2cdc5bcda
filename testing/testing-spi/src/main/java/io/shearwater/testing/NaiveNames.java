package io.shearwater.testing;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the names of a request mean. The columns of a group are called by the prefixes of its joins and their own names. Where
 * columns of two groups are called the same, the name means a serving key before a result column before a foreign key, and of
 * foreign keys the first in the order of the query. So a serving key is never taken for the foreign key of a group that is
 * looked up: that one stays what the group's row says, as in training.
 */
final class NaiveNames {
    private record Column(int node, String name) {}

    private record Node(Query query, int parent, List<KeyPair> on, String prefix, boolean fills) {}

    private final FeatureViewSpec view;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Set<Column>> meanings = new LinkedHashMap<>();
    private final Set<String> servingKeys = new LinkedHashSet<>();

    /** Names in requests for these columns of a view. */
    NaiveNames(FeatureViewSpec view, List<Query.Output> outputs) {
        this.view = view;
        collect(view.query(), -1, new Query.Joined(view.query(), Join.inferred()), "");
        Set<Integer> needed = needed(outputs);
        for (int node : needed) {
            if (!isLookedUp(node)) {
                continue;
            }
            if (node == 0) {
                nodes.getFirst().query().group().primaryKey().forEach(column -> servingKey(new Column(0, column)));
            } else if (!isLookedUp(nodes.get(node).parent())) {
                nodes.get(node)
                        .on()
                        .forEach(pair -> servingKey(new Column(nodes.get(node).parent(), pair.left())));
            }
        }
        outputs.forEach(output -> claim(new Column(output.node(), output.column())));
        for (int node : needed) {
            if (isLookedUp(node) && node > 0 && !fills(node)) {
                nodes.get(node)
                        .on()
                        .forEach(pair -> claim(new Column(nodes.get(node).parent(), pair.left())));
            }
        }
    }

    /** What every request names. */
    Set<String> servingKeys() {
        return servingKeys;
    }

    /** Whether the store looks rows of a node up. */
    boolean isLookedUp(int node) {
        return nodes.get(node).query().group().storage().hasOnline()
                && view.labelNode().filter(label -> label == node).isEmpty();
    }

    /** Whether a request gives a column. */
    boolean gives(Map<String, ?> entry, int node, String column) {
        String name = name(new Column(node, column));
        return entry.containsKey(name) && meanings.getOrDefault(name, Set.of()).contains(new Column(node, column));
    }

    /** The value that a request gives to a column. */
    @Nullable
    Object given(Map<String, ?> entry, int node, String column) {
        return entry.get(name(new Column(node, column)));
    }

    /** Whether a node fills columns of the one above it. */
    boolean fills(int node) {
        return nodes.get(node).fills();
    }

    private void collect(Query query, int parent, Query.Joined how, String prefix) {
        int node = nodes.size();
        nodes.add(new Node(query, parent, how.how().on(), prefix, how.fills()));
        query.joins()
                .forEach(join ->
                        collect(join.query(), node, join, prefix + join.how().prefix()));
    }

    /** The nodes that give results, and the looked-up ones that lead to them. */
    private Set<Integer> needed(List<Query.Output> outputs) {
        Set<Integer> needed = new TreeSet<>();
        for (Query.Output output : outputs) {
            int node = output.node();
            while (node >= 0 && needed.add(node) && isLookedUp(node)) {
                node = nodes.get(node).parent();
            }
        }
        return needed;
    }

    private String name(Column column) {
        return nodes.get(column.node()).prefix() + column.name();
    }

    private void servingKey(Column column) {
        servingKeys.add(name(column));
        meanings.computeIfAbsent(name(column), name -> new LinkedHashSet<>()).add(column);
    }

    private void claim(Column column) {
        meanings.computeIfAbsent(name(column), name -> Set.of(column));
    }
}
