package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;
import static io.shearwater.rest.Operations.ROOT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.Authenticated;
import io.shearwater.access.Role;
import io.shearwater.api.FeatureStore;
import io.shearwater.gate.Action;
import io.shearwater.wire.JsonObject;
import java.util.List;
import java.util.Locale;

/** Projects, and who somebody is in them. */
final class ProjectOperations {
    private ProjectOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.GET,
                                ROOT + "/whoami",
                                Action.WHO_AM_I,
                                "Who the key is of, and what it may do where",
                                ProjectOperations::whoAmI)
                        .gives("WhoAmI"),
                Page.paged(Operation.of(
                                Verb.GET,
                                ROOT + "/projects",
                                Action.LIST_PROJECTS,
                                "The projects that one is a member of",
                                ProjectOperations::projects))
                        .givesPage("Project"),
                Operation.of(
                                Verb.POST,
                                ROOT + "/projects",
                                Action.CREATE_PROJECT,
                                "Make a project, owned by who asks or by a user that is named",
                                ProjectOperations::create)
                        .takes("NewProject")
                        .creates("Project"),
                Operation.of(
                                Verb.GET,
                                PROJECT,
                                Action.DESCRIBE_PROJECT,
                                "A project: one's role in it, and how much of what it has",
                                ProjectOperations::describe)
                        .gives("Project"),
                Operation.of(
                        Verb.DELETE,
                        PROJECT,
                        Action.DELETE_PROJECT,
                        "Delete a project that has no groups, views, models and deployments any more",
                        ProjectOperations::delete));
    }

    private static Answer whoAmI(Call call) {
        Authenticated who = call.caller().require();
        ObjectNode node = Json.object().put("principal", who.principal().text());
        who.keyId().ifPresent(id -> node.put("key", id));
        who.expires().ifPresent(at -> node.put("expires", at.toString()));
        ObjectNode roles = node.putObject("projects");
        call.services()
                .access()
                .projects(who)
                .forEach(project ->
                        roles.put(project, name(call.services().access().role(who, project))));
        return Answer.json(node);
    }

    /** A role as requests name it. */
    static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Answer projects(Call call) {
        Authenticated who = call.caller().require();
        return Answer.json(Json.page(
                call,
                call.services().access().projects(who),
                project -> Json.object()
                        .put("name", project)
                        .put("role", name(call.services().access().role(who, project)))));
    }

    private static Answer create(Call call) {
        JsonObject body = call.json();
        String name = body.text("name");
        Authenticated who = call.caller().require();
        String owner = body.find("owner")
                .map(value -> value.text())
                .orElse(who.principal().text());
        body.requireAllTaken();
        call.services().projects().create(who, name, owner);
        return Answer.created(Json.object().put("name", name).put("owner", owner));
    }

    private static Answer describe(Call call) {
        FeatureStore store = call.store();
        return Answer.json(Json.object()
                .put("name", call.project())
                .put("role", name(call.services().access().role(call.caller().require(), call.project())))
                .put("feature_groups", store.featureGroups().size())
                .put("feature_views", store.featureViews().size())
                .put("models", store.models().list().size())
                .put("deployments", store.deployments().list().size()));
    }

    private static Answer delete(Call call) {
        call.services().projects().delete(call.caller().require(), call.project());
        return Answer.done();
    }
}
