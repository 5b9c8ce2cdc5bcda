package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.Authenticated;
import io.shearwater.access.Member;
import io.shearwater.access.Members;
import io.shearwater.access.Principal;
import io.shearwater.access.Role;
import io.shearwater.access.ServiceAccount;
import io.shearwater.gate.Action;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.wire.JsonObject;
import java.util.List;
import java.util.Locale;

/** Who belongs to a project: users and service accounts, their roles, and the features they were granted. */
final class MemberOperations {
    private static final String MEMBER = PROJECT + "/members/{member}";

    private MemberOperations() {}

    static List<Operation> list() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                PROJECT + "/members",
                                Action.LIST_MEMBERS,
                                "The members of a project",
                                MemberOperations::members))
                        .givesPage("Member"),
                Operation.of(
                                Verb.PUT,
                                MEMBER,
                                Action.CHANGE_MEMBERS,
                                "Add a user or a service account of the project, or change its role",
                                MemberOperations::put)
                        .takes("MemberRole")
                        .gives("Member"),
                Operation.of(Verb.DELETE, MEMBER, Action.CHANGE_MEMBERS, "Remove a member", MemberOperations::remove),
                Operation.of(
                                Verb.PUT,
                                MEMBER + "/grants/{group}/{version}",
                                Action.CHANGE_MEMBERS,
                                "Let a restricted member read features of a group",
                                MemberOperations::grant)
                        .takes("Grant")
                        .gives("Member"),
                Operation.of(
                                Verb.DELETE,
                                MEMBER + "/grants/{group}/{version}",
                                Action.CHANGE_MEMBERS,
                                "Take a grant back",
                                MemberOperations::withdraw)
                        .gives("Member"),
                Page.paged(Operation.of(
                                Verb.GET,
                                PROJECT + "/service-accounts",
                                Action.LIST_MEMBERS,
                                "The service accounts of a project",
                                MemberOperations::accounts))
                        .givesPage("ServiceAccount"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/service-accounts",
                                Action.CHANGE_MEMBERS,
                                "Make a service account; make it a member to give it rights",
                                MemberOperations::createAccount)
                        .takes("NewServiceAccount")
                        .creates("ServiceAccount"),
                Operation.of(
                        Verb.DELETE,
                        PROJECT + "/service-accounts/{account}",
                        Action.CHANGE_MEMBERS,
                        "Remove a service account, its membership and its keys",
                        MemberOperations::removeAccount));
    }

    private static Members of(Call call) {
        return call.services().access().members();
    }

    private static Answer members(Call call) {
        return Answer.json(
                Json.page(call, of(call).list(call.caller().require(), call.project()), MemberOperations::json));
    }

    private static ObjectNode json(Member member) {
        ObjectNode node = Json.object()
                .put("principal", member.principal().text())
                .put("role", ProjectOperations.name(member.role()));
        if (!member.grants().isEmpty()) {
            ObjectNode grants = node.putObject("grants");
            member.grants().forEach((group, features) -> grants.set(group.toString(), Json.texts(features)));
        }
        return node;
    }

    private static Answer put(Call call) {
        JsonObject body = call.json();
        Role role = Role.parse(body.text("role"));
        body.requireAllTaken();
        Authenticated who = call.caller().require();
        Principal principal = Principal.parse(call.place("member"));
        boolean there = of(call).list(who, call.project()).stream()
                .anyMatch(member -> member.principal().equals(principal));
        Member member = there
                ? of(call).change(who, call.project(), principal, role)
                : of(call).add(who, call.project(), principal, role);
        return Answer.json(json(member));
    }

    private static Answer remove(Call call) {
        of(call).remove(call.caller().require(), call.project(), Principal.parse(call.place("member")));
        return Answer.done();
    }

    private static GroupRef group(Call call) {
        return new GroupRef(call.place("group"), call.number("version"));
    }

    private static Answer grant(Call call) {
        JsonObject body = call.json();
        List<String> features = body.list("features", value -> value.text());
        body.requireAllTaken();
        Principal principal = Principal.parse(call.place("member"));
        FeatureGroupSpec spec = call.store()
                .featureGroup(call.place("group"), call.number("version"))
                .spec();
        return Answer.json(json(of(call).grant(call.caller().require(), call.project(), principal, spec, features)));
    }

    private static Answer withdraw(Call call) {
        Principal principal = Principal.parse(call.place("member"));
        return Answer.json(json(of(call).withdraw(call.caller().require(), call.project(), principal, group(call))));
    }

    private static Answer accounts(Call call) {
        return Answer.json(Json.page(
                call,
                call.services().access().serviceAccounts().list(call.caller().require(), call.project()),
                MemberOperations::json));
    }

    private static ObjectNode json(ServiceAccount account) {
        return Json.object()
                .put("principal", account.principal().text())
                .put("description", account.description())
                .put("state", account.state().name().toLowerCase(Locale.ROOT))
                .put("created", account.created().toString());
    }

    private static Answer createAccount(Call call) {
        JsonObject body = call.json();
        String name = body.text("name");
        String description = body.findText("description");
        body.requireAllTaken();
        return Answer.created(json(call.services()
                .access()
                .serviceAccounts()
                .create(call.caller().require(), call.project(), name, description)));
    }

    private static Answer removeAccount(Call call) {
        call.services()
                .access()
                .serviceAccounts()
                .remove(call.caller().require(), call.project(), call.place("account"));
        return Answer.done();
    }
}
