package io.shearwater.offline;

import io.shearwater.model.Commit;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.plan.Version;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.WrittenFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Carries commits to the online table. The committed files are the redo log: an entry only names them. Applying one again is
 * harmless, so that a crash at any point is repaired by doing it again from the position that went with the last rows.
 *
 * <p>A payload is lines of text: {@code put}, then the path of each added file; or {@code replace}: the entities to set
 * back are in the commit's file in the spool. Where rows were replaced or deleted of which aggregates are kept online, the first
 * line also names the columns of another file there: of which entities these rows were.
 */
final class Outbox {
    private static final String PUT = "put";
    private static final String REPLACE = "replace";
    /** Rows of one commit are counted in the lower bits of a position, the commit in the upper ones. */
    private static final int ROW_BITS = 36;
    /** Entities set back in one step: one query for each step. */
    private static final int ENTITIES_A_STEP = 4_096;

    private final OfflineContext context;
    private final Followers followers;

    Outbox(OfflineContext context) {
        this.context = context;
        this.followers = new Followers(context);
    }

    /** Whether anything online is made of a group's rows. */
    static boolean isFollowed(GroupRecord group, List<GroupRecord> followers) {
        return group.spec().storage().hasOnline() || !followers.isEmpty();
    }

    /**
     * What is to be done for new files.
     *
     * @param touched columns of the file of {@link Spool#touched}; empty where there is none
     */
    static Optional<String> put(List<WrittenFile> files, List<String> touched) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(List.of(head(PUT, touched)));
        files.forEach(file -> lines.add(file.path()));
        return Optional.of(String.join("\n", lines));
    }

    /** What is to be done for deleted rows. */
    static Optional<String> replace(List<String> touched) {
        return Optional.of(head(REPLACE, touched));
    }

    private static String head(String kind, List<String> touched) {
        return touched.isEmpty() ? kind : kind + " " + String.join(" ", touched);
    }

    /** Applies everything that is pending for a group, oldest first. Returns how many commits. */
    int drain(GroupRecord group) {
        List<OutboxEntry> entries = context.registryStore()
                .read(registry -> registry.outbox(group.project(), group.spec().ref()));
        entries.forEach(entry -> apply(group, entry));
        return entries.size();
    }

    /**
     * Applies the commit that was just made.
     *
     * @param rows what it wrote, if that is in memory: then its files need not be read
     */
    void apply(GroupRecord group, Commit commit, Optional<Frame> rows) {
        if (rows.isEmpty()) {
            drain(group);
            return;
        }
        Frame frame = IncomingRows.withSequence(rows.get(), commit.sequence());
        if (frame.rows() > 0) {
            context.online().arriving(group, commit.id());
            long position = commit.id() << ROW_BITS | frame.rows();
            if (group.spec().storage().hasOnline()) {
                context.online().put(group, frame, position);
            }
            loaded(group).forEach(follower -> context.online().mergeEvents(follower, frame, position));
            done(group, new OutboxEntry(group.project(), group.spec().ref(), commit.id(), PUT));
        }
    }

    private void apply(GroupRecord group, OutboxEntry entry) {
        List<String> lines = entry.payload().lines().toList();
        List<String> head = List.of(lines.getFirst().split(" ", -1));
        List<GroupRecord> over = loaded(group);
        context.online().arriving(group, entry.commit());
        // Before the new rows: what a deletion leaves of an entity is all that history has of it.
        applyTouched(group, over, entry, head.subList(1, head.size()));
        switch (head.getFirst()) {
            case PUT -> applyFiles(group, over, entry, lines.subList(1, lines.size()));
            case REPLACE -> applyKeys(group, entry);
            default ->
                throw SpiError.NEWER_FORMAT.because(
                        "The outbox of '" + group.spec().name()
                                + "' holds an entry of the kind '" + lines.getFirst()
                                + "', which this version does not know. Open the store with a newer Shearwater.");
        }
        done(group, entry);
        context.spool().clear(entry.commit());
    }

    /** The groups of aggregates over a group; those whose load did not end are loaded, with what is carried online now. */
    private List<GroupRecord> loaded(GroupRecord group) {
        List<GroupRecord> over = followers.of(group);
        over.stream()
                .filter(context.online()::isLost)
                .forEach(follower -> context.online().rebuildAggregates(follower, followers.all(group, follower)));
        return over;
    }

    private void done(GroupRecord group, OutboxEntry entry) {
        context.online().arrived(group, entry.commit());
        context.registryStore().change(context.actor(), tx -> {
            tx.done(entry);
            tx.audit(group.project(), "online", group.spec().ref() + " commit " + entry.commit());
            return entry;
        });
    }

    /** Sets the entities back of whose events some were replaced or deleted. */
    private void applyTouched(GroupRecord group, List<GroupRecord> over, OutboxEntry entry, List<String> columns) {
        List<GroupRecord> known = over.stream()
                .filter(follower -> columns.containsAll(follower.spec().primaryKey()))
                .toList();
        if (columns.isEmpty() || known.isEmpty()) {
            return;
        }
        Schema schema = group.spec().schema().select(columns);
        FileSource source =
                FileSource.of(context.spool().touched(entry.commit())).withSchema(schema);
        long sequence = sequence(entry);
        try (FrameReader reader = context.engine()
                .read(new Plan.Files(source, schema), new TableSources(context.tables()), QueryContext.plain())) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                Frame frame = next.get();
                for (int start = 0; start < frame.rows(); start += ENTITIES_A_STEP) {
                    Frame some = frame.slice(start, Math.min(start + ENTITIES_A_STEP, frame.rows()));
                    known.forEach(follower -> context.online()
                            .replaceEvents(follower, some, followers.some(group, follower, some), sequence));
                }
            }
        }
    }

    private long sequence(OutboxEntry entry) {
        return context.registryStore()
                .read(registry -> registry.commit(entry.project(), entry.group(), entry.commit()))
                .orElseThrow()
                .commit()
                .sequence();
    }

    private void applyFiles(GroupRecord group, List<GroupRecord> over, OutboxEntry entry, List<String> paths) {
        FileSet files = context.registryStore().read(registry -> {
            TablePointer pointer = CommitProtocol.pointer(registry, group);
            return context.tables().added(pointer, context.tables().snapshot(pointer), new LinkedHashSet<>(paths));
        });
        TableRef added = new TableRef("being carried online", group.table().name());
        Plan.Scan scan = new Plan.Scan(added, Version.latest(), rowSchema(group), Predicate.all());
        TableSources sources = new TableSources(context.tables()).with(added, files);
        long base = entry.commit() << ROW_BITS;
        boolean isOnline = group.spec().storage().hasOnline();
        long done = isOnline ? rowsDone(group, base) : 0;
        long seen = 0;
        try (FrameReader rows = context.engine().read(scan, sources, QueryContext.plain())) {
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame frame = next.get();
                long before = seen;
                seen += frame.rows();
                long position = base | seen;
                over.forEach(follower -> context.online().mergeEvents(follower, frame, position));
                if (isOnline && seen > done) {
                    int skip = (int) Math.max(0, done - before);
                    Frame rest = skip == 0 ? frame : frame.slice(skip, frame.rows());
                    context.online().put(group, rest, position);
                }
            }
        }
    }

    private long rowsDone(GroupRecord group, long base) {
        OptionalLong position = context.online().position(group);
        return position.isPresent() && position.getAsLong() >> ROW_BITS == base >> ROW_BITS
                ? position.getAsLong() - base
                : 0;
    }

    private void applyKeys(GroupRecord group, OutboxEntry entry) {
        if (!group.spec().storage().hasOnline()) {
            return;
        }
        Schema keySchema = group.spec().schema().select(group.spec().primaryKey());
        FileSource source = FileSource.of(context.spool().keys(entry.commit())).withSchema(keySchema);
        long sequence = sequence(entry);
        TableSources none = new TableSources(context.tables());
        try (FrameReader reader =
                context.engine().read(new Plan.Files(source, keySchema), none, QueryContext.plain())) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                Frame frame = next.get();
                for (int start = 0; start < frame.rows(); start += ENTITIES_A_STEP) {
                    Frame some = frame.slice(start, Math.min(start + ENTITIES_A_STEP, frame.rows()));
                    context.online().replace(group, some, rowsOf(group, some), sequence);
                }
            }
        }
    }

    /** What history has of these entities. */
    private Frame rowsOf(GroupRecord group, Frame keys) {
        FrameRef wanted = new FrameRef("keys");
        KeyBounds bounds = new KeyBounds(group.spec().primaryKey());
        bounds.add(keys);
        Plan scan = new Plan.Scan(group.table(), Version.latest(), rowSchema(group), bounds.condition());
        List<KeyPair> on = group.spec().primaryKey().stream()
                .map(column -> new KeyPair(column, column))
                .toList();
        Plan plan = new Plan.SemiJoin(scan, new Plan.Rows(wanted, keys.schema()), on, Plan.SemiJoin.Kind.SEMI);
        TableSources sources = context.registryStore()
                .read(registry -> new TableSources(context.tables()).pin(plan, registry))
                .with(wanted, keys.reader());
        return context.engine().read(plan, sources, QueryContext.plain()).readAll();
    }

    /** The group's columns and the write sequence. */
    static Schema rowSchema(GroupRecord group) {
        return group.spec().schema().plus(List.of(HiddenColumns.SEQUENCE));
    }
}
