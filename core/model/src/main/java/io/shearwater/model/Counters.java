package io.shearwater.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * What the code of users counts, such as transformations and prediction logic. A server shows the totals of its process among
 * its metrics, as {@code shearwater_user_total{counter="…"}}. Thread-safe.
 */
public final class Counters {
    /** So many that a name made of data is noticed before it fills the memory. */
    private static final int MOST = 1_000;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Map<String, Counter> ALL = new ConcurrentHashMap<>();

    private Counters() {}

    /** A number that only grows. Thread-safe; many threads may count at a time without waiting for one another. */
    public static final class Counter {
        private final LongAdder sum = new LongAdder();

        private Counter() {}

        public void increment() {
            sum.increment();
        }

        /**
         * Counts several.
         *
         * @throws IllegalArgumentException for a negative number
         */
        public void add(long count) {
            if (count < 0) {
                throw new IllegalArgumentException("A counter only grows; add " + count + " to something else.");
            }
            sum.add(count);
        }

        public long total() {
            return sum.sum();
        }
    }

    /**
     * The counter of a name, always the same one. Keep it in a constant.
     *
     * @param name lower-case letters, digits and {@code _}
     * @throws ShearwaterException BAD_NAME for another name, or when there are {@value #MOST} counters already
     */
    public static Counter of(String name) {
        Counter known = ALL.get(name);
        if (known != null) {
            return known;
        }
        if (!NAME.matcher(name).matches()) {
            throw ModelError.BAD_NAME.because("A counter is called '" + name
                    + "'; its name has at most 63 lower-case letters, digits and '_', and begins with a letter.");
        }
        if (ALL.size() >= MOST) {
            throw ModelError.BAD_NAME.because("There are " + MOST + " counters already, so that '" + name
                    + "' would be one too many. Count by few names, not by values of data.");
        }
        return ALL.computeIfAbsent(name, made -> new Counter());
    }

    /** What was counted so far in this process, by name. */
    public static SortedMap<String, Long> totals() {
        SortedMap<String, Long> totals = new TreeMap<>();
        ALL.forEach((name, counter) -> totals.put(name, counter.total()));
        return totals;
    }
}
