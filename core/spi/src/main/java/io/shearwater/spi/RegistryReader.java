package io.shearwater.spi;

import io.shearwater.model.GroupRef;
import io.shearwater.plan.TableRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A consistent view of the registry. Valid inside the function that was given it. */
public interface RegistryReader {
    /** The names of all projects that have definitions, ascending; {@link DefinitionKey#STORE} is none. */
    List<String> projects();

    Optional<Definition> find(DefinitionKey key);

    /** By name, then version. */
    List<Definition> list(String project, DefinitionKey.Kind kind);

    /** The versions of one name, ascending. */
    List<Definition> versions(String project, DefinitionKey.Kind kind, String name);

    /** How often definitions of a kind were stored and removed in a project: between two equal answers none was. */
    long changes(String project, DefinitionKey.Kind kind);

    /** What directly depends on a definition, by project, name of the kind, name and version. */
    List<DefinitionKey> dependants(DefinitionKey key);

    Map<String, String> tags(DefinitionKey key);

    /** The location of a table's metadata. */
    Optional<String> pointer(TableRef table);

    /** A group's commits, oldest first. */
    List<CommitRecord> commits(String project, GroupRef group);

    Optional<CommitRecord> commit(String project, GroupRef group, long id);

    /** The commit that wrote the rows of a sequence; of those that have it the one that is no compaction. */
    Optional<CommitRecord> commitOfSequence(String project, GroupRef group, long sequence);

    Optional<CommitRecord> latestCommit(String project, GroupRef group);

    /** The last commit not later than an instant. */
    Optional<CommitRecord> latestCommit(String project, GroupRef group, Instant notAfter);

    Optional<CommitRecord> commitWithKey(String project, GroupRef group, String idempotencyKey);

    /** The groups of a project that have commits. */
    Set<GroupRef> written(String project);

    /** The groups of a project with {@link #intents} or an {@link #outbox}. */
    Set<GroupRef> unfinished(String project);

    /** Writes of a group that began and did not end. */
    List<CommitIntent> intents(String project, GroupRef group);

    /** A group's commits that are not online yet, oldest first. */
    List<OutboxEntry> outbox(String project, GroupRef group);

    /**
     * The points of one name in a series, by step, then time, then as they were reported.
     *
     * @param from how many to leave out at the beginning
     */
    List<Measurement> measurements(String project, String series, String name, long from, int most);

    /** For each name of a series the point with the greatest step, of those the last; by name. */
    List<Measurement> latestMeasurements(String project, String series);

    /** The newest audit records, newest first. */
    List<AuditRecord> audit(String project, int most);
}
