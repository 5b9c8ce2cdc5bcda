package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.Secret;
import io.shearwater.access.Secret.Visibility;
import io.shearwater.access.SecretValue;
import io.shearwater.gate.Action;
import java.util.List;

/** What a project keeps encrypted: for its owners, and for each member alone. */
final class SecretOperations {
    private SecretOperations() {}

    static List<Operation> list() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                PROJECT + "/secrets",
                                Action.READ_OWN_SECRETS,
                                "The secrets that one can read, without their values",
                                call -> Answer.json(Json.page(
                                        call,
                                        call.services()
                                                .secrets()
                                                .list(call.caller().require(), call.project()),
                                        SecretOperations::json))))
                        .givesPage("Secret"),
                read("/secrets/project/{secret}", Action.READ_SECRETS, Visibility.PROJECT),
                write("/secrets/project/{secret}", Action.CHANGE_SECRETS, Visibility.PROJECT),
                remove("/secrets/project/{secret}", Action.CHANGE_SECRETS, Visibility.PROJECT),
                read("/secrets/own/{secret}", Action.READ_OWN_SECRETS, Visibility.PRIVATE),
                write("/secrets/own/{secret}", Action.CHANGE_OWN_SECRETS, Visibility.PRIVATE),
                remove("/secrets/own/{secret}", Action.CHANGE_OWN_SECRETS, Visibility.PRIVATE));
    }

    private static Operation read(String path, Action action, Visibility visibility) {
        return Operation.of(Verb.GET, PROJECT + path, action, "The value of a secret", call -> {
                    SecretValue value = call.services()
                            .secrets()
                            .read(call.caller().require(), call.project(), call.place("secret"), visibility);
                    return Answer.json(Json.object().put("value", value.reveal()));
                })
                .gives("SecretValue");
    }

    private static Operation write(String path, Action action, Visibility visibility) {
        return Operation.of(
                        Verb.PUT,
                        PROJECT + path,
                        action,
                        "Write a secret, in the place of one of this name",
                        call -> written(call, visibility))
                .takes("SecretValue")
                .gives("Secret");
    }

    private static Answer written(Call call, Visibility visibility) {
        var body = call.json();
        SecretValue value = SecretValue.of(body.text("value"));
        body.requireAllTaken();
        return Answer.json(json(call.services()
                .secrets()
                .put(call.caller().require(), call.project(), call.place("secret"), visibility, value)));
    }

    private static Operation remove(String path, Action action, Visibility visibility) {
        return Operation.of(Verb.DELETE, PROJECT + path, action, "Remove a secret", call -> {
            call.services().secrets().remove(call.caller().require(), call.project(), call.place("secret"), visibility);
            return Answer.done();
        });
    }

    private static ObjectNode json(Secret secret) {
        return Json.object()
                .put("name", secret.name())
                .put("visibility", secret.visibility() == Visibility.PROJECT ? "project" : "own")
                .put("changed", secret.changed().toString())
                .put("changed_by", secret.changedBy());
    }
}
