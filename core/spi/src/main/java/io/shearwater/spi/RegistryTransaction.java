package io.shearwater.spi;

import io.shearwater.model.GroupRef;
import io.shearwater.plan.TableRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A change of the registry that happens as a whole or not at all. Reads see the transaction's own writes. */
public interface RegistryTransaction extends RegistryReader {
    /**
     * Stores a definition with the next revision.
     *
     * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS when its revision is 0 and it is there, STALE_BASE when
     *     its revision is not the stored one
     */
    Definition put(Definition definition);

    /** Removes a definition with its tags; the caller has looked at its dependants. */
    void remove(DefinitionKey key);

    void setTag(DefinitionKey key, String name, String value);

    void removeTag(DefinitionKey key, String name);

    /**
     * Makes a table's next state visible; an empty {@code expected} creates, an empty {@code next} drops.
     *
     * @throws io.shearwater.model.ShearwaterException STALE_BASE when the pointer is not {@code expected}
     */
    void swapPointer(TableRef table, Optional<String> expected, Optional<String> next);

    /** A commit id that was never given out before. */
    long nextCommitId();

    /** The next write sequence of a group, from 1. */
    long nextSequence(String project, GroupRef group);

    /** Any other number that counts up from 1, by name. */
    long nextNumber(String project, String counter);

    /** The clock's time, moved on where needed so that commits of the store increase strictly. */
    Instant nextCommitInstant();

    void begin(CommitIntent intent);

    /** Ends an intent without a commit. */
    void abandon(CommitIntent intent);

    /** Stores the commit and ends its intent. */
    void record(CommitRecord commit, Optional<OutboxEntry> outbox);

    /** The commit is online. */
    void done(OutboxEntry entry);

    /** Adds points to a series, which begins with its first; in the order of the list. Bookkeeping: it needs no audit. */
    void measure(String project, String series, List<Measurement> points);

    /** Forgets all points of a series. */
    void forgetMeasurements(String project, String series);

    /** Forgets the commits of a group that is being deleted, its intents and its outbox. */
    void forgetCommits(String project, GroupRef group);

    /**
     * Continues only if the lease is still held.
     *
     * @throws io.shearwater.model.ShearwaterException LEASE_LOST
     */
    void fence(Lease lease);

    /**
     * Says what this transaction does; written with it. A transaction that changes a definition, a tag, a pointer or a
     * commit must say at least one thing; intents, numbers and the outbox are bookkeeping and need none.
     */
    void audit(String project, String action, String subject);
}
