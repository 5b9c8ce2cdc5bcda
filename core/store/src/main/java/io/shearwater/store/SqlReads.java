package io.shearwater.store;

import io.shearwater.api.ReadOptions;
import io.shearwater.api.SqlSummary;
import io.shearwater.api.SqlTable;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.offline.GroupReader;
import io.shearwater.offline.TableSources;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.SqlQuery;
import io.shearwater.plan.Version;
import io.shearwater.query.SqlText;
import io.shearwater.query.TableName;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.SqlNames;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs users' SQL over the groups. */
record SqlReads(StoreParts parts) {
    private static final int SHOWN_GROUPS = 20;

    FrameReader read(String statement, Map<String, SqlTable> given, ZoneId zone) {
        try {
            return parts.offline().reader().run(query(statement, given, zone), sources -> withRows(sources, given));
        } catch (RuntimeException failed) {
            given.values().forEach(SqlReads::close);
            throw failed;
        }
    }

    String explain(String statement, Map<String, SqlTable> given) {
        try {
            return parts.offline()
                    .reader()
                    .explain(query(statement, given, ZoneOffset.UTC), sources -> withRows(sources, given));
        } finally {
            given.values().forEach(SqlReads::close);
        }
    }

    SqlSummary inspect(String statement) {
        SqlNames names = parts.engine().names(SqlText.quoted(statement));
        return new SqlSummary(names.tables(), names.defined(), names.notPortable());
    }

    SqlSummary inspect(String statement, Map<String, SqlTable> given) {
        SqlSummary byNames = inspect(statement);
        List<String> notPortable = new ArrayList<>(byNames.notPortable());
        notPortable.addAll(parts.engine().notPortable(query(statement, given, ZoneOffset.UTC)));
        return new SqlSummary(byNames.tables(), byNames.defined(), notPortable);
    }

    private static void close(SqlTable table) {
        if (table instanceof SqlTable.OfRows rows) {
            rows.rows().close();
        }
    }

    private static TableSources withRows(TableSources sources, Map<String, SqlTable> given) {
        given.forEach((name, table) -> {
            if (table instanceof SqlTable.OfRows rows) {
                sources.with(new FrameRef(name), rows.rows());
            }
        });
        return sources;
    }

    private SqlQuery query(String statement, Map<String, SqlTable> given, ZoneId zone) {
        String text = SqlText.quoted(statement);
        SqlNames names = parts.engine().names(text);
        Map<String, Plan> tables = new HashMap<>();
        for (String name : names.tables()) {
            SqlTable table = given.get(name);
            Optional<Plan> found = table == null ? find(name) : Optional.of(plan(name, table));
            if (found.isPresent()) {
                tables.put(name, found.get());
            } else if (!names.defined().contains(name)) {
                throw unknown(name);
            }
        }
        return new SqlQuery(text, tables, names.once(), zone);
    }

    private Plan plan(String name, SqlTable table) {
        return switch (table) {
            case SqlTable.OfGroup group ->
                GroupReader.plan(
                        withHistory(parts.registry().readable(group.group())), group.rows(), parts.functions());
            case SqlTable.OfFiles files -> {
                FileSource source = files.source();
                yield new Plan.Files(
                        source, source.schema().orElseGet(() -> parts.engine().infer(source)));
            }
            case SqlTable.OfRows rows ->
                new Plan.Rows(new FrameRef(name), rows.rows().schema());
        };
    }

    private Optional<Plan> find(String name) {
        TableName table = TableName.of(name);
        return group(table)
                .map(SqlReads::withHistory)
                .map(group -> group.spec().isWritten()
                        ? new Plan.Scan(
                                group.table(), table.state(), group.spec().schema(), Predicate.all())
                        : GroupReader.plan(group, rows(table.state()), parts.functions()));
    }

    /** All rows, of the state that a name means. */
    private static ReadOptions rows(Version state) {
        return state instanceof Version.AtCommit at ? ReadOptions.all().asOf(at.commit()) : ReadOptions.all();
    }

    private static GroupRecord withHistory(GroupRecord group) {
        if (!group.spec().stored().storage().hasOffline()) {
            throw StoreError.NO_HISTORY.because(
                    "The feature group '" + group.spec().name()
                            + "' is online only: it has no history to select from. Read its vectors or onlineRows.");
        }
        return group;
    }

    private Optional<GroupRecord> group(TableName table) {
        return parts.registry()
                .findLatestReadable(table.name())
                .or(() -> table.versioned().flatMap(parts.registry()::findReadable));
    }

    private ShearwaterException unknown(String name) {
        List<String> groups = parts.registry().readables().stream()
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
