package io.shearwater.api;

import io.shearwater.model.GroupRef;
import java.util.List;
import java.util.Optional;

/**
 * A feature group that one project lets another one read.
 *
 * @param owner the project of the group
 * @param reader the project that may read it
 * @param features which it may read, beside those of the primary key and the event time; absent for all
 */
public record SharedGroup(GroupRef group, String owner, String reader, Optional<List<String>> features) {
    public SharedGroup {
        features = features.map(List::copyOf);
    }
}
