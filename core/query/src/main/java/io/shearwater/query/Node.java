package io.shearwater.query;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One group in the tree of a query.
 *
 * @param number in the order of {@link Query#nodes()}, from 0 for the root
 * @param parent the number of the group it is joined to; its own for the root
 * @param how it is joined; absent for the root
 * @param fills whether it fills columns of its parent
 */
record Node(int number, int parent, Query query, Optional<Join> how, boolean fills) {

    /** The tree, depth first, so that a parent comes before its children. */
    static List<Node> of(Query root) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node(0, 0, root, Optional.empty(), false));
        addChildren(0, root, nodes);
        return nodes;
    }

    private static void addChildren(int parent, Query query, List<Node> into) {
        for (Query.Joined joined : query.joins()) {
            int number = into.size();
            into.add(new Node(number, parent, joined.query(), Optional.of(joined.how()), joined.fills()));
            addChildren(number, joined.query(), into);
        }
    }

    FeatureGroupSpec group() {
        return query.group();
    }

    boolean isRoot() {
        return how.isEmpty();
    }

    boolean isRequired() {
        return how.map(Join::required).orElse(false);
    }

    /** The pairs of parent and own columns by which it is joined; none for the root. */
    List<KeyPair> keys() {
        return how.map(Join::on).orElse(List.of());
    }

    /** The columns of the group's primary key that the join leaves open, in the key's order. */
    List<String> openKeys() {
        List<String> covered = keys().stream().map(KeyPair::right).toList();
        return group().primaryKey().stream()
                .filter(column -> !covered.contains(column))
                .toList();
    }
}
