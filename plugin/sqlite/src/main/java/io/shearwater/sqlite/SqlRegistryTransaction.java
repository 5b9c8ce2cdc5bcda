package io.shearwater.sqlite;

import io.shearwater.model.Commit;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Times;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.Lease;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryErrors;
import io.shearwater.spi.RegistryTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Changes the registry's tables in portable SQL; the connection is in a serialisable transaction. Not thread-safe. */
final class SqlRegistryTransaction extends SqlRegistryReader implements RegistryTransaction {
    /** Counters that belong to the store and not to a project. */
    private static final String STORE = "";

    /** How many points a series was ever given. */
    private static final String MEASURED = "measured:";

    private static final String LAST_COMMIT_INSTANT = "commit-instant";

    private final Actor actor;
    private final InstantSource clock;
    private boolean changed;
    private boolean audited;

    SqlRegistryTransaction(Sql sql, Actor actor, InstantSource clock) {
        super(sql);
        this.actor = actor;
        this.clock = clock;
    }

    void requireAudit() {
        if (changed && !audited) {
            throw RegistryErrors.unaudited();
        }
    }

    @Override
    public Definition put(Definition definition) {
        DefinitionKey key = definition.key();
        long stored = revision(key).orElse(0L);
        if (definition.revision() == 0 && stored != 0) {
            throw RegistryErrors.alreadyExists(key);
        }
        if (definition.revision() != stored) {
            throw RegistryErrors.staleRevision(definition, stored);
        }
        changed(key);
        Definition next = new Definition(key, definition.json(), stored + 1, definition.dependsOn());
        if (stored == 0) {
            sql().update(
                            "insert into definition (project, kind, name, version, revision, json)"
                                    + " values (?, ?, ?, ?, ?, ?)",
                            key.project(),
                            key.kind().name(),
                            key.name(),
                            key.version(),
                            next.revision(),
                            next.json());
        } else {
            sql().update(
                            "update definition set revision = ?, json = ?" + OF_KEY,
                            next.revision(),
                            next.json(),
                            key.project(),
                            key.kind().name(),
                            key.name(),
                            key.version());
        }
        replaceDependencies(next);
        return next;
    }

    @Override
    public void remove(DefinitionKey key) {
        requireFound(key);
        changed(key);
        for (String table : new String[] {"dependency", "tag", "definition"}) {
            sql().update("delete from " + table + OF_KEY, parameters(key));
        }
    }

    @Override
    public void setTag(DefinitionKey key, String name, String value) {
        removeTag(key, name);
        sql().update(
                        "insert into tag (project, kind, name, version, tag, tag_value) values (?, ?, ?, ?, ?, ?)",
                        key.project(),
                        key.kind().name(),
                        key.name(),
                        key.version(),
                        name,
                        value);
    }

    @Override
    public void removeTag(DefinitionKey key, String name) {
        requireFound(key);
        changed = true;
        sql().update(
                        "delete from tag" + OF_KEY + " and tag = ?",
                        key.project(),
                        key.kind().name(),
                        key.name(),
                        key.version(),
                        name);
    }

    @Override
    public void swapPointer(TableRef table, Optional<String> expected, Optional<String> next) {
        Optional<String> actual = pointer(table);
        if (!actual.equals(expected)) {
            throw RegistryErrors.stalePointer(table, expected, actual);
        }
        changed = true;
        if (next.isEmpty()) {
            sql().update("delete from iceberg_tables" + OF_TABLE, CATALOG, table.namespace(), table.name());
        } else if (expected.isEmpty()) {
            sql().update(
                            "insert into iceberg_tables (catalog_name, table_namespace, table_name, metadata_location,"
                                    + " previous_metadata_location, iceberg_type) values (?, ?, ?, ?, null, 'TABLE')",
                            CATALOG,
                            table.namespace(),
                            table.name(),
                            next.get());
        } else {
            sql().update(
                            "update iceberg_tables set metadata_location = ?, previous_metadata_location = ?"
                                    + OF_TABLE,
                            next.get(),
                            expected.get(),
                            CATALOG,
                            table.namespace(),
                            table.name());
        }
    }

    @Override
    public long nextCommitId() {
        return nextNumber(STORE, "commit");
    }

    @Override
    public long nextSequence(String project, GroupRef group) {
        return nextNumber(project, "sequence:" + group.tableName());
    }

    @Override
    public long nextNumber(String project, String counter) {
        long next = lastValue(project, counter).orElse(0L) + 1;
        setLastValue(project, counter, next);
        return next;
    }

    @Override
    public Instant nextCommitInstant() {
        long now = Times.micros(clock.instant());
        long next = lastValue(STORE, LAST_COMMIT_INSTANT)
                .map(last -> Math.max(last + 1, now))
                .orElse(now);
        setLastValue(STORE, LAST_COMMIT_INSTANT, next);
        return Times.instant(next);
    }

    @Override
    public void begin(CommitIntent intent) {
        sql().update(
                        "insert into commit_intent (" + SqlRows.INTENT_COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                        intent.project(),
                        intent.group().name(),
                        intent.group().version(),
                        intent.commit(),
                        intent.sequence(),
                        intent.operation(),
                        SqlTimes.saturated(intent.begun()),
                        intent.epoch());
    }

    @Override
    public void abandon(CommitIntent intent) {
        sql().update("delete from commit_intent where commit_id = ?", intent.commit());
    }

    @Override
    public void record(CommitRecord commit, Optional<OutboxEntry> outbox) {
        requireNew(commit);
        changed = true;
        Commit its = commit.commit();
        sql().update(
                        "insert into commit_record (" + SqlRows.COMMIT_COLUMNS
                                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        commit.project(),
                        its.group().name(),
                        its.group().version(),
                        its.id(),
                        its.operation().name(),
                        Times.micros(its.at()),
                        its.sequence(),
                        its.counts().inserted(),
                        its.counts().updated(),
                        its.counts().deleted(),
                        its.counts().duplicates(),
                        its.duration().dividedBy(Duration.of(1, ChronoUnit.MICROS)),
                        commit.snapshot(),
                        commit.idempotencyKey().orElse(null));
        sql().update("delete from commit_intent where commit_id = ?", its.id());
        outbox.ifPresent(entry -> sql().update(
                        "insert into outbox (" + SqlRows.OUTBOX_COLUMNS + ") values (?, ?, ?, ?, ?)",
                        entry.project(),
                        entry.group().name(),
                        entry.group().version(),
                        entry.commit(),
                        entry.payload()));
    }

    @Override
    public void done(OutboxEntry entry) {
        sql().update("delete from outbox where commit_id = ?", entry.commit());
    }

    @Override
    public void forgetCommits(String project, GroupRef group) {
        changed = true;
        for (String table : new String[] {"outbox", "commit_intent", "commit_record"}) {
            sql().update("delete from " + table + OF_GROUP, project, group.name(), group.version());
        }
    }

    @Override
    public void measure(String project, String series, List<Measurement> points) {
        long number = lastValue(project, MEASURED + series).orElse(0L);
        for (Measurement point : points) {
            sql().update(
                            "insert into measurement (project, series, name, step, at, number, reported)"
                                    + " values (?, ?, ?, ?, ?, ?, ?)",
                            project,
                            series,
                            point.name(),
                            point.step(),
                            SqlTimes.saturated(point.at()),
                            ++number,
                            Double.isNaN(point.value()) ? null : point.value());
        }
        setLastValue(project, MEASURED + series, number);
    }

    @Override
    public void forgetMeasurements(String project, String series) {
        sql().update("delete from measurement where project = ? and series = ?", project, series);
        sql().update("delete from counter where project = ? and name = ?", project, MEASURED + series);
    }

    @Override
    public void fence(Lease lease) {
        if (!LeaseTable.isHeld(sql(), lease)) {
            throw RegistryErrors.leaseLost(lease);
        }
    }

    @Override
    public void audit(String project, String action, String subject) {
        audited = true;
        sql().update(
                        "insert into audit (number, at, actor, project, action, subject) values (?, ?, ?, ?, ?, ?)",
                        nextNumber(STORE, "audit"),
                        SqlTimes.saturated(clock.instant()),
                        actor.name(),
                        project,
                        action,
                        subject);
    }

    private void changed(DefinitionKey key) {
        changed = true;
        nextNumber(key.project(), changesOf(key.kind()));
    }

    private Optional<Long> revision(DefinitionKey key) {
        return sql().first("select revision from definition" + OF_KEY, row -> row.getLong(1), parameters(key));
    }

    private void requireFound(DefinitionKey key) {
        if (revision(key).isEmpty()) {
            throw RegistryErrors.notFound(key);
        }
    }

    private void requireNew(CommitRecord commit) {
        GroupRef group = commit.commit().group();
        commit.idempotencyKey()
                .flatMap(key -> commitWithKey(commit.project(), group, key))
                .ifPresent(other -> {
                    throw RegistryErrors.repeatedKey(
                            group,
                            commit.idempotencyKey().orElseThrow(),
                            other.commit().id());
                });
        long id = commit.commit().id();
        if (sql().first("select 1 from commit_record where id = ?", row -> true, id)
                .isPresent()) {
            throw RegistryErrors.repeatedCommit(id);
        }
    }

    private void replaceDependencies(Definition definition) {
        DefinitionKey key = definition.key();
        sql().update("delete from dependency" + OF_KEY, parameters(key));
        int place = 0;
        for (DefinitionKey on : definition.dependsOn()) {
            sql().update(
                            "insert into dependency (project, kind, name, version, place,"
                                    + " on_project, on_kind, on_name, on_version) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            key.project(),
                            key.kind().name(),
                            key.name(),
                            key.version(),
                            place++,
                            on.project(),
                            on.kind().name(),
                            on.name(),
                            on.version());
        }
    }

    private void setLastValue(String project, String counter, long value) {
        int changedRows = sql().update(
                        "update counter set last_value = ? where project = ? and name = ?", value, project, counter);
        if (changedRows == 0) {
            sql().update("insert into counter (project, name, last_value) values (?, ?, ?)", project, counter, value);
        }
    }
}
