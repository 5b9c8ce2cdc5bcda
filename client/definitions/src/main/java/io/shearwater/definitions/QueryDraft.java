package io.shearwater.definitions;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query whose groups are not looked up yet.
 *
 * @param at where the group is named
 */
record QueryDraft(YamlNode at, GroupRef group, Selection selection, Optional<YamlNode> where, List<Joined> joins) {

    /**
     * A joined query.
     *
     * @param at where the key is said
     */
    record Joined(QueryDraft query, Join how, YamlNode at) {}

    /** The query over the groups as they are; absent where anything is a problem. */
    Optional<Query> resolve(GroupLookup groups) {
        Optional<FeatureGroupSpec> found = groups.find(group, at);
        // Joins are looked at in any case, so that all that is wrong is said at once.
        List<Optional<Query>> right =
                joins.stream().map(join -> join.query().resolve(groups)).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<String>> columns = selection.of(found.get());
        Optional<Predicate> filter = where.isEmpty() ? Optional.of(Predicate.all()) : filter(where.get(), found.get());
        if (columns.isEmpty() || filter.isEmpty() || right.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Optional<Query> query =
                at.checked(() -> new Query(found.get(), columns.get(), selection.wholeRow(), filter.get(), List.of()));
        for (int i = 0; i < joins.size() && query.isPresent(); i++) {
            Query left = query.get();
            Joined join = joins.get(i);
            Query joined = right.get(i).orElseThrow();
            query = join.at().checked(() -> left.join(joined, join.how()));
        }
        return query;
    }

    private static Optional<Predicate> filter(YamlNode node, FeatureGroupSpec group) {
        return node.checkedText(
                "a condition",
                text -> PredicateText.parse(text, group.schema(), "feature group '" + group.name() + "'"));
    }

    /** The drafts of the tree, depth first, as {@link Query#nodes()} has the queries. */
    List<QueryDraft> nodes() {
        List<QueryDraft> nodes = new ArrayList<>(List.of(this));
        joins.forEach(join -> nodes.addAll(join.query().nodes()));
        return nodes;
    }
}
