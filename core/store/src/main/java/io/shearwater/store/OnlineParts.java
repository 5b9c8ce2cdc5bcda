package io.shearwater.store;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.TimeRange;
import io.shearwater.offline.OnlineSink;
import io.shearwater.online.AggregateWriter;
import io.shearwater.online.HistoryReader;
import io.shearwater.online.LoadSpace;
import io.shearwater.online.OnlineGroup;
import io.shearwater.online.OnlineWriter;
import io.shearwater.online.VectorAssembler;
import io.shearwater.online.VectorPlan;
import io.shearwater.online.VectorProgram;
import io.shearwater.online.VectorReader;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.OnlineStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The online module behind the port of the offline one, and for the handles. */
final class OnlineParts implements OnlineSink {
    private final OnlineStore store;
    private final OnlineWriter writer;
    private final AggregateWriter aggregates;
    private final HistoryReader history;
    private final InstantSource clock;
    private final OnlineState.All states = new OnlineState.All();

    OnlineParts(OnlineStore store, InstantSource clock, Path scratch) {
        this.store = store;
        this.clock = clock;
        this.history = new HistoryReader(store);
        this.aggregates = new AggregateWriter(store, LoadSpace.in(scratch));
        this.writer = new OnlineWriter(store, clock, LoadSpace.in(scratch));
    }

    static OnlineGroup group(GroupRecord group) {
        return OnlineGroup.of(
                group.project(), group.spec(), group.onlineGroup(), group.generation(), group.schemaVersion());
    }

    @Override
    public void put(GroupRecord group, Frame rows, long position) {
        writer.put(group(group), rows, position);
    }

    @Override
    public void replace(GroupRecord group, Frame keys, Frame rows, long sequence) {
        writer.replace(group(group), keys, rows, sequence);
    }

    @Override
    public void delete(GroupRecord group, Frame identities, long sequence) {
        writer.delete(group(group), identities, sequence);
    }

    @Override
    public OptionalLong position(GroupRecord group) {
        return writer.position(group(group));
    }

    @Override
    public long rebuild(GroupRecord group, FrameReader rows) {
        return writer.rebuild(group(group), rows);
    }

    @Override
    public void mergeEvents(GroupRecord follower, Frame events, long position) {
        aggregates.merge(group(follower), events, position);
    }

    @Override
    public void replaceEvents(GroupRecord follower, Frame keys, FrameReader events, long sequence) {
        aggregates.replace(group(follower), keys, events, sequence);
    }

    @Override
    public long rebuildAggregates(GroupRecord follower, FrameReader events) {
        return aggregates.rebuild(group(follower), events);
    }

    @Override
    public OnlineCheck checkAggregates(GroupRecord follower, FrameReader events) {
        return aggregates.check(group(follower), events);
    }

    @Override
    public void drop(GroupRecord group) {
        writer.drop(group(group));
    }

    @Override
    public void arriving(GroupRecord group, long commit) {
        states.arriving(group, commit);
    }

    @Override
    public void arrived(GroupRecord group, long commit) {
        states.arrived(group, commit);
    }

    /** Up to which commits groups are online. */
    OnlineState.All states() {
        return states;
    }

    /** The columns changed without a write. */
    void columnsChanged(GroupRecord group) {
        if (group.spec().storage().hasOnline() && group.spec().isWritten()) {
            writer.describe(group(group));
        }
    }

    /** Whether the columns of a group are those that the online store has noted of it, if it needs to. */
    boolean isDescribed(GroupRecord group) {
        return !group.spec().storage().hasOnline() || !group.spec().isWritten() || writer.isDescribed(group(group));
    }

    /** The number that {@link #agree} noted last; -1 before. */
    long agreed(String project) {
        return store.note(agreement(project))
                .map(note -> ByteBuffer.wrap(note).getLong())
                .orElse(-1L);
    }

    /** Notes up to which change of a project's definitions the tables agree with them. */
    void agree(String project, long changes) {
        store.note(
                agreement(project),
                ByteBuffer.allocate(Long.BYTES).putLong(changes).array());
    }

    private static String agreement(String project) {
        return "definitions/" + project;
    }

    /** Rows of entities through time. */
    Frame rows(GroupRecord group, Map<String, Object> key, TimeRange range, int most) {
        return history.rows(group(group), key, range, most);
    }

    /** How many entities of a group have a row that is valid now. */
    long entities(GroupRecord group) {
        return history.entities(group(group), clock.instant());
    }

    /**
     * Whether the rows of a group that should have some are not those it has: its files were removed, or rebuilding them for
     * other columns did not end.
     */
    @Override
    public boolean isLost(GroupRecord group) {
        OptionalInt served = writer.served(group(group));
        return served.isEmpty() || served.getAsInt() < group.generation();
    }

    /** A generation that is not served. */
    int nextGeneration(GroupRecord group) {
        return 1 + Math.max(group.generation(), writer.served(group(group)).orElse(0));
    }

    /** A reader of vectors by a compiled plan. */
    VectorReader vectors(VectorPlan plan) {
        return new VectorReader(store, plan, clock);
    }

    /** Vectors as a model reads them. */
    VectorAssembler vectors(VectorProgram program) {
        return new VectorAssembler(store, program, clock);
    }

    void purgeAggregates(GroupRecord group, long sequence) {
        aggregates.purge(group(group), sequence);
    }

    long purge(GroupRecord group, long sequence) {
        return writer.purge(group(group), sequence);
    }
}
