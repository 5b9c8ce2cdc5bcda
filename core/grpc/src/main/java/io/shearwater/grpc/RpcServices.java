package io.shearwater.grpc;

import io.shearwater.access.Access;
import io.shearwater.access.Quotas;
import io.shearwater.api.FeatureStore;
import io.shearwater.gate.Gate;
import io.shearwater.gate.ReadableColumns;
import java.util.function.Function;

/**
 * What the calls work on.
 *
 * @param gate who may, and what is counted
 * @param access users, keys, members
 * @param quotas how much a project may have
 * @param stores the store of a project, by its name; the gate let the caller in
 */
public record RpcServices(Gate gate, Access access, Quotas quotas, Function<String, FeatureStore> stores) {
    FeatureStore store(String project) {
        return stores.apply(project);
    }

    /** What the caller of a call may read in a project. */
    ReadableColumns readable(Course course, String project) {
        return new ReadableColumns(access, course.caller().require(), project);
    }
}
