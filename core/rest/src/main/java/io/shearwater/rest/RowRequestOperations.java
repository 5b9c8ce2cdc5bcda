package io.shearwater.rest;

import static io.shearwater.rest.GroupOperations.GROUP;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.gate.Action;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Schema;
import io.shearwater.wire.CommitJson;
import io.shearwater.wire.OptionsJson;
import io.shearwater.wire.PredicateJson;
import java.util.List;

/** What programs ask of rows with more than fits into an address: any condition, any number of columns. */
final class RowRequestOperations {
    private RowRequestOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                GROUP + "/rows/read",
                                Action.READ_ROWS,
                                "Rows, with the choice of them as a document",
                                RowRequestOperations::read)
                        .takes("ReadOptions")
                        .gives("Rows"),
                Operation.of(
                                Verb.POST,
                                GROUP + "/rows/delete-where",
                                Action.DELETE_ROWS,
                                "Delete the rows for which a condition holds, with the condition as a document",
                                RowRequestOperations::deleteWhere)
                        .takes("Filter")
                        .gives("Commit"));
    }

    private static Answer read(Call call) {
        FeatureGroup group = GroupOperations.group(call);
        FeatureGroupSpec spec = group.spec();
        // A condition tells of the columns that it looks at: it sees those that may be read, and no others.
        List<String> readable = call.readable().of(spec, List.of());
        Schema seen = spec.schema().select(readable);
        ReadOptions options = OptionsJson.reads(seen, of(spec)).read(call.text());
        if (readable.size() == spec.schema().size()) {
            return new Answer.Rows(group.reader(options));
        }
        List<String> wanted = call.readable().of(spec, options.columns());
        return new Answer.Rows(group.reader(options.select(wanted.toArray(String[]::new))));
    }

    private static Answer deleteWhere(Call call) {
        FeatureGroup group = GroupOperations.group(call);
        return Answer.json(CommitJson.COMMITS.node(group.deleteWhere(
                PredicateJson.of(group.spec().schema(), of(group.spec())).read(call.text()))));
    }

    private static String of(FeatureGroupSpec spec) {
        return "feature group '" + spec.name() + "' version " + spec.version();
    }
}
