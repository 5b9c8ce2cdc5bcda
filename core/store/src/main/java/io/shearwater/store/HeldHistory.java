package io.shearwater.store;

import io.shearwater.model.GroupRef;
import io.shearwater.offline.Offline;
import io.shearwater.plan.Plan;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Sources;
import io.shearwater.training.GroupHistory;

/** The history of feature groups for training data: tags hold the states of versions. */
record HeldHistory(Registry registry, Offline offline) implements GroupHistory {
    @Override
    public long hold(GroupRef group, String tag) {
        GroupRecord record = registry.group(group);
        if (!record.spec().storage().hasOffline()) {
            throw StoreError.BAD_CHANGE.because("The feature group '" + group.name() + "' version " + group.version()
                    + " keeps no history, so there is no training data with it.");
        }
        return offline.expiry().tag(record, tag);
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
