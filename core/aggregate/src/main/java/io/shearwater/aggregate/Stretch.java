package io.shearwater.aggregate;

/**
 * Stretches of time of 2^level microseconds, on multiples of their length: all of time is the one of level {@value #ALL}, about
 * 18,000 years around the epoch in each direction; what is farther away counts as its ends. Times are counted from its beginning.
 *
 * @param start where it begins, counted so
 */
record Stretch(int level, long start) {
    /** The level of all of time. */
    static final int ALL = 60;

    /** How many levels lie between the rows of cut stretches. */
    static final int STEP = 5;

    /** Where the row lies that a reader begins with: the newest of an entity. */
    static final long ROOT = Long.MAX_VALUE;

    /** Where the identities lie of events in that row. */
    static final long ROOT_IDENTITIES = Long.MAX_VALUE - 1;

    private static final long EPOCH = 1L << (ALL - 1);
    private static final int SLOT_BITS = 4;

    /** All of time. */
    static Stretch all() {
        return new Stretch(ALL, 0);
    }

    /** A time as it is counted here. */
    static long counted(long time) {
        return Math.clamp(time, -EPOCH, EPOCH - 1) + EPOCH;
    }

    boolean contains(long counted) {
        return counted >>> level == start >>> level;
    }

    /** The longest stretch around one time that does not contain another one. */
    static Stretch apart(long counted, long other) {
        return of(Long.SIZE - 1 - Long.numberOfLeadingZeros(counted ^ other), counted);
    }

    /** The stretch of a level around a time. */
    static Stretch of(int level, long counted) {
        return new Stretch(level, counted >>> level << level);
    }

    /** The shortest stretch with a row of its own around two others, one before the other. */
    static Stretch around(Stretch first, Stretch last) {
        long end = last.start + ((1L << last.level) - 1);
        int level = Long.SIZE - Long.numberOfLeadingZeros(first.start ^ end);
        return of(Math.ceilDiv(level, STEP) * STEP, first.start);
    }

    /** Where its second half begins. */
    long middle() {
        return start + (1L << (level - 1));
    }

    Stretch half(long halfStart) {
        return new Stretch(level - 1, halfStart);
    }

    /** Where the row of its events lies, if it is not cut. */
    long leaf() {
        return id(0);
    }

    /** Where the row of the identities of a leaf lies. */
    static long identities(long leaf) {
        return leaf == ROOT ? ROOT_IDENTITIES : leaf + 1;
    }

    /** Where its row lies, if it is cut. */
    long node() {
        return id(1 + level / STEP);
    }

    private long id(int slot) {
        return (start << SLOT_BITS | slot) ^ Long.MIN_VALUE;
    }
}
