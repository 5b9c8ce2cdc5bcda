package io.shearwater.testing;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The oracle: what a feature store holds and answers, computed from definitions alone, without plans, engines or stores.
 * Groups keep their history ({@link NaiveGroup}); {@link NaiveQuery} answers what training reads, {@link NaiveVectors} what
 * serving reads. Not thread-safe.
 */
public final class NaiveStore {
    private final Map<GroupRef, NaiveGroup> groups = new LinkedHashMap<>();

    /** Adds a group without rows. */
    public NaiveGroup create(FeatureGroupSpec spec) {
        NaiveGroup group = new NaiveGroup(spec);
        groups.put(spec.ref(), group);
        return group;
    }

    public NaiveGroup group(GroupRef ref) {
        return Objects.requireNonNull(groups.get(ref), () -> "The oracle has no group " + ref);
    }

    /** The rows of a group as they are now. */
    public List<NaiveRow> rows(GroupRef ref) {
        return group(ref).rows();
    }

    /** Point-in-time reads of the newest states. */
    public NaiveQuery now() {
        return new NaiveQuery(this::rows);
    }

    /** Point-in-time reads of the states right after a commit. */
    public NaiveQuery asOf(long commit) {
        return new NaiveQuery(ref -> group(ref).rowsAsOf(commit));
    }

    /** Vectors from the newest states. */
    public NaiveVectors vectors() {
        return new NaiveVectors(this::rows);
    }
}
