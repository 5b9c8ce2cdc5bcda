package io.shearwater.training;

import java.util.Map;

/**
 * Where the hashes of each stratum are cut into parts of exact sizes.
 *
 * @param byStratum for each stratum the places, ascending, at which the second part begins, the third and so on; parts at the
 *     end that get no row have none. A place is a hash with its sign bit flipped, so that the order of unsigned hashes is that
 *     of signed numbers.
 */
record Cuts(Map<String, long[]> byStratum) {
    private static final long[] NOWHERE = {};

    /** Of a split that needs none. */
    static final Cuts NONE = new Cuts(Map.of());

    static long place(long hash) {
        return hash ^ Long.MIN_VALUE;
    }

    /** The part of a row; the first for a stratum that has no row that counts. */
    int part(String stratum, long hash) {
        long[] begins = byStratum.getOrDefault(stratum, NOWHERE);
        long place = place(hash);
        int part = 0;
        while (part < begins.length && place >= begins[part]) {
            part++;
        }
        return part;
    }
}
