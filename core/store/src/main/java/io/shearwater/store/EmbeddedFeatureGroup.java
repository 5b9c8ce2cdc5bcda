package io.shearwater.store;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Aggregate;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.offline.GroupTables;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A feature group of an embedded store. */
final class EmbeddedFeatureGroup implements FeatureGroup {
    private final StoreParts parts;
    private final GroupRef ref;
    private final GroupEvolution evolution;

    EmbeddedFeatureGroup(StoreParts parts, GroupRef ref) {
        this.parts = parts;
        this.ref = ref;
        this.evolution = new GroupEvolution(parts, ref);
    }

    /** The group to be read. */
    private GroupRecord group() {
        parts.requireOpen();
        return parts.registry().readable(ref);
    }

    /** The group to be changed, which only the project can that has it. */
    private GroupRecord own(String action) {
        parts.requireWritable(action);
        return parts.registry().group(ref);
    }

    private GroupRecord ownHistory(String action) {
        return requireHistory(requireWritten(own(action), "it cannot " + action), action);
    }

    private GroupRecord writable(String action) {
        return requireWritten(own(action), "you cannot " + action);
    }

    private static GroupRecord requireWritten(GroupRecord group, String action) {
        if (!group.spec().isWritten()) {
            throw StoreError.BAD_CHANGE.because("The rows of '" + group.spec().name() + "' are aggregates of those of '"
                    + group.spec().stored().name() + "': " + action + ". Change the events instead.");
        }
        return group;
    }

    private GroupRecord withHistory(String action) {
        return requireHistory(requireWritten(group(), "it cannot " + action), action);
    }

    private GroupRecord requireHistory(GroupRecord group, String action) {
        if (!group.spec().stored().storage().hasOffline()) {
            throw StoreError.BAD_CHANGE.because(
                    "The feature group '" + ref.name() + "' keeps no history; it cannot " + action + ".");
        }
        return group;
    }

    @Override
    public FeatureGroupSpec spec() {
        return group().spec();
    }

    @Override
    public Commit insert(FrameReader rows, WriteOptions options) {
        return write(rows, (group, all) -> parts.offline().writer().insert(group, all, options));
    }

    @Override
    public Commit append(FrameReader rows, WriteOptions options) {
        return write(rows, (group, all) -> parts.offline().writer().append(group, all, options));
    }

    /** Writes to the group, which takes the columns of its first frame if it has none; for good only if that is written. */
    private Commit write(FrameReader given, BiFunction<GroupRecord, FrameReader, Commit> work) {
        try (given) {
            GroupRecord group = writable("insert rows into '" + ref.name() + "'");
            FrameReader rows = OnDemandRows.of(given, group.spec(), parts.functions());
            if (!group.spec().schemaIsOpen()) {
                return work.apply(group, rows);
            }
            GroupRecord typed = group.withSpec(GroupTables.inferred(group.spec(), rows.schema()));
            parts.rules().registered(typed.spec());
            parts.offline().tables().create(typed, parts.registry()::putGroup);
            GroupRecord stored = parts.registry().group(ref);
            try {
                return work.apply(stored, rows);
            } catch (ShearwaterException failed) {
                takeColumnsBack(stored, failed);
                throw failed;
            }
        }
    }

    private void takeColumnsBack(GroupRecord stored, ShearwaterException failed) {
        try {
            parts.offline().tables().takeColumnsBack(stored, parts.registry()::putGroup);
        } catch (ShearwaterException left) {
            failed.addSuppressed(left);
        }
    }

    @Override
    public Commit deleteRecords(Frame keys) {
        return parts.offline().writer().deleteRecords(writable("delete rows of '" + ref.name() + "'"), keys);
    }

    @Override
    public Commit deleteWhere(Predicate condition) {
        return parts.offline().writer().deleteWhere(writable("delete rows of '" + ref.name() + "'"), condition);
    }

    @Override
    public FrameReader reader(ReadOptions options) {
        return parts.offline()
                .reader()
                .read(requireHistory(group(), "be read; use vectors or onlineRows"), options, parts.functions());
    }

    @Override
    public FrameReader changes(long fromExclusive, long toInclusive) {
        return parts.offline().reader().changes(withHistory("tell its changes"), fromExclusive, toInclusive);
    }

    @Override
    public List<Commit> commits() {
        GroupRecord group = group();
        return parts.registry().store().read(registry -> registry.commits(group.project(), ref)).stream()
                .map(CommitRecord::commit)
                .toList();
    }

    @Override
    public Statistics statistics() {
        GroupRecord seen = withStatistics();
        return visible(
                seen, parts.offline().statistics().newest(parts.registry().whole(seen)));
    }

    @Override
    public Statistics statistics(long commit) {
        GroupRecord seen = withStatistics();
        return visible(
                seen, parts.offline().statistics().ofCommit(parts.registry().whole(seen), commit));
    }

    @Override
    public Optional<Statistics> storedStatistics() {
        GroupRecord seen = withStatistics();
        return parts.offline()
                .statistics()
                .stored(parts.registry().whole(seen))
                .map(statistics -> visible(seen, statistics));
    }

    @Override
    public Statistics computeStatistics(StatisticsSpec wanted) {
        return parts.offline().statistics().compute(withStatistics(), wanted);
    }

    private Statistics visible(GroupRecord seen, Statistics all) {
        Schema schema = seen.spec().schema();
        return schema.size() == parts.registry().whole(seen).spec().schema().size()
                ? all
                : new Statistics(
                        all.subject(),
                        all.commit(),
                        all.rows(),
                        all.superseded(),
                        all.columns().stream()
                                .filter(column -> schema.contains(column.name()))
                                .toList(),
                        Optional.empty());
    }

    private GroupRecord withStatistics() {
        return withHistory("have statistics");
    }

    @Override
    public Commit compact() {
        return parts.offline().compactor().compact(ownHistory("be compacted"));
    }

    @Override
    public int expireCommits(Instant olderThan) {
        return parts.offline().expiry().expire(ownHistory("expire commits"), olderThan);
    }

    @Override
    public Optional<Commit> adopt() {
        Optional<Commit> adopted = parts.offline().adoption().adopt(ownHistory("adopt rows"));
        if (spec().storage().hasOnline()) {
            rebuildOnline();
        }
        new OnlineAggregates(parts).follow(ref);
        return adopted;
    }

    @Override
    public void appendFeatures(List<Feature> features) {
        parts.requireWritable("append features");
        evolution.append(features);
    }

    @Override
    public void appendAggregates(List<Aggregate> aggregates) {
        parts.requireWritable("append aggregates");
        evolution.appendAggregates(aggregates);
    }

    @Override
    public void widen(String column, DataType type) {
        parts.requireWritable("widen a column");
        evolution.widen(column, type);
    }

    @Override
    public void rename(String from, String to) {
        ownHistory("have a column renamed");
        evolution.rename(from, to);
        if (spec().storage().hasOnline()) {
            rebuildOnline();
        }
    }

    @Override
    public void drop(String column) {
        parts.requireWritable("drop a column");
        evolution.drop(column);
    }

    @Override
    public long materialize(TimeRange range) {
        GroupRecord group = writable("materialise");
        audit(group, "materialize " + range);
        return parts.offline().materializer().materialize(group, range);
    }

    @Override
    public int materializeIncremental() {
        GroupRecord group = writable("materialise");
        audit(group, "materialize");
        return parts.offline().materializer().materializeIncremental(group);
    }

    /** Of what changes rows online alone, where no commit says so. */
    private void audit(GroupRecord group, String action) {
        parts.registry().store().change(parts.registry().actor(), tx -> {
            tx.audit(group.project(), action, ref.toString());
            return group;
        });
    }

    @Override
    public long rebuildOnline() {
        GroupRecord own = own("rebuild an online table");
        if (OnlineAggregates.isServed(own)) {
            return new OnlineAggregates(parts).rebuild(own);
        }
        GroupRecord group = writable("rebuild its online table");
        GroupRecord next = group.withGeneration(group.generation() + 1);
        long newest = newestCommit(group).map(Commit::id).orElse(0L);
        parts.online().arriving(next, newest);
        long rows = parts.offline().materializer().rebuild(group, next);
        parts.online().arrived(next, newest);
        parts.registry().store().change(parts.registry().actor(), tx -> {
            tx.audit(group.project(), "rebuild online", ref.toString());
            return parts.registry().putGroup(tx, next);
        });
        return rows;
    }

    @Override
    public long purgeExpired() {
        GroupRecord group = own("purge rows");
        audit(group, "purge expired");
        if (OnlineAggregates.isServed(group)) {
            new OnlineAggregates(parts).purge(group);
            return 0;
        }
        requireWritten(group, "you cannot purge rows");
        long sequence = newestCommit(group).map(Commit::sequence).orElse(0L);
        return parts.online().purge(group, sequence);
    }

    private Optional<Commit> newestCommit(GroupRecord group) {
        return parts.registry()
                .store()
                .read(registry -> registry.latestCommit(group.project(), ref))
                .map(CommitRecord::commit);
    }

    @Override
    public OnlineCheck checkOnline() {
        parts.requireOpen();
        GroupRecord group = parts.registry().group(ref);
        if (OnlineAggregates.isServed(group)) {
            return new OnlineAggregates(parts).check(group);
        }
        requireHistory(requireWritten(group, "it cannot be compared with it"), "be compared with it");
        if (!group.spec().storage().hasOnline()) {
            throw StoreError.BAD_CHANGE.because(
                    "The feature group '" + ref.name() + "' is not kept online; there is nothing to compare.");
        }
        return new OnlineComparison(parts, group).run();
    }

    @Override
    public Frame onlineRows(Map<String, Object> key, TimeRange range, int most) {
        GroupRecord seen = requireWritten(group(), "read them online");
        Frame rows = parts.online().rows(parts.registry().whole(seen), key, range, most);
        return rows.select(rows.schema().names().stream()
                .filter(seen.spec().schema()::contains)
                .toList());
    }

    @Override
    public Map<String, String> tags() {
        return parts.registry().tags(group().key());
    }

    @Override
    public void tag(String name, String value) {
        parts.registry().tag(own("set a tag").key(), name, value);
    }

    @Override
    public void untag(String name) {
        parts.registry().untag(own("remove a tag").key(), name);
    }

    @Override
    public String toString() {
        return "feature group " + ref;
    }
}
