package io.shearwater.store;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;

/** Makes feature groups. */
record GroupCreation(StoreParts parts) {
    /**
     * Makes a group, with its tables.
     *
     * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS
     */
    void create(FeatureGroupSpec spec) {
        parts.registry().requireUnshared(spec.ref());
        FeatureGroupSpec checked = parts.rules().registered(resolved(spec));
        int online = spec.storage().hasOnline() ? nextOnlineGroup() : 0;
        GroupRecord group = new GroupRecord(parts.registry().project(), checked, online, 1, 1, 0);
        parts.offline().tables().create(group, parts.registry()::putGroup);
        new OnlineAggregates(parts).load(spec.ref());
    }

    /** A group of aggregates with the columns that follow from its events. */
    private FeatureGroupSpec resolved(FeatureGroupSpec spec) {
        return spec.aggregation()
                .map(part -> spec.over(parts.registry().group(part.events()).spec()))
                .orElse(spec);
    }

    /** Numbers are unique within the store, whatever the project. */
    private int nextOnlineGroup() {
        Registry registry = parts.registry();
        return registry.store().change(registry.actor(), tx -> {
            tx.audit(registry.project(), "number", "online group");
            return Math.toIntExact(tx.nextNumber("", "online-group"));
        });
    }
}
