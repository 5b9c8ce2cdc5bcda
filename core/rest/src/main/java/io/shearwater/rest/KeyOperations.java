package io.shearwater.rest;

import static io.shearwater.rest.Operations.ROOT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.ApiKey;
import io.shearwater.access.Authenticated;
import io.shearwater.access.IssuedKey;
import io.shearwater.access.KeyRequest;
import io.shearwater.access.Permission;
import io.shearwater.access.Principal;
import io.shearwater.access.Scope;
import io.shearwater.access.User;
import io.shearwater.gate.Action;
import io.shearwater.wire.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Users, and the API keys of users and service accounts. */
final class KeyOperations {
    private KeyOperations() {}

    static List<Operation> list() {
        return List.of(
                Page.paged(Operation.of(
                                        Verb.GET,
                                        ROOT + "/keys",
                                        Action.LIST_KEYS,
                                        "One's own keys, or those of a service account; never their secrets",
                                        KeyOperations::keys)
                                .parameter("principal", "string", "Whose; one's own by itself"))
                        .givesPage("ApiKey"),
                Operation.of(
                                Verb.POST,
                                ROOT + "/keys",
                                Action.CHANGE_KEYS,
                                "Make a key; its secret is in this answer and nowhere else",
                                KeyOperations::create)
                        .takes("NewKey")
                        .creates("IssuedKey"),
                Operation.of(
                                Verb.POST,
                                ROOT + "/keys/{key}/rotate",
                                Action.CHANGE_KEYS,
                                "Give a key a new secret; the old one is valid for a grace period",
                                KeyOperations::rotate)
                        .parameter(
                                "grace",
                                "string",
                                "How long the old secret stays valid, such as PT1H; not at all by itself")
                        .gives("IssuedKey"),
                Operation.of(
                        Verb.DELETE,
                        ROOT + "/keys/{key}",
                        Action.CHANGE_KEYS,
                        "Revoke a key, from now on",
                        KeyOperations::revoke),
                Page.paged(Operation.of(
                                Verb.GET, ROOT + "/users", Action.LIST_USERS, "The users", KeyOperations::users))
                        .givesPage("User"),
                Operation.of(
                                Verb.PUT,
                                ROOT + "/users/{user}",
                                Action.CHANGE_USERS,
                                "Register a user, enable or disable one, make one an administrator or no longer",
                                KeyOperations::putUser)
                        .takes("UserState")
                        .gives("User"),
                Operation.of(
                        Verb.DELETE,
                        ROOT + "/users/{user}",
                        Action.CHANGE_USERS,
                        "Remove a user, the memberships and the keys",
                        KeyOperations::removeUser));
    }

    private static Answer keys(Call call) {
        Authenticated who = call.caller().require();
        Principal principal = call.query("principal").map(Principal::parse).orElse(who.principal());
        return Answer.json(Json.page(call, call.services().access().keys().list(who, principal), KeyOperations::json));
    }

    private static ObjectNode json(ApiKey key) {
        ObjectNode node = Json.object()
                .put("id", key.id())
                .put("principal", key.principal().text())
                .put("label", key.label())
                .put("created_by", key.createdBy())
                .put("issued", key.issued().toString())
                .put("expires", key.expires().toString());
        key.scope().project().ifPresent(project -> node.put("project", project));
        key.scope()
                .permissions()
                .ifPresent(permissions -> node.set(
                        "permissions",
                        Json.texts(permissions.stream()
                                .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                                .toList())));
        key.formerSecretUntil().ifPresent(until -> node.put("former_secret_until", until.toString()));
        key.revoked().ifPresent(at -> node.put("revoked", at.toString()));
        return node;
    }

    private static ObjectNode json(IssuedKey issued) {
        return json(issued.key()).put("secret", issued.text());
    }

    private static Answer create(Call call) {
        JsonObject body = call.json();
        Authenticated who = call.caller().require();
        Principal principal = body.find("principal")
                .map(value -> Principal.parse(value.text()))
                .orElse(who.principal());
        Optional<Set<Permission>> permissions = body.find("permissions").map(list -> permissions(list.texts()));
        Scope scope = new Scope(body.find("project").map(value -> value.text()), permissions);
        Optional<Duration> life = body.find("life").map(value -> Durations.parse("life", value.text()));
        String label = body.findText("label");
        body.requireAllTaken();
        return Answer.created(
                json(call.services().access().keys().create(who, new KeyRequest(principal, label, scope, life))));
    }

    private static Set<Permission> permissions(List<String> names) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        names.forEach(name -> permissions.add(Permission.parse(name)));
        return permissions;
    }

    private static Answer rotate(Call call) {
        Duration grace =
                call.query("grace").map(text -> Durations.parse("grace", text)).orElse(Duration.ZERO);
        return Answer.json(
                json(call.services().access().keys().rotate(call.caller().require(), call.place("key"), grace)));
    }

    private static Answer revoke(Call call) {
        call.services().access().keys().revoke(call.caller().require(), call.place("key"));
        return Answer.done();
    }

    private static Answer users(Call call) {
        return Answer.json(Json.page(
                call, call.services().access().users().list(call.caller().require()), KeyOperations::json));
    }

    private static ObjectNode json(User user) {
        return Json.object()
                .put("name", user.name())
                .put("standing", user.standing().name().toLowerCase(Locale.ROOT))
                .put("state", user.state().name().toLowerCase(Locale.ROOT))
                .put("created", user.created().toString());
    }

    private static Answer putUser(Call call) {
        JsonObject body = call.json();
        Optional<User.Standing> standing = body.find("standing").map(value -> value.choice(User.Standing.class));
        Optional<User.State> state = body.find("state").map(value -> value.choice(User.State.class));
        body.requireAllTaken();
        Authenticated who = call.caller().require();
        var users = call.services().access().users();
        String name = call.place("user");
        User user = users.find(who, name).orElseGet(() -> users.register(who, name));
        if (standing.isPresent() && standing.get() != user.standing()) {
            user = switch (standing.get()) {
                case ADMINISTRATOR -> users.appoint(who, name);
                case MEMBER -> users.dismiss(who, name);
            };
        }
        if (state.isPresent() && state.get() != user.state()) {
            user = switch (state.get()) {
                case ENABLED -> users.enable(who, name);
                case DISABLED -> users.disable(who, name);
            };
        }
        return Answer.json(json(user));
    }

    private static Answer removeUser(Call call) {
        call.services().access().users().remove(call.caller().require(), call.place("user"));
        return Answer.done();
    }
}
