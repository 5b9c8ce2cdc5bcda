package io.shearwater.grpc;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.WriteOptions;
import io.shearwater.gate.Action;
import io.shearwater.gate.CountedRows;
import io.shearwater.gate.Task;
import io.shearwater.model.Commit;
import io.shearwater.model.FrameReader;

/**
 * What a writer names, over gRPC or Flight. Immutable.
 *
 * @param idempotencyKey empty: none
 * @param append whether rows of an identity that is there are refused
 */
record InsertTask(String project, String group, int version, String idempotencyKey, boolean append) {
    /** What the gate is asked. */
    Task task() {
        return new Task(Action.INSERT_ROWS, project, "feature_group:" + group + "/" + version);
    }

    /** Writes rows, which count against the quota of the project unless it fails; closes their reader. */
    Commit run(RpcServices services, FrameReader incoming) {
        FeatureGroup written = services.store(project).featureGroup(group, version);
        WriteOptions options = idempotencyKey.isEmpty()
                ? WriteOptions.plain()
                : WriteOptions.plain().withKey(idempotencyKey);
        try (CountedRows rows = new CountedRows(incoming, services.quotas(), project)) {
            try {
                return append ? written.append(rows, options) : written.insert(rows, options);
            } catch (RuntimeException | Error failed) {
                rows.giveBack();
                throw failed;
            }
        }
    }
}
