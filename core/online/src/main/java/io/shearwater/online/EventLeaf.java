package io.shearwater.online;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of one entity in one stretch of time (docs/format/online-rows.md).
 *
 * @param level how long the stretch is, as {@link EventLadder} counts
 * @param start microseconds: where it begins
 * @param sequence of the newest commit that changed it
 * @param events in order
 */
record EventLeaf(int level, long start, long sequence, List<StoredEvent> events) {
    private static final int FORMAT = 1;

    /** Whether an event of this time belongs here. */
    boolean covers(long time) {
        return EventLadder.start(level, time) == start;
    }

    /** Its events and others of its stretch, each identity once: of two the one of the later commit. */
    List<StoredEvent> with(List<StoredEvent> more) {
        record Identity(long time, ByteBuffer row) {}
        Map<Identity, StoredEvent> all = new HashMap<>();
        for (StoredEvent event : events) {
            all.put(new Identity(event.time(), ByteBuffer.wrap(event.identity())), event);
        }
        for (StoredEvent event : more) {
            all.merge(
                    new Identity(event.time(), ByteBuffer.wrap(event.identity())),
                    event,
                    (old, next) -> next.sequence() >= old.sequence() ? next : old);
        }
        List<StoredEvent> sorted = new ArrayList<>(all.values());
        sorted.sort(StoredEvent.ORDER);
        return sorted;
    }

    /** As bytes; the same events give the same bytes. */
    byte[] toBytes(ByteSink sink, int layout) {
        sink.clear();
        sink.putInt(FORMAT << 24 | layout);
        sink.putByte(level);
        sink.putInt(events.size());
        for (StoredEvent event : events) {
            sink.putLong(event.time());
            sink.putLong(event.end() - event.time());
            sink.putLong(event.sequence());
            sink.putInt(event.identity().length);
            sink.putBytes(event.identity(), 0, event.identity().length);
            sink.putInt(event.values().length);
            sink.putBytes(event.values(), 0, event.values().length);
        }
        return sink.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @param group its name, for people
     * @throws io.shearwater.model.ShearwaterException DAMAGED where that is of another layout or cut off
     */
    static EventLeaf of(String group, int layout, long start, long sequence, ByteBuffer bytes) {
        try {
            int header = bytes.getInt();
            if (header != (FORMAT << 24 | layout)) {
                throw OnlineError.DAMAGED.because("The events that the feature group '" + group
                        + "' keeps online are of another format or of other columns than its aggregates read now. Rebuild the "
                        + "group.");
            }
            int level = bytes.get();
            int count = bytes.getInt();
            List<StoredEvent> events = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                long time = bytes.getLong();
                long end = time + bytes.getLong();
                long written = bytes.getLong();
                byte[] identity = Nested.takeBytes(bytes, bytes.getInt());
                events.add(new StoredEvent(time, end, written, identity, Nested.takeBytes(bytes, bytes.getInt())));
            }
            return new EventLeaf(level, start, sequence, events);
        } catch (BufferUnderflowException | NegativeArraySizeException broken) {
            throw OnlineError.DAMAGED.because(
                    "The events that the feature group '" + group
                            + "' keeps online of an entity are cut off or damaged. Rebuild the group.",
                    broken);
        }
    }
}
