package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.Commit;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A store and the oracle, kept in step: what is done to one is done to the other, and what they count is compared. */
final class Twin {
    private final Supplier<FeatureStore> store;
    private final SteppedClock clock;
    private final NaiveStore oracle = new NaiveStore();
    private final Map<FeatureGroupSpec, List<Commit>> commits = new HashMap<>();
    private Commit last = new Commit(
            0, new GroupRef("none", 1), Commit.Operation.INSERT, Instant.MIN, 0, Commit.Counts.NONE, Duration.ZERO);

    Twin(Supplier<FeatureStore> store, SteppedClock clock) {
        this.store = store;
        this.clock = clock;
    }

    FeatureStore store() {
        return store.get();
    }

    NaiveStore oracle() {
        return oracle;
    }

    void create(FeatureGroupSpec spec) {
        oracle.create(spec);
        store().createFeatureGroup(spec);
    }

    FeatureGroup group(FeatureGroupSpec spec) {
        return store().featureGroup(spec.name(), spec.version());
    }

    NaiveGroup naive(FeatureGroupSpec spec) {
        return oracle.group(spec.ref());
    }

    Commit insert(FeatureGroupSpec spec, Frame rows) {
        Commit commit = group(spec).insert(rows);
        return checked(spec, commit, Commit.Operation.INSERT, naive(spec).insert(commit.id(), commit.at(), rows));
    }

    /** Appends; where an identity exists, checks that the store refuses and writes nothing. */
    void append(FeatureGroupSpec spec, Frame rows) {
        if (naive(spec).canAppend(rows)) {
            Commit commit = group(spec).append(rows);
            checked(spec, commit, Commit.Operation.APPEND, naive(spec).insert(commit.id(), commit.at(), rows));
        } else {
            assertThatThrownBy(() -> group(spec).append(rows))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining(spec.name());
        }
    }

    /** Does a step to the group that it counts. */
    void apply(Step step, FeatureGroupSpec spec) {
        switch (step) {
            case Step.Insert insert -> insert(spec, insert.rows());
            case Step.Append append -> append(spec, append.rows());
            case Step.DeleteRecords delete -> deleteRecords(spec, delete.keys());
            case Step.DeleteWhere delete -> deleteWhere(spec, delete.condition());
            case Step.Compact compact -> compact(spec);
        }
    }

    Commit deleteRecords(FeatureGroupSpec spec, Frame keys) {
        Commit commit = group(spec).deleteRecords(keys);
        return checked(
                spec, commit, Commit.Operation.DELETE, naive(spec).deleteRecords(commit.id(), commit.at(), keys));
    }

    Commit deleteWhere(FeatureGroupSpec spec, Predicate condition) {
        Commit commit = group(spec).deleteWhere(condition);
        return checked(
                spec, commit, Commit.Operation.DELETE, naive(spec).deleteWhere(commit.id(), commit.at(), condition));
    }

    void compact(FeatureGroupSpec spec) {
        Commit commit = group(spec).compact();
        naive(spec).touch(commit.id(), commit.at());
        checked(spec, commit, Commit.Operation.COMPACT, Commit.Counts.NONE);
    }

    private Commit checked(FeatureGroupSpec spec, Commit commit, Commit.Operation operation, Commit.Counts counts) {
        assertThat(commit.operation()).isEqualTo(operation);
        assertThat(commit.group()).isEqualTo(spec.ref());
        assertThat(commit.counts()).as("%s %s", operation, spec.ref()).isEqualTo(counts);
        assertThat(commit.id()).as("commit ids count up").isGreaterThan(last.id());
        assertThat(commit.at()).as("commit instants increase").isAfter(last.at());
        last = commit;
        commits.computeIfAbsent(spec, ref -> new ArrayList<>()).add(commit);
        clock.advance(Duration.ofSeconds(1));
        return commit;
    }

    /** The commits that were made through this twin. */
    List<Commit> commits(FeatureGroupSpec spec) {
        return commits.getOrDefault(spec, List.of());
    }

    /** Compares all rows of a group; identities must be there once. */
    void assertSameRows(FeatureGroupSpec spec) {
        Frame rows = group(spec).read();
        Set<Object> identities = new HashSet<>();
        rows.toMaps()
                .forEach(row -> assertThat(identities.add(NaiveValues.key(row, spec.identity())))
                        .as("identity is unique: %s", row)
                        .isTrue());
        assertThat(Canonical.sorted(rows))
                .isEqualTo(Canonical.sorted(naive(spec).rows()));
    }
}
