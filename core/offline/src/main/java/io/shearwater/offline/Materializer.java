package io.shearwater.offline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.Plan;
import io.shearwater.plan.Version;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.QueryContext;
import java.util.List;
import java.util.Optional;

/** Brings history to the online table beyond what each commit does by itself. Thread-safe. */
public final class Materializer {
    private final OfflineContext context;
    private final GroupLocks locks;
    private final Outbox outbox;
    private final Followers followers;

    Materializer(OfflineContext context, GroupLocks locks) {
        this.context = context;
        this.locks = locks;
        this.outbox = new Outbox(context);
        this.followers = new Followers(context);
    }

    /** Offers the rows of a stretch of event time; a newer row that is online stays. Returns how many were offered. */
    public long materialize(GroupRecord group, TimeRange range) {
        requireBoth(group);
        return locks.alone(group, lease -> {
            outbox.drain(group);
            long position = context.online().position(group).orElse(0);
            long rows = 0;
            try (FrameReader reader = rows(group, GroupReader.range(group, range))) {
                for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                    context.online().put(group, next.get(), position);
                    rows += next.get().rows();
                }
            }
            return rows;
        });
    }

    /** Applies the commits that are not online yet. Returns how many. */
    public int materializeIncremental(GroupRecord group) {
        requireBoth(group);
        return locks.alone(group, lease -> outbox.drain(group));
    }

    /**
     * Fills a new generation from history and flips to it.
     *
     * @param next the group with the next generation
     */
    public long rebuild(GroupRecord group, GroupRecord next) {
        requireBoth(group);
        return locks.alone(group, lease -> {
            outbox.drain(group);
            return context.online().rebuild(next, rows(group, Predicate.all()));
        });
    }

    /**
     * Fills a new generation of a group of aggregates from the history of its events and flips to it. Commits of the events wait
     * meanwhile.
     */
    public long rebuildAggregates(GroupRecord events, GroupRecord follower) {
        return locks.alone(events, lease -> {
            outbox.drain(events);
            return context.online().rebuildAggregates(follower, followers.all(events, follower));
        });
    }

    /** Compares what is online of a group of aggregates with the history of its events, while commits go on. */
    public OnlineCheck checkAggregates(GroupRecord events, GroupRecord follower) {
        return context.online().checkAggregates(follower, followers.all(events, follower));
    }

    /** The groups of aggregates that are kept online over the events of a group. */
    public List<GroupRecord> followers(GroupRecord events) {
        return followers.of(events);
    }

    private FrameReader rows(GroupRecord group, Predicate filter) {
        Plan plan = new Plan.Scan(group.table(), Version.latest(), Outbox.rowSchema(group), filter);
        TableSources sources =
                context.registryStore().read(registry -> new TableSources(context.tables()).pin(plan, registry));
        return context.engine().read(plan, sources, QueryContext.plain());
    }

    private static void requireBoth(GroupRecord group) {
        if (!group.spec().storage().hasOffline() || !group.spec().storage().hasOnline()) {
            throw OfflineError.NOT_STORED.because("The feature group '"
                    + group.spec().name() + "' version "
                    + group.spec().version() + " is kept " + group.spec().storage()
                    + "; materialising needs a history and an online table.");
        }
    }
}
