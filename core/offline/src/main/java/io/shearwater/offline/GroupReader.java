package io.shearwater.offline;

import io.shearwater.api.ReadOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateCheck;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.SqlQuery;
import io.shearwater.plan.Version;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import io.shearwater.query.QueryPlanner;
import io.shearwater.query.TimeBounds;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.QueryContext;
import io.shearwater.transform.Functions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads a group's history: rows of any state, and what changed between two. Thread-safe. */
public final class GroupReader {
    private static final Field CHANGE_TYPE = new Field("change_type", DataType.STRING);

    private final OfflineContext context;
    private final OpenReads reads;

    GroupReader(OfflineContext context, OpenReads reads) {
        this.context = context;
        this.reads = reads;
    }

    /** Rows as the options say; {@code functions} has the code of what a group of aggregates computes on demand. */
    public FrameReader read(GroupRecord group, ReadOptions options, Functions functions) {
        return run(plan(group, options, functions));
    }

    /** Any plan over the project's tables, all pinned at one moment. */
    public FrameReader run(Plan plan) {
        return run(plan, UnaryOperator.identity());
    }

    /** Any plan; {@code more} gives the sources the rows that the caller brings. */
    public FrameReader run(Plan plan, UnaryOperator<TableSources> more) {
        return reads.during(() -> context.engine().read(plan, more.apply(sources(plan)), QueryContext.plain()));
    }

    /** A user's SQL, all of its tables pinned at one moment; {@code more} gives the sources the rows that the caller brings. */
    public FrameReader run(SqlQuery query, UnaryOperator<TableSources> more) {
        return reads.during(() -> context.engine().sql(query, more.apply(sources(query)), QueryContext.plain()));
    }

    /** How a user's SQL would run, for people. */
    public String explain(SqlQuery query, UnaryOperator<TableSources> more) {
        return context.engine().explain(query, more.apply(sources(query)));
    }

    private TableSources sources(SqlQuery query) {
        return sources(query.tables().values().stream()
                .flatMap(table -> Scans.of(table).stream())
                .toList());
    }

    /** Sources for a plan, all of its tables pinned at one moment. */
    public TableSources sources(Plan plan) {
        return sources(Scans.of(plan));
    }

    private TableSources sources(Collection<Plan.Scan> scans) {
        return context.registryStore().read(registry -> new TableSources(context.tables()).pin(scans, registry));
    }

    /** The plan of a read of a group; {@code functions} as in {@link #read}. */
    public static Plan plan(GroupRecord group, ReadOptions options, Functions functions) {
        Schema all = group.spec().schema();
        String where = "feature group '" + group.spec().name() + "' version "
                + group.spec().version();
        PredicateCheck.check(options.filter(), all, where);
        Schema wanted = options.columns().isEmpty()
                ? all
                : Schema.of(options.columns().stream().map(group.spec()::column).toList());
        Plan rows = group.spec().isWritten()
                ? new Plan.Scan(
                        group.table(),
                        version(options.asOf()),
                        wanted,
                        options.filter().and(range(group, options.range())))
                : aggregated(group, wanted, options, functions);
        return options.limit().isPresent()
                ? new Plan.Limit(rows, options.limit().getAsLong())
                : rows;
    }

    /** The rows of a group of aggregates, at the times of their events. */
    private static Plan aggregated(GroupRecord group, Schema wanted, ReadOptions options, Functions functions) {
        Query query = new Query(group.spec(), wanted.names(), true, options.filter(), List.of());
        PlanRequest request =
                PlanRequest.of(new LabelRows.OfRoot(options.range())).at(List.of(version(options.asOf())));
        return new QueryPlanner(group.project(), functions).read(query, request).plan();
    }

    static Predicate range(GroupRecord group, TimeRange range) {
        if (range.equals(TimeRange.ALL)) {
            return Predicate.all();
        }
        return group.spec()
                .eventTime()
                .map(time -> TimeBounds.within(
                        time, group.spec().schema().field(time.column()).type(), range))
                .orElseThrow(() -> OfflineError.NOT_STORED.because("The feature group '"
                        + group.spec().name() + "' has no event time to choose the range " + range + " by."));
    }

    private static Version version(ReadOptions.AsOf asOf) {
        return switch (asOf) {
            case ReadOptions.AsOf.Now now -> Version.latest();
            case ReadOptions.AsOf.AtCommit at -> new Version.AtCommit(at.id());
            case ReadOptions.AsOf.AtInstant at -> new Version.AtInstant(at.instant());
        };
    }

    /**
     * What changed after one commit up to and including another. A row's write sequence says whether it was written since; its
     * identity in the older state says whether that was an update.
     */
    public FrameReader changes(GroupRecord group, long fromExclusive, long toInclusive) {
        long before = ownCommit(group, fromExclusive, toInclusive);
        long sequence = sequenceAfter(group, before);
        Version from = new Version.AtCommit(before);
        Version to = new Version.AtCommit(toInclusive);
        Schema rows = group.spec().schema();
        List<String> identity = group.spec().identity();
        List<KeyPair> on =
                identity.stream().map(column -> new KeyPair(column, column)).toList();
        Plan older = new Plan.Scan(group.table(), from, rows.select(identity), Predicate.all());
        Plan after = new Plan.Scan(group.table(), to, rows.select(identity), Predicate.all());
        Plan written =
                new Plan.Scan(group.table(), to, rows, Predicate.greaterThan(HiddenColumns.SEQUENCE.name(), sequence));
        Plan all = new Plan.Scan(group.table(), from, rows, Predicate.all());
        List<Plan> parts = new ArrayList<>();
        parts.add(typed(new Plan.SemiJoin(written, older, on, Plan.SemiJoin.Kind.ANTI), "insert"));
        parts.add(typed(new Plan.SemiJoin(written, older, on, Plan.SemiJoin.Kind.SEMI), "update"));
        parts.add(typed(new Plan.SemiJoin(all, after, on, Plan.SemiJoin.Kind.ANTI), "delete"));
        return run(new Plan.Union(parts));
    }

    private static Plan typed(Plan rows, String type) {
        return new Plan.Constant(rows, CHANGE_TYPE, type);
    }

    /**
     * The group's commit that made the state which it had after a commit of the store, 0 where there was none yet: the
     * commits of all groups of a store have one order. A commit that is not the group's and does not lie before another one
     * of its own may be none at all and stays as it is, to be refused.
     */
    private long ownCommit(GroupRecord group, long commit, long laterOwn) {
        if (commit <= 0 || commit >= laterOwn) {
            return commit;
        }
        return context
                .registryStore()
                .read(registry -> registry.commits(group.project(), group.spec().ref()))
                .stream()
                .mapToLong(record -> record.commit().id())
                .filter(own -> own <= commit)
                .max()
                .orElse(0);
    }

    private long sequenceAfter(GroupRecord group, long commit) {
        if (commit == 0) {
            return 0;
        }
        return context.registryStore()
                .read(registry -> registry.commit(group.project(), group.spec().ref(), commit))
                .map(CommitRecord::commit)
                .orElseThrow(() -> OfflineError.UNKNOWN_COMMIT.because("The feature group '"
                        + group.spec().name() + "' has no commit " + commit + ". See its commits()."))
                .sequence();
    }
}
