package io.shearwater.store;

import io.shearwater.model.GroupRef;
import io.shearwater.offline.Offline;
import io.shearwater.plan.Plan;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.Sources;
import io.shearwater.training.GroupHistory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The history of feature groups for training data: tags hold the states of versions. */
record HeldHistory(Registry registry, Offline offline) implements GroupHistory {
    @Override
    public Map<GroupRef, Long> hold(Set<GroupRef> groups, String tag) {
        Map<GroupRecord, Optional<CommitRecord>> states = registry.store().read(reader -> states(reader, groups));
        Map<GroupRef, Long> commits = new HashMap<>();
        states.forEach((group, newest) -> {
            newest.ifPresent(commit -> offline.expiry().tag(group, tag, commit));
            commits.put(
                    group.spec().ref(),
                    newest.map(commit -> commit.commit().id()).orElse(0L));
        });
        return commits;
    }

    private Map<GroupRecord, Optional<CommitRecord>> states(RegistryReader reader, Set<GroupRef> groups) {
        Map<GroupRecord, Optional<CommitRecord>> states = new LinkedHashMap<>();
        for (GroupRef ref : groups) {
            GroupRecord group = registry.group(reader, ref);
            if (!group.spec().storage().hasOffline()) {
                throw StoreError.BAD_CHANGE.because("The feature group '" + ref.name() + "' version " + ref.version()
                        + " keeps no history, so there is no training data with it.");
            }
            states.put(group, reader.latestCommit(group.project(), ref));
        }
        return states;
    }

    @Override
    public void release(GroupRef group, String tag) {
        registry.findGroup(group).ifPresent(record -> offline.expiry().untag(record, tag));
    }

    @Override
    public Sources sources(Plan plan) {
        return offline.reader().sources(plan);
    }
}
