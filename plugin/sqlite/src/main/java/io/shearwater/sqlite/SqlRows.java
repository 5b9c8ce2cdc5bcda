package io.shearwater.sqlite;

import io.shearwater.model.Commit;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Times;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.OutboxEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Rows of the registry's tables as records, and the columns they are read from. */
final class SqlRows {
    static final String COMMIT_COLUMNS = "project, group_name, group_version, id, operation, committed_at, sequence, "
            + "inserted, updated, deleted, duplicates, duration_micros, snapshot, idempotency_key";
    static final String INTENT_COLUMNS =
            "project, group_name, group_version, commit_id, sequence, operation, begun_at, epoch";
    static final String OUTBOX_COLUMNS = "project, group_name, group_version, commit_id, payload";
    static final String AUDIT_COLUMNS = "number, at, actor, action, subject";

    private SqlRows() {}

    static CommitRecord commit(ResultSet row) throws SQLException {
        Commit commit = new Commit(
                row.getLong("id"),
                group(row),
                Commit.Operation.valueOf(row.getString("operation")),
                Times.instant(row.getLong("committed_at")),
                row.getLong("sequence"),
                new Commit.Counts(
                        row.getLong("inserted"),
                        row.getLong("updated"),
                        row.getLong("deleted"),
                        row.getLong("duplicates")),
                Duration.of(row.getLong("duration_micros"), ChronoUnit.MICROS));
        return new CommitRecord(
                row.getString("project"),
                commit,
                row.getLong("snapshot"),
                Optional.ofNullable(row.getString("idempotency_key")));
    }

    static CommitIntent intent(ResultSet row) throws SQLException {
        return new CommitIntent(
                row.getString("project"),
                group(row),
                row.getLong("commit_id"),
                row.getLong("sequence"),
                row.getString("operation"),
                Times.instant(row.getLong("begun_at")),
                row.getLong("epoch"));
    }

    static OutboxEntry outbox(ResultSet row) throws SQLException {
        return new OutboxEntry(
                row.getString("project"), group(row), row.getLong("commit_id"), row.getString("payload"));
    }

    static AuditRecord audit(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("number"),
                Times.instant(row.getLong("at")),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"));
    }

    static Measurement measurement(ResultSet row) throws SQLException {
        double reported = row.getDouble("reported");
        double value = row.wasNull() ? Double.NaN : reported;
        return new Measurement(row.getString("name"), row.getLong("step"), Times.instant(row.getLong("at")), value);
    }

    /** A key in columns that are named with a prefix. */
    static DefinitionKey key(ResultSet row, String prefix) throws SQLException {
        return new DefinitionKey(
                row.getString(prefix + "project"),
                DefinitionKey.Kind.valueOf(row.getString(prefix + "kind")),
                row.getString(prefix + "name"),
                row.getInt(prefix + "version"));
    }

    private static GroupRef group(ResultSet row) throws SQLException {
        return new GroupRef(row.getString("group_name"), row.getInt("group_version"));
    }
}
