package io.shearwater.xgboost;

import java.util.Arrays;

/**
 * Rows by query, as the library wants them: those of one query side by side, in their order.
 *
 * @param places by row, its place among all
 * @param sizes by query, how many rows it has
 */
record QueryOrder(int[] places, int[] sizes) {
    static QueryOrder of(int[] queries) {
        long[] sorted = new long[queries.length];
        for (int row = 0; row < queries.length; row++) {
            sorted[row] = ((long) queries[row] << Integer.SIZE) | row;
        }
        Arrays.sort(sorted);
        int[] places = new int[queries.length];
        int[] sizes = new int[queries.length];
        int count = 0;
        for (int place = 0; place < sorted.length; place++) {
            if (place == 0 || sorted[place] >> Integer.SIZE != sorted[place - 1] >> Integer.SIZE) {
                count++;
            }
            sizes[count - 1]++;
            places[(int) sorted[place]] = place;
        }
        return new QueryOrder(places, Arrays.copyOf(sizes, count));
    }

    int place(int row) {
        return places[row];
    }
}
