package io.shearwater.testing;

import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a feature group holds, by the definition: the whole state after every commit, as lists of rows. Slow, and right at a
 * glance. Commits are numbered by the caller, in increasing order. Not thread-safe.
 */
public final class NaiveGroup {
    private FeatureGroupSpec spec;
    private final List<State> states = new ArrayList<>();
    private long writes;

    private record State(long commit, Instant at, Map<List<@Nullable Object>, NaiveRow> rows) {}

    /** A row that changed, with its new values, or its last ones if it was deleted. */
    public record Change(String type, NaiveRow row) {}

    public NaiveGroup(FeatureGroupSpec spec) {
        this.spec = spec;
    }

    public FeatureGroupSpec spec() {
        return spec;
    }

    /** Writes rows; an identity that is there is replaced, and of equal identities in the input the last counts. */
    public Commit.Counts insert(long commit, Instant at, Frame input) {
        Map<List<@Nullable Object>, NaiveRow> given = new LinkedHashMap<>();
        writes++;
        for (Map<String, @Nullable Object> row : input.toMaps()) {
            NaiveRow whole = new NaiveRow(withDefaults(row), writes);
            given.put(identity(whole), whole);
        }
        Map<List<@Nullable Object>, NaiveRow> next = new LinkedHashMap<>(newest());
        long updated = given.keySet().stream().filter(next::containsKey).count();
        next.putAll(given);
        states.add(new State(commit, at, next));
        return new Commit.Counts(given.size() - updated, updated, 0, input.rows() - given.size());
    }

    /** Whether an append of these rows is allowed: no identity exists, none is there twice. */
    public boolean canAppend(Frame input) {
        Set<List<@Nullable Object>> seen = new HashSet<>(newest().keySet());
        return input.toMaps().stream().allMatch(row -> seen.add(NaiveValues.key(row, spec.identity())));
    }

    /** Deletes by primary key, or by identity where the event time is given. */
    public Commit.Counts deleteRecords(long commit, Instant at, Frame keys) {
        List<String> by =
                spec.identity().stream().filter(keys.schema()::contains).toList();
        Set<List<@Nullable Object>> wanted = new HashSet<>();
        keys.toMaps().forEach(row -> wanted.add(NaiveValues.key(row, by)));
        return delete(commit, at, row -> wanted.contains(NaiveValues.key(row.values(), by)));
    }

    /** Deletes the rows for which a condition is true. */
    public Commit.Counts deleteWhere(long commit, Instant at, Predicate condition) {
        return delete(commit, at, row -> NaiveValues.passes(condition, read(row).values()));
    }

    private Commit.Counts delete(long commit, Instant at, java.util.function.Predicate<NaiveRow> gone) {
        writes++;
        Map<List<@Nullable Object>, NaiveRow> next = new LinkedHashMap<>(newest());
        int before = next.size();
        next.values().removeIf(gone);
        states.add(new State(commit, at, next));
        return new Commit.Counts(0, 0, before - next.size(), 0);
    }

    /** A commit that changes no row: a compaction, a change of columns. */
    public void touch(long commit, Instant at) {
        states.add(new State(commit, at, newest()));
    }

    /** Adds features; rows that lack them read as the default. */
    public void appendFeatures(List<Feature> features) {
        List<Feature> all = new ArrayList<>(spec.features());
        all.addAll(features);
        spec = spec.withFeatures(all);
    }

    /** Gives a column a wider type. */
    public void widen(String column, DataType type) {
        spec = spec.withFeatures(spec.features().stream()
                .map(feature -> feature.name().equals(column) ? feature.widened(type) : feature)
                .toList());
    }

    /** The rows as they are now. */
    public List<NaiveRow> rows() {
        return read(newest().values());
    }

    /** The rows right after a commit; none before the first. */
    public List<NaiveRow> rowsAsOf(long commit) {
        return read(state(commit).values());
    }

    /** The rows as they were known at an instant. */
    public List<NaiveRow> rowsAsOf(Instant instant) {
        Map<List<@Nullable Object>, NaiveRow> rows = Map.of();
        for (State state : states) {
            if (!state.at().isAfter(instant)) {
                rows = state.rows();
            }
        }
        return read(rows.values());
    }

    /** What is different between two states: by identity, and an identity that was written again is an update. */
    public List<Change> changes(long fromExclusive, long toInclusive) {
        Map<List<@Nullable Object>, NaiveRow> before = state(fromExclusive);
        Map<List<@Nullable Object>, NaiveRow> after = state(toInclusive);
        List<Change> changes = new ArrayList<>();
        after.forEach((identity, row) -> {
            NaiveRow old = before.get(identity);
            if (old == null) {
                changes.add(new Change("insert", read(row)));
            } else if (old.written() != row.written()) {
                changes.add(new Change("update", read(row)));
            }
        });
        before.forEach((identity, row) -> {
            if (!after.containsKey(identity)) {
                changes.add(new Change("delete", read(row)));
            }
        });
        return changes;
    }

    private Map<List<@Nullable Object>, NaiveRow> newest() {
        return states.isEmpty() ? Map.of() : states.getLast().rows();
    }

    private Map<List<@Nullable Object>, NaiveRow> state(long commit) {
        Map<List<@Nullable Object>, NaiveRow> rows = Map.of();
        for (State state : states) {
            if (state.commit() <= commit) {
                rows = state.rows();
            }
        }
        return rows;
    }

    private List<@Nullable Object> identity(NaiveRow row) {
        return NaiveValues.key(row.values(), spec.identity());
    }

    private Map<String, @Nullable Object> withDefaults(Map<String, @Nullable Object> input) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Feature feature : spec.features()) {
            row.put(
                    feature.name(),
                    input.containsKey(feature.name())
                            ? input.get(feature.name())
                            : feature.defaultValue().orElse(null));
        }
        return row;
    }

    private List<NaiveRow> read(Collection<NaiveRow> rows) {
        return rows.stream().map(this::read).toList();
    }

    /** A stored row with the columns and types of today. */
    private NaiveRow read(NaiveRow row) {
        Map<String, @Nullable Object> values = withDefaults(row.values());
        for (Feature feature : spec.features()) {
            values.computeIfPresent(feature.name(), (name, value) -> widened(feature.type(), value));
        }
        return new NaiveRow(values, row.written());
    }

    private static Object widened(DataType type, Object value) {
        if (type instanceof DataType.LongType && value instanceof Integer number) {
            return number.longValue();
        }
        if (type instanceof DataType.DoubleType && value instanceof Float number) {
            return number.doubleValue();
        }
        return value;
    }
}
