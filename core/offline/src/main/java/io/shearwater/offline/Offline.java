package io.shearwater.offline;

import io.shearwater.registry.GroupRecord;

/** The parts of this module over one context, sharing the locks of the groups. Closing gives the leases back. */
public final class Offline implements AutoCloseable {
    private final GroupLocks locks;
    private final GroupTables tables;
    private final GroupWriter writer;
    private final GroupReader reader;
    private final Compactor compactor;
    private final Expiry expiry;
    private final Materializer materializer;
    private final Adoption adoption;
    private final GroupStatistics statistics;

    /** The parts over these stores; files are deleted when no reader of any process needs them. */
    public Offline(OfflineContext context, ReaderLock readers) {
        OpenReads reads = new OpenReads(context.tables()::delete, readers);
        CommitProtocol protocol = new CommitProtocol(context, reads);
        this.locks = new GroupLocks(context.registryStore(), group -> recover(context, protocol, group));
        this.tables = new GroupTables(context, locks);
        this.compactor = new Compactor(context, locks, protocol, reads);
        this.reader = new GroupReader(context, reads);
        this.statistics = new GroupStatistics(context, reader, protocol);
        this.writer = new GroupWriter(context, locks, protocol, compactor, statistics);
        this.expiry = new Expiry(context, locks, protocol, statistics);
        this.adoption = new Adoption(context, locks, protocol);
        this.materializer = new Materializer(context, locks);
    }

    /** Takes back what was not committed, and brings online what was. */
    private static void recover(OfflineContext context, CommitProtocol protocol, GroupRecord group) {
        if (group.spec().storage().hasOffline()) {
            protocol.recover(group);
            new Outbox(context).drain(group);
        }
    }

    public GroupTables tables() {
        return tables;
    }

    public GroupWriter writer() {
        return writer;
    }

    public GroupReader reader() {
        return reader;
    }

    public Compactor compactor() {
        return compactor;
    }

    public Expiry expiry() {
        return expiry;
    }

    public Adoption adoption() {
        return adoption;
    }

    public Materializer materializer() {
        return materializer;
    }

    public GroupStatistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        locks.close();
    }
}
