package io.shearwater.cli;

import io.shearwater.model.ColumnStatistics.Bin;
import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.ColumnStatistics.ValueCount;
import java.util.Arrays;
import java.util.List;

/** How values spread, as a few block characters: a histogram from the least to the greatest, or the most frequent values. */
final class HistogramBars {
    /** The most characters. */
    static final int WIDTH = 10;

    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

    private HistogramBars() {}

    static String of(Distribution spread) {
        List<Bin> bins = spread.histogram();
        if (bins.isEmpty()) {
            return bars(spread.top().stream()
                    .mapToLong(ValueCount::count)
                    .limit(WIDTH)
                    .toArray());
        }
        long[] counts = new long[Math.min(WIDTH, bins.size())];
        for (int i = 0; i < bins.size(); i++) {
            counts[i * counts.length / bins.size()] += bins.get(i).count();
        }
        return bars(counts);
    }

    /** The greatest fills its character; what is there at all is seen. */
    private static String bars(long[] counts) {
        long most = Arrays.stream(counts).max().orElse(0);
        StringBuilder bars = new StringBuilder(counts.length);
        for (long count : counts) {
            int height = count == 0 ? 0 : (int) Math.max(1, Math.round(8.0 * count / most));
            bars.append(BLOCKS.charAt(height));
        }
        return bars.toString();
    }
}
