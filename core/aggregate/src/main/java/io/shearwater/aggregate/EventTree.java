package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of one entity in rows by time, and over them summaries of ever longer stretches. A stretch with more than
 * {@value #MOST} events is cut into halves, and so on; a row that lists the parts of a cut stretch, with the states of each, covers
 * up to {@link Stretch#STEP} halvings. Which rows there are and what is in them follows from the events alone, however they came,
 * but for rows of no bytes where a row is not needed any more. Not thread-safe.
 */
public final class EventTree {
    /** The greatest number of events in a row, but for those of one microsecond. */
    public static final int MOST = 1_024;

    /** Where the rows of the entity are kept. */
    public interface Rows {
        /** The row of a place; null or no bytes where there is none. */
        byte @Nullable [] row(long id);

        /** Keeps a row in place of the one that is there. */
        void put(long id, byte[] row);
    }

    private final TileLayout layout;
    private final LeafCodec leaves;
    private final TileSummary summary;
    private Rows rows;

    /**
     * Of one entity after the other.
     *
     * @param rows of the first one
     */
    public EventTree(TileLayout layout, Rows rows) {
        this.layout = layout;
        this.rows = rows;
        this.leaves = new LeafCodec(layout);
        this.summary = new TileSummary(layout);
    }

    /** Goes on to another entity. */
    public EventTree over(Rows next) {
        rows = next;
        return this;
    }

    // ---- all events anew

    /** Takes the events of an entity of which nothing is kept yet, in order. */
    public final class Loading {
        private final List<TileRow.Part> parts = new ArrayList<>();
        private final Cutting cutting = new Cutting(Stretch.all(), null, parts);

        private Loading() {}

        /** The next event. */
        public void add(EventColumns events, int row) {
            cutting.add(events, row);
        }

        /** After the last one. */
        public void end() {
            cutting.endAll();
        }
    }

    /** The newest sequence of a commit of the events; never less than before. */
    public long sequence() {
        return open(rows.row(Stretch.ROOT)).sequence();
    }

    /** Begins to load all events. */
    public Loading load() {
        return new Loading();
    }

    // ---- more events

    /**
     * Takes in events, each identity once: of two of the same time the one of the later commit.
     *
     * @param events in any order
     * @throws IndexOutOfBoundsException where the rows are of another layout or cut off
     */
    public void merge(EventColumns events) {
        if (events.size() == 0) {
            return;
        }
        EventColumns more = events.sorted();
        byte[] bytes = rows.row(Stretch.ROOT);
        if (bytes == null || bytes.length == 0) {
            Loading loading = load();
            addAll(loading.cutting, new EventColumns(layout).with(more));
            loading.end();
            return;
        }
        TileRow root = open(bytes);
        List<TileRow.Part> parts = new ArrayList<>();
        if (root.isLeaf()) {
            LeafCodec.Leaf longer = leaves.append(root, identities(Stretch.ROOT), new EventColumns(layout).with(more));
            if (longer != null) {
                rows.put(Stretch.ROOT, longer.row());
                rows.put(Stretch.ROOT_IDENTITIES, longer.identities());
                return;
            }
            Cutting cutting = new Cutting(Stretch.all(), null, parts);
            addAll(cutting, stored(Stretch.ROOT, root).with(more));
            cutting.endAll();
        } else {
            merge(root, more, 0, more.size(), parts);
            putRoot(parts);
        }
    }

    private static void addAll(Cutting cutting, EventColumns events) {
        for (int row = 0; row < events.size(); row++) {
            cutting.add(events, row);
        }
    }

    private TileRow open(byte @Nullable [] bytes) {
        TileRow row = new TileRow();
        if (bytes == null || !row.over(bytes, 0, layout.hash())) {
            throw new IndexOutOfBoundsException("tiles of another layout");
        }
        return row;
    }

    private EventColumns stored(long id, TileRow leaf) {
        return leaves.read(leaf, identities(id));
    }

    private byte[] identities(long id) {
        return Objects.requireNonNullElse(rows.row(Stretch.identities(id)), new byte[0]);
    }

    /** Merges into the parts of a cut stretch, and gives what they become. */
    private void merge(TileRow node, EventColumns more, int from, int to, List<TileRow.Part> into) {
        int at = from;
        for (int index = 0; index < node.entries(); index++) {
            TileRow.Part part = node.part(index);
            int begin = at;
            while (begin < to && counted(more, begin) < part.stretch().start()) {
                begin++;
            }
            between(more, at, begin, part.stretch(), into);
            int end = begin;
            while (end < to && part.stretch().contains(counted(more, end))) {
                end++;
            }
            if (begin == end) {
                into.add(part);
            } else {
                merge(part, more, begin, end, into);
            }
            at = end;
        }
        between(more, at, to, null, into);
    }

    private static long counted(EventColumns events, int row) {
        return Stretch.counted(events.times[row]);
    }

    /** Events that belong to no part: before one, or behind the last. */
    private void between(EventColumns more, int from, int to, @Nullable Stretch next, List<TileRow.Part> into) {
        if (from < to) {
            Cutting cutting = new Cutting(null, next, into);
            addAll(cutting, new EventColumns(layout).with(more.part(from, to)));
            cutting.end();
        }
    }

    private void merge(TileRow.Part part, EventColumns more, int from, int to, List<TileRow.Part> into) {
        TileRow row = open(rows.row(part.id()));
        if (part.isCut()) {
            List<TileRow.Part> parts = new ArrayList<>();
            merge(row, more, from, to, parts);
            into.add(cut(parts));
            return;
        }
        EventColumns own = new EventColumns(layout).with(more.part(from, to));
        LeafCodec.Leaf longer = leaves.append(row, identities(part.id()), own);
        if (longer != null) {
            into.add(put(part.stretch(), longer));
            return;
        }
        int known = into.size();
        Cutting cutting = new Cutting(part.stretch(), null, into);
        addAll(cutting, stored(part.id(), row).with(own));
        cutting.end();
        if (into.get(known).id() != part.id()) {
            // Its first half was empty.
            rows.put(part.id(), new byte[0]);
            rows.put(Stretch.identities(part.id()), new byte[0]);
        }
    }

    private TileRow.Part put(Stretch around, LeafCodec.Leaf leaf) {
        rows.put(around.leaf(), leaf.row());
        rows.put(Stretch.identities(around.leaf()), leaf.identities());
        long stamp = open(leaf.row()).stamp();
        return new TileRow.Part(around, false, stamp, leaf.first(), leaf.newest(), leaf.totals(), leaf.summary());
    }

    // ---- cut stretches

    /** The row of the shortest stretch around parts; puts parts that lie close together into rows of their own. */
    private TileRow.Part cut(List<TileRow.Part> parts) {
        Stretch stretch =
                Stretch.around(parts.getFirst().stretch(), parts.getLast().stretch());
        List<TileRow.Part> grouped = grouped(parts, stretch);
        byte[] row = TileRow.node(layout.hash(), stretch.level(), grouped);
        TileRow.Totals totals = totals(grouped);
        rows.put(stretch.node(), row);
        return new TileRow.Part(
                stretch,
                true,
                open(row).stamp(),
                parts.getFirst().first(),
                parts.getLast().newest(),
                totals,
                summary.of(grouped.stream().map(TileRow.Part::summary).toList()));
    }

    private void putRoot(List<TileRow.Part> parts) {
        Stretch stretch =
                Stretch.around(parts.getFirst().stretch(), parts.getLast().stretch());
        List<TileRow.Part> grouped = grouped(parts, stretch);
        rows.put(Stretch.ROOT, TileRow.node(layout.hash(), stretch.level(), grouped));
        rows.put(Stretch.ROOT_IDENTITIES, new byte[0]);
    }

    private static TileRow.Totals totals(List<TileRow.Part> parts) {
        long events = 0;
        long sequence = Long.MIN_VALUE;
        for (TileRow.Part part : parts) {
            events += part.totals().events();
            sequence = Math.max(sequence, part.totals().sequence());
        }
        return new TileRow.Totals(events, sequence);
    }

    private List<TileRow.Part> grouped(List<TileRow.Part> parts, Stretch stretch) {
        int level = stretch.level() - Stretch.STEP;
        List<TileRow.Part> grouped = new ArrayList<>();
        int at = 0;
        while (at < parts.size()) {
            Stretch around = Stretch.of(level, parts.get(at).stretch().start());
            int end = at + 1;
            while (end < parts.size()
                    && around.contains(parts.get(end).stretch().start())) {
                end++;
            }
            grouped.add(end == at + 1 ? parts.get(at) : cut(parts.subList(at, end)));
            at = end;
        }
        return grouped;
    }

    /** Cuts events that come in order into leaves. */
    private final class Cutting {
        private final @Nullable Stretch next;
        private final List<TileRow.Part> into;
        private @Nullable Stretch stretch;
        private EventColumns held = new EventColumns(layout);

        /**
         * Begins.
         *
         * @param stretch the first one; null where it follows from the neighbours
         * @param next the stretch of the part behind all events, if there is one
         * @param into the parts; what is there already lies before
         */
        Cutting(@Nullable Stretch stretch, @Nullable Stretch next, List<TileRow.Part> into) {
            this.stretch = stretch;
            this.next = next;
            this.into = into;
        }

        void add(EventColumns events, int row) {
            long time = counted(events, row);
            if (stretch == null || !stretch.contains(time)) {
                end();
                stretch = free(time);
            }
            held.append(events, row);
            while (held.size() > MOST && Objects.requireNonNull(stretch).level() > 0) {
                halve(stretch);
            }
        }

        /** The longest stretch around a time that contains none of its neighbours. */
        private Stretch free(long time) {
            Stretch free = Stretch.all();
            if (!into.isEmpty()) {
                free = Stretch.apart(time, into.getLast().stretch().start());
            }
            if (next != null) {
                Stretch before = Stretch.apart(time, next.start());
                free = before.level() < free.level() ? before : free;
            }
            return free;
        }

        private void halve(Stretch whole) {
            long middle = whole.middle();
            int split = 0;
            while (split < held.size() && counted(held, split) < middle) {
                split++;
            }
            if (split == held.size()) {
                stretch = whole.half(whole.start());
                return;
            }
            if (split > 0) {
                EventColumns first = held.part(0, split);
                into.add(put(whole.half(whole.start()), leaves.write(first)));
                held = held.part(split, held.size());
            }
            stretch = whole.half(middle);
        }

        /** Gives what is held. */
        void end() {
            if (held.size() > 0) {
                into.add(put(Objects.requireNonNull(stretch), leaves.write(held)));
                held = new EventColumns(layout);
            }
        }

        /** Gives what is held, and puts the row that a reader begins with. */
        void endAll() {
            if (into.isEmpty()) {
                if (held.size() > 0) {
                    LeafCodec.Leaf leaf = leaves.write(held);
                    rows.put(Stretch.ROOT, leaf.row());
                    rows.put(Stretch.ROOT_IDENTITIES, leaf.identities());
                }
                return;
            }
            end();
            putRoot(into);
        }
    }
}
