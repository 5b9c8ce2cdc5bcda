package io.shearwater.rest;

import io.shearwater.access.Access;
import io.shearwater.access.AuditLog;
import io.shearwater.access.Authenticated;
import io.shearwater.access.Quotas;
import io.shearwater.access.Secrets;
import io.shearwater.api.FeatureStore;
import io.shearwater.gate.Gate;
import java.util.List;

/**
 * What the operations work on.
 *
 * @param gate who may, and what is counted
 * @param access users, keys, members
 * @param audit what was done
 * @param secrets what is kept encrypted
 * @param quotas how much a project may have
 * @param projects the stores behind
 */
public record Services(Gate gate, Access access, AuditLog audit, Secrets secrets, Quotas quotas, Projects projects) {
    /** The projects of a store. Thread-safe. */
    public interface Projects {
        /** Their names, ascending. */
        List<String> names();

        /**
         * A project.
         *
         * @throws io.shearwater.model.ShearwaterException NOT_FOUND
         */
        FeatureStore store(String project);

        /**
         * Makes a project that belongs to a user. Harmless for one that was made and belongs to nobody yet.
         *
         * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS, BAD_NAME, NOT_FOUND for the user
         */
        void create(Authenticated by, String project, String owner);

        /**
         * Deletes an empty project with its members, service accounts and keys.
         *
         * @throws io.shearwater.model.ShearwaterException STILL_NEEDED, NOT_FOUND
         */
        void delete(Authenticated by, String project);

        /** Whether the parts of the store answer, for {@code /health/ready}. */
        boolean ready();
    }
}
