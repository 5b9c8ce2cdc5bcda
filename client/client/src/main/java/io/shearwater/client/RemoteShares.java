package io.shearwater.client;

import io.shearwater.api.SharedGroup;
import io.shearwater.api.Shares;
import io.shearwater.model.GroupRef;
import io.shearwater.wire.SharedGroupJson;
import java.util.List;
import java.util.Map;

/** What a project on a server lets others read, and they it. Thread-safe. */
record RemoteShares(Http http) implements Shares {
    private static Object[] path(GroupRef group, String project) {
        return new Object[] {RemoteGroup.GROUPS, group.name(), group.version(), "shares", project};
    }

    @Override
    public void share(GroupRef group, String project) {
        share(group, project, Map.of());
    }

    @Override
    public void share(GroupRef group, String project, List<String> features) {
        share(group, project, Map.of("features", features));
    }

    private void share(GroupRef group, String project, Map<String, ?> what) {
        http.done(Ask.of("PUT", path(group, project))
                .named("share of feature group '" + group.name() + "' version " + group.version())
                .json(Documents.of(what)));
    }

    @Override
    public void unshare(GroupRef group, String project) {
        http.done(Ask.of("DELETE", path(group, project)).work());
    }

    @Override
    public void withdraw(GroupRef group, String project) {
        http.done(Ask.of("DELETE", path(group, project)).work().query("in_use", true));
    }

    @Override
    public List<SharedGroup> given() {
        return listed("shares");
    }

    @Override
    public List<SharedGroup> received() {
        return listed("received-shares");
    }

    private List<SharedGroup> listed(String which) {
        return http.pages(Ask.get(which), value -> SharedGroupJson.SHARES.read(value.node(), value.path()));
    }
}
