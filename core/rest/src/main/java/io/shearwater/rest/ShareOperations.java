package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import io.shearwater.api.SharedGroup;
import io.shearwater.api.Shares;
import io.shearwater.gate.Action;
import io.shearwater.model.GroupRef;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.SharedGroupJson;
import java.util.List;
import java.util.Optional;

/**
 * Feature groups that projects let one another read. Who shares belongs to both projects, so that nobody learns by sharing which
 * projects there are, and nothing is put before people who do not know of it.
 */
final class ShareOperations {
    private static final String SHARE = GroupOperations.GROUP + "/shares/{reader}";

    private ShareOperations() {}

    static List<Operation> list() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                PROJECT + "/shares",
                                Action.LIST_SHARES,
                                "The feature groups that other projects may read",
                                call -> page(call, shares(call).given())))
                        .givesPage("SharedGroup"),
                Page.paged(Operation.of(
                                Verb.GET,
                                PROJECT + "/received-shares",
                                Action.READ_GROUPS,
                                "The feature groups of other projects that this one may read",
                                call -> page(call, shares(call).received())))
                        .givesPage("SharedGroup"),
                Operation.of(
                                Verb.PUT,
                                SHARE,
                                Action.SHARE_GROUP,
                                "Let another project read a feature group, or some of its features",
                                ShareOperations::share)
                        .takes("Share")
                        .gives("SharedGroup"),
                Operation.of(Verb.DELETE, SHARE, Action.SHARE_GROUP, "Take a share back", ShareOperations::takeBack)
                        .parameter("in_use", "boolean", "true: also while the other project uses it"));
    }

    private static Shares shares(Call call) {
        return call.store().shares();
    }

    private static Answer page(Call call, List<SharedGroup> shares) {
        return Answer.json(Json.page(call, shares, SharedGroupJson.SHARES::node));
    }

    private static GroupRef group(Call call) {
        return new GroupRef(call.place("group"), call.number("version"));
    }

    private static Answer share(Call call) {
        JsonObject body = call.json();
        Optional<List<String>> features = body.find("features").map(names -> names.list(JsonValue::text));
        body.requireAllTaken();
        GroupRef group = group(call);
        String reader = call.place("reader");
        call.services().access().role(call.caller().require(), reader);
        features.ifPresentOrElse(
                some -> shares(call).share(group, reader, some),
                () -> shares(call).share(group, reader));
        return Answer.json(SharedGroupJson.SHARES.node(new SharedGroup(group, call.project(), reader, features)));
    }

    private static Answer takeBack(Call call) {
        if (call.flag("in_use")) {
            shares(call).withdraw(group(call), call.place("reader"));
        } else {
            shares(call).unshare(group(call), call.place("reader"));
        }
        return Answer.done();
    }
}
