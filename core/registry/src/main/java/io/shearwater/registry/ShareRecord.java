package io.shearwater.registry;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import java.util.List;
import java.util.Optional;

/**
 * That a project may read a feature group of another one, under the same name and version.
 *
 * @param owner the project of the group
 * @param reader the project that may read it
 * @param features which it may read beside the keys and the event time; absent for all, also those that come later
 * @param withdrawn the group as it was seen when this was taken back although it was in use: what uses it can be looked at
 *     and deleted, and not be read
 * @param revision of the definition
 */
public record ShareRecord(
        GroupRef group,
        String owner,
        String reader,
        Optional<List<String>> features,
        Optional<FeatureGroupSpec> withdrawn,
        long revision) {
    public ShareRecord {
        features = features.map(List::copyOf);
    }

    boolean isWithdrawn() {
        return withdrawn.isPresent();
    }

    /** What of a group is to be seen. */
    FeatureGroupSpec visible(FeatureGroupSpec whole) {
        return features.map(chosen -> new VisibleColumns(whole, chosen).spec()).orElse(whole);
    }
}
