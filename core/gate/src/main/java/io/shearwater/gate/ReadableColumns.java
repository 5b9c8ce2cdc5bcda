package io.shearwater.gate;

import io.shearwater.access.Access;
import io.shearwater.access.Authenticated;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * Which columns somebody may read in a project: all, or for a restricted member those that were granted. What passes the gate for an
 * action of the level {@link Action.Level#GRANTED} asks here. Immutable.
 */
public record ReadableColumns(Access access, Authenticated who, String project) {
    /**
     * The columns that they get of a group.
     *
     * @param wanted those that are asked for; empty: all that they may read
     * @throws io.shearwater.model.ShearwaterException NOT_ALLOWED for what they may not read, UNKNOWN_COLUMN
     */
    public List<String> of(FeatureGroupSpec group, List<String> wanted) {
        List<String> readable = access.columns(who, project, group);
        if (wanted.isEmpty()) {
            return readable;
        }
        group.schema().select(wanted);
        access.requireColumns(who, project, group, wanted);
        return wanted;
    }

    /** Returns if they may read a whole group. */
    public void requireAll(FeatureGroupSpec group) {
        access.requireColumns(who, project, group, group.schema().names());
    }

    /** Returns if they may read everything that a query looks at. */
    public void require(Query query) {
        // Most may read all, and a view of hundreds of features is asked for often.
        if (access.readsAll(who, project)) {
            return;
        }
        for (Query node : query.nodes()) {
            List<String> columns = new ArrayList<>(node.columns());
            columns.addAll(node.filter().columns());
            node.joins().forEach(joined -> joined.how().on().forEach(pair -> columns.add(pair.left())));
            access.requireColumns(who, project, node.group(), columns);
        }
    }
}
