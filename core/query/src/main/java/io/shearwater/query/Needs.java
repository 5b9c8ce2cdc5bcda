package io.shearwater.query;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which groups a plan has to join and which of their columns it has to carry. A group that gives no column, is not required
 * and leads to none that does is left out: a left join changes no row.
 */
final class Needs {
    private final Map<Integer, Set<String>> columns = new TreeMap<>();
    private final Set<String> rootKeys = new LinkedHashSet<>();
    private final Set<String> given = new LinkedHashSet<>();

    /**
     * Needs of a tree.
     *
     * @param outputs the result columns that are read
     * @param required the nodes whose presence counts
     */
    Needs(List<Node> nodes, Collection<Query.Output> outputs, Collection<Integer> required) {
        columns.put(0, new LinkedHashSet<>());
        required.forEach(node -> columns.put(node, new LinkedHashSet<>()));
        outputs.forEach(output -> need(output.node(), output.column()));
        for (Node node : nodes.reversed()) {
            if (joins(node.number())) {
                node.query().filter().columns().forEach(column -> need(node.number(), column));
                addKeys(node);
            }
        }
        nodes.forEach(node -> addGiven(node, nodes.getFirst().group().schema()));
        nodes.forEach(this::addKnownLater);
    }

    /** Where rows are known later than their time, one has its own value before that is one of the last values. */
    private void addKnownLater(Node node) {
        if (node.fills() && node.parent() == 0 && joins(node.number()) && isKnownLater(node.group())) {
            node.query().columns().stream().filter(of(node)::contains).forEach(column -> need(0, column));
        }
    }

    private static boolean isKnownLater(FeatureGroupSpec kept) {
        return !kept.stored().eventTime().orElseThrow().knownAfter().isZero();
    }

    /** What groups of aggregates compute with that is not theirs, as far as the root has it. */
    private void addGiven(Node node, Schema root) {
        if (node.group().isWritten() || !joins(node.number())) {
            return;
        }
        for (String column : DerivedColumns.of(node.group(), of(node)).given()) {
            if (root.contains(column)) {
                need(0, column);
                given.add(column);
            }
        }
    }

    private void addKeys(Node node) {
        if (node.isRoot()) {
            return;
        }
        for (KeyPair pair : node.keys()) {
            need(node.number(), pair.right());
            need(node.parent(), pair.left());
            if (node.parent() == 0) {
                rootKeys.add(pair.left());
            }
        }
        node.group().eventTime().ifPresent(time -> need(node.number(), time.column()));
        node.openKeys().forEach(column -> need(node.number(), column));
    }

    private void need(int node, String column) {
        columns.computeIfAbsent(node, key -> new LinkedHashSet<>()).add(column);
    }

    /** Whether the node takes part. */
    boolean joins(int node) {
        return columns.containsKey(node);
    }

    /** The columns of a node that are read, in the order of its group. */
    List<String> of(Node node) {
        Set<String> needed = columns.getOrDefault(node.number(), Set.of());
        return node.group().schema().names().stream().filter(needed::contains).toList();
    }

    /** The columns of the root with which groups of aggregates compute on demand. */
    Set<String> given() {
        return given;
    }

    /** The columns of the root by which groups are joined to it. */
    Set<String> rootKeys() {
        return rootKeys;
    }
}
