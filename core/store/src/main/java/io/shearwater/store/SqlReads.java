package io.shearwater.store;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.Plan;
import io.shearwater.plan.SqlQuery;
import io.shearwater.query.SqlText;
import io.shearwater.query.TableName;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.SqlNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs users' SQL over the groups. */
record SqlReads(StoreParts parts) {
    private static final int SHOWN_GROUPS = 20;

    FrameReader read(String statement) {
        String text = SqlText.quoted(statement);
        SqlNames names = parts.engine().names(text);
        Map<String, Plan.Scan> tables = new HashMap<>();
        for (String name : names.tables()) {
            Optional<Plan.Scan> table = find(name);
            if (table.isPresent()) {
                tables.put(name, table.get());
            } else if (!names.defined().contains(name)) {
                throw unknown(name);
            }
        }
        return parts.offline().reader().run(new SqlQuery(text, tables));
    }

    private Optional<Plan.Scan> find(String name) {
        TableName table = TableName.of(name);
        return group(table).map(group -> {
            if (!group.spec().storage().hasOffline()) {
                throw StoreError.NO_HISTORY.because(
                        "The feature group '" + group.spec().name()
                                + "' is online only: it has no history to select from. Read its vectors or onlineRows.");
            }
            return new Plan.Scan(group.table(), table.state(), group.spec().schema(), Predicate.all());
        });
    }

    private Optional<GroupRecord> group(TableName table) {
        return parts.registry()
                .findLatestGroup(table.name())
                .or(() -> table.versioned().flatMap(parts.registry()::findGroup));
    }

    private ShearwaterException unknown(String name) {
        List<String> groups = parts.registry().groups().stream()
                .map(GroupRecord::spec)
                .filter(spec -> spec.storage().hasOffline())
                .map(FeatureGroupSpec::name)
                .distinct()
                .toList();
        String there = groups.isEmpty()
                ? "The store has none yet."
                : "There " + (groups.size() == 1 ? "is " : "are ")
                        + String.join(", ", groups.subList(0, Math.min(SHOWN_GROUPS, groups.size())))
                        + (groups.size() > SHOWN_GROUPS ? " and " + (groups.size() - SHOWN_GROUPS) + " more." : ".");
        return StoreError.UNKNOWN_TABLE.because("There is no feature group '" + name
                + "' to select from; a table is a feature group (g, g__2 for its version 2, g@17 for its state after commit 17)."
                + Names.didYouMean(TableName.of(name).name(), groups) + " " + there);
    }
}
