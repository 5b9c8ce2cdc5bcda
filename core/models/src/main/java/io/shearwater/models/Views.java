package io.shearwater.models;

import io.shearwater.api.FeatureView;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;
import java.util.List;

/** What this module asks of the feature store. Thread-safe. */
public interface Views {
    /** The view of a reference. */
    FeatureView view(ViewRef ref);

    /** The groups that a view reads, and those from which these are computed; each once, the view's own first. */
    List<GroupRef> groups(ViewRef ref);
}
