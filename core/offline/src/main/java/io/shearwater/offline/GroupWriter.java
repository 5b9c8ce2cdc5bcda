package io.shearwater.offline;

import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateCheck;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Times;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.plan.Version;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.Lease;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.WrittenFile;
import io.shearwater.transform.StatisticsAccumulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes a group's history: inserts, appends and deletions. After every commit each identity is there once. Thread-safe.
 */
public final class GroupWriter {
    private static final System.Logger LOG = System.getLogger(GroupWriter.class.getName());
    private static final Duration FURTHEST_AHEAD = Duration.ofDays(3_650);
    private static final FrameRef INPUT = new FrameRef("input");

    private final OfflineContext context;
    private final GroupLocks locks;
    private final CommitProtocol protocol;
    private final Outbox outbox;
    private final Followers followers;
    private final Identities identities;
    private final OnlineOnlyWriter onlineOnly;
    private final Compactor compactor;
    private final GroupStatistics statistics;

    GroupWriter(
            OfflineContext context,
            GroupLocks locks,
            CommitProtocol protocol,
            Compactor compactor,
            GroupStatistics statistics) {
        this.statistics = statistics;
        this.context = context;
        this.locks = locks;
        this.protocol = protocol;
        this.compactor = compactor;
        this.outbox = new Outbox(context);
        this.followers = new Followers(context);
        this.identities = new Identities(context);
        this.onlineOnly = new OnlineOnlyWriter(context);
    }

    /** Event times after this, in microseconds, are taken for mistakes of unit. */
    static long latestEventTime(InstantSource clock) {
        return Times.micros(clock.instant().plus(FURTHEST_AHEAD));
    }

    /** Writes rows; those whose identity is there replace it. Closes the reader. */
    public Commit insert(GroupRecord group, FrameReader rows, WriteOptions options) {
        return write(group, rows, Commit.Operation.INSERT, options);
    }

    /** Writes rows whose identities must be new. Closes the reader. */
    public Commit append(GroupRecord group, FrameReader rows, WriteOptions options) {
        if (!group.spec().storage().hasOffline()) {
            rows.close();
            throw OfflineError.NOT_STORED.because(
                    "The feature group '" + group.spec().name() + "' version "
                            + group.spec().version()
                            + " keeps no history by which it were known whether rows are new: insert them.");
        }
        return write(group, rows, Commit.Operation.APPEND, options);
    }

    /** Deletes by primary key, or by whole identity where the frame has the event time. */
    public Commit deleteRecords(GroupRecord group, Frame given) {
        Frame keys = DeletionKeys.of(group.spec(), given);
        List<String> on = keys.schema().names();
        if (!group.spec().storage().hasOffline()) {
            return locks.alone(group, lease -> onlineOnly.delete(group, keys, lease));
        }
        FrameRef wanted = new FrameRef("keys");
        KeyBounds bounds = new KeyBounds(on);
        bounds.add(keys);
        Function<List<String>, Plan> located = more -> new Plan.SemiJoin(
                identities.located(group, union(on, more), bounds.condition()),
                new Plan.Rows(wanted, keys.schema()),
                on.stream().map(column -> new KeyPair(column, column)).toList(),
                Plan.SemiJoin.Kind.SEMI);
        return delete(group, located, sources -> sources.with(wanted, keys.reader()));
    }

    /** Deletes the rows for which the condition is true. */
    public Commit deleteWhere(GroupRecord group, Predicate condition) {
        PredicateCheck.check(
                condition,
                group.spec().schema(),
                "feature group '" + group.spec().name() + "' version "
                        + group.spec().version());
        if (!group.spec().storage().hasOffline()) {
            throw OfflineError.NOT_STORED.because("The feature group '"
                    + group.spec().name() + "' keeps no history to look for rows in: delete its records by key.");
        }
        List<String> key = group.spec().primaryKey();
        return delete(group, more -> identities.located(group, union(key, more), condition), Function.identity());
    }

    private static List<String> union(List<String> columns, List<String> more) {
        Set<String> all = new LinkedHashSet<>(columns);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Finishes what earlier writers of the group left: abandoned files, commits that are not online. */
    public int finish(GroupRecord group) {
        return locks.alone(group, lease -> group.spec().storage().hasOffline() ? outbox.drain(group) : 0);
    }

    private Commit write(GroupRecord group, FrameReader rows, Commit.Operation operation, WriteOptions options) {
        try (rows) {
            return locks.alone(group, lease -> {
                Optional<Commit> earlier = earlier(group, options);
                if (earlier.isPresent()) {
                    return earlier.get();
                }
                return group.spec().storage().hasOffline()
                        ? writeNew(group, rows, operation, options, lease)
                        : onlineOnly.insert(group, rows, options, lease);
            });
        }
    }

    private Optional<Commit> earlier(GroupRecord group, WriteOptions options) {
        return options.idempotencyKey()
                .flatMap(key -> context.registryStore()
                        .read(registry -> registry.commitWithKey(
                                group.project(), group.spec().ref(), key)))
                .map(CommitRecord::commit);
    }

    private Commit writeNew(
            GroupRecord group, FrameReader rows, Commit.Operation operation, WriteOptions options, Lease lease) {
        CheckedRows checked = new CheckedRows(group.spec(), rows, latestEventTime(context.clock()));
        // Before anything is begun: small input that breaks a rule leaves no trace at all.
        IncomingRows incoming = IncomingRows.of(checked, group.spec().identity());
        CommitProtocol.Begun begun = protocol.begin(group, operation, lease);
        List<GroupRecord> over = followers.of(group);
        List<String> touched = new ArrayList<>();
        Commit commit = takenBackOnFailure(begun, () -> {
            Optional<StatisticsAccumulator> seen = observed(group, incoming);
            List<WrittenFile> files = writeFiles(begun, incoming, options);
            Identities.Clashes clashes = identities.clashes(group, files, incoming);
            if (operation == Commit.Operation.APPEND) {
                identities.requireNone(group, clashes, incoming);
            }
            long replaced = clashes.replaced().count();
            if (replaced > 0 && !over.isEmpty()) {
                touched.addAll(Followers.keys(over));
                Path file = context.spool().touched(begun.commit());
                identities.exportReplaced(group, clashes.staged(), incoming, touched, file);
            }
            Commit.Counts counts =
                    new Commit.Counts(incoming.rows() - clashes.repeated() - replaced, replaced, 0, clashes.repeated());
            TableChange change = new TableChange(
                            begun.commit(), files, clashes.deletedRows(), List.of(), properties(begun))
                    .withStatistics(statistics.toKeep(group, begun.commit(), seen));
            return protocol.publish(
                    begun,
                    change,
                    new CommitProtocol.Outcome(
                            counts,
                            Outbox.isFollowed(group, over) ? Outbox.put(files, touched) : Optional.empty(),
                            options.idempotencyKey()));
        });
        if (Outbox.isFollowed(group, over)) {
            Optional<Frame> whole = touched.isEmpty() ? incoming.whole() : Optional.empty();
            goOnline(group, commit, () -> outbox.apply(group, commit, whole));
        }
        mergeAsYouGo(group, commit, lease);
        return commit;
    }

    /** Statistics that will know the rows once they are read, unless they are too few. */
    private static Optional<StatisticsAccumulator> observed(GroupRecord group, IncomingRows rows) {
        boolean few = rows.whole().isPresent() && rows.whole().get().rows() < GroupStatistics.LEAST_ROWS;
        if (few || group.spec().statistics().equals(StatisticsSpec.NONE)) {
            return Optional.empty();
        }
        StatisticsAccumulator seen = StatisticsBytes.nothing(group);
        rows.observe(seen::add);
        return Optional.of(seen);
    }

    private List<WrittenFile> writeFiles(CommitProtocol.Begun begun, IncomingRows rows, WriteOptions options) {
        try (FrameReader reader = new Counted(rows.reader(), options.progress())) {
            Plan plan =
                    new Plan.Constant(new Plan.Rows(INPUT, reader.schema()), HiddenColumns.SEQUENCE, begun.sequence());
            FileTarget target = context.tables().target(begun.base(), begun.commit());
            TableSources sources = new TableSources(context.tables()).with(INPUT, reader);
            return context.engine().write(plan, sources, target, QueryContext.plain());
        }
    }

    private Commit delete(
            GroupRecord group, Function<List<String>, Plan> rows, Function<TableSources, TableSources> more) {
        return locks.alone(group, lease -> {
            List<GroupRecord> over = followers.of(group);
            List<String> touched = Followers.keys(over);
            Plan located = rows.apply(touched);
            CommitProtocol.Begun begun = protocol.begin(group, Commit.Operation.DELETE, lease);
            Commit commit = takenBackOnFailure(begun, () -> {
                Positions positions = new Positions().addAll(identities.read(located, more));
                Optional<String> pending = positions.isEmpty() || !Outbox.isFollowed(group, over)
                        ? Optional.empty()
                        : Outbox.replace(touched);
                if (pending.isPresent()) {
                    writeKeys(begun, located, touched, more);
                }
                TableChange change =
                        new TableChange(begun.commit(), List.of(), positions.byFile(), List.of(), properties(begun));
                return protocol.publish(
                        begun,
                        change,
                        new CommitProtocol.Outcome(
                                new Commit.Counts(0, 0, positions.count(), 0), pending, Optional.empty()));
            });
            if (Outbox.isFollowed(group, over)) {
                goOnline(group, commit, () -> outbox.drain(group));
            }
            return commit;
        });
    }

    /** The entities that lose rows, in files that are there before the commit and until they are set back online. */
    private void writeKeys(
            CommitProtocol.Begun begun, Plan located, List<String> touched, Function<TableSources, TableSources> more) {
        GroupRecord group = begun.group();
        if (group.spec().storage().hasOnline()) {
            write(
                    Identities.distinct(located, group.spec().primaryKey()),
                    more,
                    context.spool().keys(begun.commit()));
        }
        if (!touched.isEmpty()) {
            write(Identities.distinct(located, touched), more, context.spool().touched(begun.commit()));
        }
    }

    private void write(Plan rows, Function<TableSources, TableSources> more, Path file) {
        context.engine().export(rows, identities.sources(rows, more), file, QueryContext.plain());
    }

    private void goOnline(GroupRecord group, Commit commit, Runnable apply) {
        try {
            apply.run();
        } catch (ShearwaterException failed) {
            locks.unfinished(group);
            throw OfflineError.COMMITTED_ONLINE_PENDING.because(
                    "Commit " + commit.id() + " of the feature group '"
                            + group.spec().name()
                            + "' is durable, but the online table could not follow: " + failed.getMessage()
                            + " It will at the group's next use; do not write the rows again.",
                    failed);
        }
    }

    /** The rows are written whether or not their files and statistics can be merged now. */
    private void mergeAsYouGo(GroupRecord group, Commit commit, Lease lease) {
        try {
            statistics.putTogetherAsYouGo(group, commit, lease);
            compactor.mergeAsYouGo(group, commit, lease);
        } catch (ShearwaterException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Small files or statistics of " + group.table() + " could not be merged",
                    failed);
        }
    }

    private Commit takenBackOnFailure(CommitProtocol.Begun begun, Supplier<Commit> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error failure) {
            try {
                protocol.abandon(begun.group(), begun.intent());
            } catch (RuntimeException unfinished) {
                // The intent stands: the next use of the group takes it back.
                locks.unfinished(begun.group());
                failure.addSuppressed(unfinished);
            }
            throw failure;
        }
    }

    private static Map<String, String> properties(CommitProtocol.Begun begun) {
        return Map.of(
                "shearwater.commit", Long.toString(begun.commit()),
                "shearwater.sequence", Long.toString(begun.sequence()));
    }

    /** Under a name that no project can have. */
    static TableRef staged(GroupRecord group) {
        return new TableRef("being written", group.table().name());
    }

    static Plan.Scan scan(TableRef table, Schema schema, Predicate filter) {
        return new Plan.Scan(table, Version.latest(), schema, filter);
    }
}
