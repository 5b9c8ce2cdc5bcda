package io.shearwater.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which statistics a feature group keeps of the rows that are written to it. They can be computed later whatever this says;
 * what was kept is there at once.
 *
 * @param parts what is kept; nothing at all if empty
 * @param columns of which columns; of all if empty
 */
public record StatisticsSpec(Set<Part> parts, List<String> columns) {
    /** What can be kept. Anything implies the summary. */
    public enum Part {
        /** Rows, nulls, the least and the greatest value, mean and standard deviation. */
        SUMMARY,
        /** Quantiles, histogram, number of distinct values, the most frequent ones. */
        DISTRIBUTION,
        /** Pearson's correlation of each pair of numeric columns; costs the square of their number. */
        CORRELATION
    }

    /** Summary and distribution of every column. */
    public static final StatisticsSpec STANDARD = of(Part.SUMMARY, Part.DISTRIBUTION);

    /** Nothing. */
    public static final StatisticsSpec NONE = new StatisticsSpec(Set.of(), List.of());

    public StatisticsSpec {
        parts = Set.copyOf(parts.isEmpty() ? parts : with(parts));
        columns = List.copyOf(columns);
    }

    private static Set<Part> with(Set<Part> parts) {
        EnumSet<Part> all = EnumSet.copyOf(parts);
        all.add(Part.SUMMARY);
        return all;
    }

    /** These parts of every column. */
    public static StatisticsSpec of(Part... parts) {
        return new StatisticsSpec(Set.copyOf(Arrays.asList(parts)), List.of());
    }

    /** The same parts of these columns only. */
    public StatisticsSpec ofColumns(String... names) {
        return new StatisticsSpec(parts, List.of(names));
    }

    /** Whether a part is kept. */
    public boolean has(Part part) {
        return parts.contains(part);
    }

    /** Whether a column is looked at. */
    public boolean covers(String column) {
        return columns.isEmpty() || columns.contains(column);
    }
}
