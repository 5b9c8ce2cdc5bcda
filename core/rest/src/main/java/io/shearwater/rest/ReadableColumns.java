package io.shearwater.rest;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Query;
import java.util.ArrayList;
import java.util.List;

/** Which columns a caller may read: all, or for a restricted member those that were granted. */
final class ReadableColumns {
    private ReadableColumns() {}

    /**
     * The columns that a caller gets of a group.
     *
     * @param wanted those that it asks for; empty: all that it may read
     * @throws io.shearwater.model.ShearwaterException NOT_ALLOWED for what it may not read, UNKNOWN_COLUMN
     */
    static List<String> of(Call call, FeatureGroupSpec group, List<String> wanted) {
        List<String> readable = call.services().access().columns(call.caller().require(), call.project(), group);
        if (wanted.isEmpty()) {
            return readable;
        }
        group.schema().select(wanted);
        call.services().access().requireColumns(call.caller().require(), call.project(), group, wanted);
        return wanted;
    }

    /** Returns if a caller may read a whole group. */
    static void requireAll(Call call, FeatureGroupSpec group) {
        call.services()
                .access()
                .requireColumns(
                        call.caller().require(),
                        call.project(),
                        group,
                        group.schema().names());
    }

    /** Returns if a caller may read everything that a query looks at. */
    static void require(Call call, Query query) {
        for (Query node : query.nodes()) {
            List<String> columns = new ArrayList<>(node.columns());
            columns.addAll(node.filter().columns());
            node.joins().forEach(joined -> joined.how().on().forEach(pair -> columns.add(pair.left())));
            call.services().access().requireColumns(call.caller().require(), call.project(), node.group(), columns);
        }
    }
}
