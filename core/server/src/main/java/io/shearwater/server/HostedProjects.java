package io.shearwater.server;

import io.shearwater.access.Access;
import io.shearwater.access.Authenticated;
import io.shearwater.access.Quotas;
import io.shearwater.api.FeatureStore;
import io.shearwater.rest.Services;
import io.shearwater.store.StoreHost;
import java.util.List;

/** The projects of a host, with the members that belong to them. Thread-safe. */
record HostedProjects(StoreHost host, Access access, Quotas quotas) implements Services.Projects {
    @Override
    public List<String> names() {
        return host.projects();
    }

    @Override
    public FeatureStore store(String project) {
        return host.project(project);
    }

    @Override
    public void create(Authenticated by, String project, String owner) {
        access.requireAdministrator(by);
        if (!host.projects().contains(project)) {
            // Whoever was a member of an earlier project of this name is none of this one.
            access.members().forget(by, project);
            host.createProject(project);
        }
        access.members().found(by, project, owner);
    }

    @Override
    public void delete(Authenticated by, String project) {
        host.deleteProject(project);
        access.members().forget(by, project);
        quotas.forget(project);
    }

    @Override
    public boolean ready() {
        host.projects();
        return true;
    }
}
