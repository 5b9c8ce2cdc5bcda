package io.shearwater.api;

import io.shearwater.learning.Lifecycle;
import java.util.List;

/**
 * Which runs, and in which order. Immutable.
 *
 * @param experiments their names; none for all
 * @param filter conditions joined by {@code and}, as {@code metrics.pr_auc > 0.9 and params.max_depth = '6' and tags.`team a` LIKE
 *     'risk%' and attributes.status = 'FINISHED'}; empty for none
 * @param orderBy as {@code metrics.pr_auc DESC}; runs without the value come last, and the newest first of those that are equal
 * @param lifecycle active or deleted runs
 * @param most how many at most
 */
public record RunSearch(List<String> experiments, String filter, List<String> orderBy, Lifecycle lifecycle, int most) {
    private static final int MOST = 1_000;

    public RunSearch {
        experiments = List.copyOf(experiments);
        orderBy = List.copyOf(orderBy);
    }

    /** The active runs of an experiment, the newest first. */
    public static RunSearch of(String experiment) {
        return new RunSearch(List.of(experiment), "", List.of(), Lifecycle.ACTIVE, MOST);
    }

    /** The same under conditions. */
    public RunSearch where(String next) {
        return new RunSearch(experiments, next, orderBy, lifecycle, most);
    }

    /** The same in another order. */
    public RunSearch orderBy(String... next) {
        return new RunSearch(experiments, filter, List.of(next), lifecycle, most);
    }
}
