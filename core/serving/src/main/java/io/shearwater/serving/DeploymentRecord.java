package io.shearwater.serving;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment as the registry keeps it.
 *
 * @param previous what it served before its last change
 * @param schema what its clients rely on
 * @param learnt what fallbacks take from training data: by view and version of the data, then by feature and kind, as texts
 * @param revision of the definition; 0 of a new one
 */
record DeploymentRecord(
        DeploymentSpec spec,
        Optional<DeploymentSpec> previous,
        DeploymentSchema schema,
        Map<String, Map<String, String>> learnt,
        long revision) {}
