package io.shearwater.model;

/**
 * Refuses to collect more rows than half of the heap that is free: for whoever collects frames before they become one. Not
 * thread-safe.
 */
public final class HeapGuard {
    private final Schema schema;
    private long bytes;
    private long rows;

    /** Of the heap, what others held after the last collection, -1 before there was one. */
    private long heldByOthers = -1;

    /** Counts frames of a schema. */
    public HeapGuard(Schema schema) {
        this.schema = schema;
    }

    /**
     * Counts another frame.
     *
     * @throws ShearwaterException FRAME_TOO_LARGE when all of them take more than half of the free heap
     */
    public void add(Frame frame) {
        rows += frame.rows();
        bytes += bytes(frame);
        if (isTooMuch() && heldByOthers < 0) {
            // What nobody holds any more counts as used until it is collected, which in a small heap may be most of it.
            System.gc();
            heldByOthers = Math.max(0, used() - bytes);
        }
        if (isTooMuch()) {
            throw ModelError.FRAME_TOO_LARGE.because("The result has more than " + rows + " rows of "
                    + schema.size() + " columns, which takes more than half of the free heap ("
                    + (free() >> 20) + " MiB). Read it with a reader, write it to files, or give the JVM more heap.");
        }
    }

    private boolean isTooMuch() {
        return bytes > free() / 2;
    }

    /** The heap that others do not hold, with what is counted here. */
    private long free() {
        long others = heldByOthers < 0 ? used() - bytes : Math.min(heldByOthers, used() - bytes);
        return Runtime.getRuntime().maxMemory() - others;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** About how many bytes of the heap a frame takes. */
    public static long bytes(Frame frame) {
        return frame.columns().stream().mapToLong(HeapGuard::bytes).sum();
    }

    private static long bytes(Column column) {
        return switch (column) {
            case Column.Booleans c -> c.size();
            case Column.Ints c -> 4L * c.size();
            case Column.Floats c -> 4L * c.size();
            case Column.Longs c -> 8L * c.size();
            case Column.Doubles c -> 8L * c.size();
            case Column.Decimals c -> 16L * c.size();
            case Column.Bytes c -> 4L * c.size() + c.offsets()[c.size()] - c.offsets()[0];
            case Column.Lists c -> 4L * c.size() + bytes(c.elements());
            case Column.Maps c -> 4L * c.size() + bytes(c.keys()) + bytes(c.values());
            case Column.Structs c ->
                c.parts().stream().mapToLong(HeapGuard::bytes).sum();
            case Column.Embeddings c -> 4L * c.values().length;
        };
    }
}
