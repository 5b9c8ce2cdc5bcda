package io.shearwater.offline;

import io.shearwater.model.Commit;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.Version;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.Lease;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TablePointer;
import io.shearwater.transform.StatisticsAccumulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statistics of a group: put together from what its commits kept, and from rows where they kept nothing. Large writes keep
 * statistics of their rows, small ones do not, since their rows are read as fast. Thread-safe.
 */
public final class GroupStatistics {
    /** Kept by a commit: statistics of the rows that it wrote. */
    static final String OF_COMMIT = "commit-statistics";
    /** Kept now and then: statistics of all rows as of a commit. */
    static final String OF_STATE = "state-statistics";
    /** A commit of fewer rows keeps no statistics. */
    static final long LEAST_ROWS = 10_000;
    /** Writers look so often whether to put together what was kept, by the count of writes. */
    private static final int EVERY = 32;
    /** Fewer pieces are not worth it. */
    private static final int PIECES = 8;
    /** So many rows are read at once without being asked. */
    private static final long AT_ONCE = 1_000_000;

    private static final System.Logger LOG = System.getLogger(GroupStatistics.class.getName());

    private final OfflineContext context;
    private final GroupReader reader;
    private final CommitProtocol protocol;

    GroupStatistics(OfflineContext context, GroupReader reader, CommitProtocol protocol) {
        this.protocol = protocol;
        this.context = context;
        this.reader = reader;
    }

    /** Computed from every row of the newest state. */
    public Statistics compute(GroupRecord group, StatisticsSpec spec) {
        long newest = commits(group).stream()
                .mapToLong(record -> record.commit().id())
                .max()
                .orElse(0);
        return result(group, newest, compute(group, newest, spec), 0);
    }

    private StatisticsAccumulator compute(GroupRecord group, long commit, StatisticsSpec spec) {
        StatisticsAccumulator all = new StatisticsAccumulator(group.spec().schema(), spec);
        return commit == 0 ? all : all.addAll(rows(group, commit, all.schema(), Predicate.all()));
    }

    /** Exact, of the newest state: from what was kept if that is enough, else from every row. */
    public Statistics newest(GroupRecord group) {
        Gathered gathered = gather(group);
        if (!gathered.nothingKept()) {
            StatisticsAccumulator all = complete(group, gathered);
            if (all.rows() == gathered.live()) {
                return result(group, gathered.commit(), all, 0);
            }
        }
        StatisticsAccumulator all = compute(group, gathered.commit(), wanted(group));
        return result(group, gathered.commit(), all, 0);
    }

    /** What was kept, put together at once; nothing where too many rows would have to be read. */
    public Optional<Statistics> stored(GroupRecord group) {
        Gathered gathered = gather(group);
        if (gathered.unkeptRows() > AT_ONCE || group.spec().statistics().equals(StatisticsSpec.NONE)) {
            return Optional.empty();
        }
        StatisticsAccumulator all = complete(group, gathered);
        return Optional.of(result(group, gathered.commit(), all, Math.max(0, all.rows() - gathered.live())));
    }

    /** Of the rows that one commit wrote. */
    public Statistics ofCommit(GroupRecord group, long id) {
        CommitRecord record = commits(group).stream()
                .filter(commit -> commit.commit().id() == id)
                .findFirst()
                .orElseThrow(() -> OfflineError.UNKNOWN_COMMIT.because("The feature group '"
                        + group.spec().name() + "' has no commit " + id + ". See its commits()."));
        String subject = "the rows that commit " + id + " wrote to " + describe(group);
        long written = written(record.commit());
        Optional<StatisticsAccumulator> kept = written == 0
                ? Optional.of(new StatisticsAccumulator(group.spec().schema(), wanted(group)))
                : kept(pointer(group), bytes(group), record).filter(all -> all.rows() == written);
        StatisticsAccumulator all =
                kept.orElseGet(() -> new StatisticsAccumulator(group.spec().schema(), wanted(group))
                        .addAll(rows(
                                group,
                                id,
                                group.spec().schema(),
                                sequences(List.of(record.commit().sequence())))));
        return new Statistics(subject, id, all.rows(), 0, all.columns(), all.correlations());
    }

    /** A group that keeps none still has some when asked. */
    private static StatisticsSpec wanted(GroupRecord group) {
        return group.spec().statistics().equals(StatisticsSpec.NONE)
                ? StatisticsSpec.STANDARD
                : group.spec().statistics();
    }

    /**
     * What was kept of a group.
     *
     * @param commit the newest
     * @param live how many rows there are now
     * @param counted what is kept
     * @param unkept the write sequences of commits that kept nothing
     * @param unkeptRows how many rows those wrote
     * @param parts how many pieces were put together
     */
    private record Gathered(
            long commit, long live, StatisticsAccumulator counted, List<Long> unkept, long unkeptRows, int parts) {
        boolean nothingKept() {
            return parts == 0 && !unkept.isEmpty();
        }
    }

    /** For the holder of the lease, after a write: now and then, so that there are never many pieces. */
    void putTogetherAsYouGo(GroupRecord group, Commit written, Lease lease) {
        if (written.sequence() % EVERY == 0) {
            putTogether(group, lease, PIECES);
        }
    }

    /** For the holder of the lease: keeps what is known of all rows with the newest state, where it outlives the older ones. */
    void putTogether(GroupRecord group, Lease lease) {
        putTogether(group, lease, 1);
    }

    private void putTogether(GroupRecord group, Lease lease, int least) {
        Gathered gathered = gather(group);
        int pieces = gathered.parts() + gathered.unkept().size();
        boolean enough = gathered.parts() > 0 || gathered.unkeptRows() >= LEAST_ROWS;
        if (pieces < least
                || !enough
                || gathered.unkeptRows() > AT_ONCE
                || group.spec().statistics().equals(StatisticsSpec.NONE)) {
            return;
        }
        StatisticsAccumulator all = complete(group, gathered);
        long snapshot = commits(group).getLast().snapshot();
        Map<String, byte[]> kept = new HashMap<>(context.tables().statistics(pointer(group), snapshot));
        kept.put(OF_STATE, bytes(group).write(gathered.commit(), all));
        StagedChange staged = protocol.swap(
                group, lease, pointer -> context.tables().stageStatistics(pointer, snapshot, kept), "keep statistics");
        protocol.sweep(staged.garbage());
    }

    private Gathered gather(GroupRecord group) {
        List<CommitRecord> commits = commits(group);
        StatisticsAccumulator counted = StatisticsBytes.nothing(group);
        if (commits.isEmpty()) {
            return new Gathered(0, 0, counted, List.of(), 0, 0);
        }
        List<Long> unkept = new ArrayList<>();
        long unkeptRows = 0;
        int parts = 0;
        TablePointer pointer = pointer(group);
        StatisticsBytes bytes = new StatisticsBytes(group, context.tables().fields(pointer));
        for (CommitRecord record : commits.reversed()) {
            Optional<StatisticsAccumulator> state = read(pointer, bytes, record, OF_STATE);
            Optional<StatisticsAccumulator> part = state.or(() -> kept(pointer, bytes, record));
            long written = written(record.commit());
            if (part.isPresent()) {
                counted.merge(part.get());
                parts++;
            } else if (written > 0) {
                unkept.add(record.commit().sequence());
                unkeptRows += written;
            }
            if (state.isPresent()) {
                break;
            }
        }
        CommitRecord newest = commits.getLast();
        return new Gathered(newest.commit().id(), live(group, newest), counted, unkept, unkeptRows, parts);
    }

    /** What was kept with the rows of the commits that kept nothing, as far as they are there still. */
    private StatisticsAccumulator complete(GroupRecord group, Gathered gathered) {
        if (gathered.unkept().isEmpty()) {
            return gathered.counted();
        }
        Predicate chosen = gathered.parts() == 0 ? Predicate.all() : sequences(gathered.unkept());
        return gathered.counted()
                .addAll(rows(group, gathered.commit(), gathered.counted().schema(), chosen));
    }

    private static Predicate sequences(List<Long> sequences) {
        return Predicate.in(HiddenColumns.SEQUENCE.name(), sequences.toArray());
    }

    private static long written(Commit commit) {
        return commit.counts().inserted() + commit.counts().updated();
    }

    private Optional<StatisticsAccumulator> kept(TablePointer pointer, StatisticsBytes bytes, CommitRecord record) {
        return written(record.commit()) < LEAST_ROWS ? Optional.empty() : read(pointer, bytes, record, OF_COMMIT);
    }

    private Optional<StatisticsAccumulator> read(
            TablePointer pointer, StatisticsBytes bytes, CommitRecord record, String kind) {
        if (record.snapshot() == StagedChange.NO_SNAPSHOT) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(context.tables()
                            .statistics(pointer, record.snapshot())
                            .get(kind))
                    .flatMap(found -> bytes.read(record.commit().id(), found));
        } catch (ShearwaterException damaged) {
            LOG.log(System.Logger.Level.WARNING, "Rows are read instead of the statistics kept of them", damaged);
            return Optional.empty();
        }
    }

    private long live(GroupRecord group, CommitRecord newest) {
        return context.tables().plan(pointer(group), newest.snapshot(), Predicate.all()).files().stream()
                .mapToLong(file -> rows(file))
                .sum();
    }

    private static long rows(FileScan file) {
        return file.rows() - file.deleted().count();
    }

    private FrameReader rows(GroupRecord group, long commit, Schema columns, Predicate chosen) {
        return reader.run(new Plan.Scan(group.table(), new Version.AtCommit(commit), columns, chosen));
    }

    private StatisticsBytes bytes(GroupRecord group) {
        return new StatisticsBytes(group, context.tables().fields(pointer(group)));
    }

    private TablePointer pointer(GroupRecord group) {
        return context.registryStore().read(registry -> CommitProtocol.pointer(registry, group));
    }

    private List<CommitRecord> commits(GroupRecord group) {
        GroupRef ref = group.spec().ref();
        return context.registryStore().read(registry -> registry.commits(group.project(), ref));
    }

    private static Statistics result(GroupRecord group, long commit, StatisticsAccumulator all, long superseded) {
        return new Statistics(describe(group), commit, all.rows(), superseded, all.columns(), all.correlations());
    }

    private static String describe(GroupRecord group) {
        return "the feature group '" + group.spec().name() + "' version "
                + group.spec().version();
    }

    /** The bytes to keep beside a commit of these rows, if they are many enough. */
    Map<String, byte[]> toKeep(GroupRecord group, long commit, Optional<StatisticsAccumulator> seen) {
        return seen.filter(all -> all.rows() >= LEAST_ROWS)
                .map(all -> Map.of(OF_COMMIT, bytes(group).write(commit, all)))
                .orElse(Map.of());
    }
}
