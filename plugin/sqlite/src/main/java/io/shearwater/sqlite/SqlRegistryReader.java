package io.shearwater.sqlite;

import io.shearwater.model.Commit.Operation;
import io.shearwater.model.GroupRef;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryErrors;
import io.shearwater.spi.RegistryReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the registry's tables in portable SQL. Not thread-safe. */
class SqlRegistryReader implements RegistryReader {
    /** The name of the catalog in Iceberg's tables. */
    static final String CATALOG = "shearwater";

    static final String OF_KEY = " where project = ? and kind = ? and name = ? and version = ?";
    static final String OF_GROUP = " where project = ? and group_name = ? and group_version = ?";
    static final String OF_TABLE = " where catalog_name = ? and table_namespace = ? and table_name = ?";

    private final Sql sql;
    private boolean ended;

    SqlRegistryReader(Sql sql) {
        this.sql = sql;
    }

    final Sql sql() {
        if (ended) {
            throw RegistryErrors.ended();
        }
        return sql;
    }

    final void end() {
        ended = true;
    }

    @Override
    public List<String> projects() {
        return sql().list(
                        "select distinct project from definition where project <> '' order by project",
                        row -> row.getString(1));
    }

    @Override
    public Optional<Definition> find(DefinitionKey key) {
        Object[] parameters = parameters(key);
        return definitions(OF_KEY, parameters).stream().findFirst();
    }

    @Override
    public List<Definition> list(String project, DefinitionKey.Kind kind) {
        return definitions(" where project = ? and kind = ?", project, kind.name());
    }

    @Override
    public List<Definition> versions(String project, DefinitionKey.Kind kind, String name) {
        return definitions(" where project = ? and kind = ? and name = ?", project, kind.name(), name);
    }

    @Override
    public long changes(String project, DefinitionKey.Kind kind) {
        return lastValue(project, changesOf(kind)).orElse(0L);
    }

    /** The counter of how often definitions of a kind were changed. */
    static String changesOf(DefinitionKey.Kind kind) {
        return "changed:" + kind.name();
    }

    final Optional<Long> lastValue(String project, String counter) {
        return sql().first(
                        "select last_value from counter where project = ? and name = ?",
                        row -> row.getLong(1),
                        project,
                        counter);
    }

    @Override
    public List<DefinitionKey> dependants(DefinitionKey key) {
        return sql().list(
                        "select distinct project, kind, name, version from dependency"
                                + " where on_project = ? and on_kind = ? and on_name = ? and on_version = ?"
                                + " order by project, kind, name, version",
                        row -> SqlRows.key(row, ""),
                        parameters(key));
    }

    @Override
    public Map<String, String> tags(DefinitionKey key) {
        Map<String, String> tags = new HashMap<>();
        sql().list(
                        "select tag, tag_value from tag" + OF_KEY,
                        row -> tags.put(row.getString(1), row.getString(2)),
                        parameters(key));
        return Map.copyOf(tags);
    }

    @Override
    public Optional<String> pointer(TableRef table) {
        return sql().first(
                        "select metadata_location from iceberg_tables" + OF_TABLE,
                        row -> row.getString(1),
                        CATALOG,
                        table.namespace(),
                        table.name());
    }

    @Override
    public List<CommitRecord> commits(String project, GroupRef group) {
        return sql().list(
                        "select " + SqlRows.COMMIT_COLUMNS + " from commit_record" + OF_GROUP + " order by id",
                        SqlRows::commit,
                        project,
                        group.name(),
                        group.version());
    }

    @Override
    public Optional<CommitRecord> commit(String project, GroupRef group, long id) {
        return oneCommit(" and id = ?", project, group, id);
    }

    @Override
    public Optional<CommitRecord> commitOfSequence(String project, GroupRef group, long sequence) {
        return oneCommit(" and sequence = ? and operation <> ?", project, group, sequence, Operation.COMPACT.name());
    }

    @Override
    public Optional<CommitRecord> latestCommit(String project, GroupRef group) {
        return oneCommit("", project, group);
    }

    @Override
    public Optional<CommitRecord> latestCommit(String project, GroupRef group, Instant notAfter) {
        return oneCommit(" and committed_at <= ?", project, group, SqlTimes.saturated(notAfter));
    }

    @Override
    public Optional<CommitRecord> commitWithKey(String project, GroupRef group, String idempotencyKey) {
        return oneCommit(" and idempotency_key = ?", project, group, idempotencyKey);
    }

    @Override
    public Set<GroupRef> written(String project) {
        return groups("select distinct group_name, group_version from commit_record where project = ?", project);
    }

    @Override
    public Set<GroupRef> unfinished(String project) {
        return groups(
                "select group_name, group_version from commit_intent where project = ?"
                        + " union select group_name, group_version from outbox where project = ?",
                project,
                project);
    }

    private Set<GroupRef> groups(String query, Object... parameters) {
        return Set.copyOf(sql().list(query, row -> new GroupRef(row.getString(1), row.getInt(2)), parameters));
    }

    @Override
    public List<CommitIntent> intents(String project, GroupRef group) {
        return sql().list(
                        "select " + SqlRows.INTENT_COLUMNS + " from commit_intent" + OF_GROUP + " order by commit_id",
                        SqlRows::intent,
                        project,
                        group.name(),
                        group.version());
    }

    @Override
    public List<OutboxEntry> outbox(String project, GroupRef group) {
        return sql().list(
                        "select " + SqlRows.OUTBOX_COLUMNS + " from outbox" + OF_GROUP + " order by commit_id",
                        SqlRows::outbox,
                        project,
                        group.name(),
                        group.version());
    }

    @Override
    public List<Measurement> measurements(String project, String series, String name, long from, int most) {
        return sql().list(
                        "select name, step, at, reported from measurement where project = ? and series = ? and name = ?"
                                + " order by step, at, number limit ? offset ?",
                        SqlRows::measurement,
                        project,
                        series,
                        name,
                        most,
                        from);
    }

    @Override
    public List<Measurement> latestMeasurements(String project, String series) {
        return sql().list(
                        "select name, step, at, reported from (select name, step, at, reported, row_number() over"
                                + " (partition by name order by step desc, at desc, number desc) as place"
                                + " from measurement where project = ? and series = ?) ranked"
                                + " where place = 1 order by name",
                        SqlRows::measurement,
                        project,
                        series);
    }

    @Override
    public List<AuditRecord> audit(String project, int most) {
        return sql().list(
                        "select " + SqlRows.AUDIT_COLUMNS
                                + " from audit where project = ? order by number desc limit ?",
                        SqlRows::audit,
                        project,
                        most);
    }

    static Object[] parameters(DefinitionKey key) {
        return new Object[] {key.project(), key.kind().name(), key.name(), key.version()};
    }

    /** The newest commit of a group that meets a condition. */
    private Optional<CommitRecord> oneCommit(String condition, String project, GroupRef group, Object... value) {
        List<Object> parameters = new ArrayList<>(List.of(project, group.name(), group.version()));
        parameters.addAll(List.of(value));
        return sql().first(
                        "select " + SqlRows.COMMIT_COLUMNS + " from commit_record" + OF_GROUP + condition
                                + " order by id desc limit 1",
                        SqlRows::commit,
                        parameters.toArray());
    }

    private List<Definition> definitions(String condition, Object... parameters) {
        Map<DefinitionKey, List<DefinitionKey>> dependsOn = new HashMap<>();
        sql().list(
                        "select project, kind, name, version, on_project, on_kind, on_name, on_version from dependency"
                                + condition + " order by place",
                        row -> dependsOn
                                .computeIfAbsent(SqlRows.key(row, ""), key -> new ArrayList<>())
                                .add(SqlRows.key(row, "on_")),
                        parameters);
        return sql().list(
                        "select project, kind, name, version, revision, json from definition" + condition
                                + " order by project, kind, name, version",
                        row -> definition(row, dependsOn),
                        parameters);
    }

    private static Definition definition(ResultSet row, Map<DefinitionKey, List<DefinitionKey>> dependsOn)
            throws SQLException {
        DefinitionKey key = SqlRows.key(row, "");
        return new Definition(
                key, row.getString("json"), row.getLong("revision"), dependsOn.getOrDefault(key, List.of()));
    }
}
