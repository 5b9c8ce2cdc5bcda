package io.shearwater.store;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.offline.Offline;
import io.shearwater.plan.Plan;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.Sources;
import io.shearwater.training.GroupHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The history of feature groups for training data: tags hold the states of versions. */
record HeldHistory(Registry registry, Offline offline) implements GroupHistory {
    @Override
    public List<Long> hold(List<FeatureGroupSpec> groups, String tag) {
        Map<GroupRecord, Optional<CommitRecord>> states = new LinkedHashMap<>();
        List<GroupRecord> tables = registry.store().read(reader -> tables(reader, groups, states));
        states.forEach((group, newest) ->
                newest.ifPresent(commit -> offline.expiry().tag(group, tagIn(group, tag), commit)));
        return tables.stream()
                .map(group -> Objects.requireNonNull(states.get(group))
                        .map(commit -> commit.commit().id())
                        .orElse(0L))
                .toList();
    }

    private List<GroupRecord> tables(
            RegistryReader reader, List<FeatureGroupSpec> groups, Map<GroupRecord, Optional<CommitRecord>> states) {
        List<GroupRecord> tables = new ArrayList<>();
        for (FeatureGroupSpec group : groups) {
            GroupRecord table = registry.stored(reader, group);
            GroupRef ref = table.spec().ref();
            if (!table.spec().storage().hasOffline()) {
                throw StoreError.BAD_CHANGE.because("The feature group '" + ref.name() + "' version " + ref.version()
                        + " keeps no history, so there is no training data with it.");
            }
            tables.add(table);
            states.put(table, reader.latestCommit(table.project(), ref));
        }
        return tables;
    }

    @Override
    public String tagOf(FeatureGroupSpec group, String tag) {
        return tagIn(registry.store().read(reader -> registry.stored(reader, group)), tag);
    }

    /** Beside the tags of the project whose table it is, which may have a view of the same name. */
    private String tagIn(GroupRecord table, String tag) {
        return table.project().equals(registry.project()) ? tag : prefix(registry.project()) + tag;
    }

    /** What the tags begin with that a project has in tables of others. */
    static String prefix(String reader) {
        return reader + ":";
    }

    @Override
    public void release(GroupRef group, String tag) {
        registry.store()
                .read(reader -> registry.storedAs(reader, group))
                .forEach(table -> offline.expiry().untag(table, tagIn(table, tag)));
    }

    @Override
    public Sources sources(Plan plan) {
        return offline.reader().sources(plan);
    }
}
