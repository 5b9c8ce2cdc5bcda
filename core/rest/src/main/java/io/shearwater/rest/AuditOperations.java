package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;
import static io.shearwater.rest.Operations.ROOT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.AuditEntry;
import io.shearwater.access.AuditEvent.Outcome;
import io.shearwater.access.AuditFilter;
import io.shearwater.access.AuditVerdict;
import io.shearwater.gate.Action;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was done and what was denied, by whom. */
final class AuditOperations {
    private static final int USUAL = 100;
    private static final int MOST = 10_000;

    private AuditOperations() {}

    static List<Operation> list() {
        return List.of(
                filtered(Operation.of(
                                Verb.GET,
                                PROJECT + "/audit",
                                Action.READ_AUDIT,
                                "What was done in the project, the newest first",
                                call -> entries(call, Optional.of(call.project()))))
                        .gives("Audit"),
                filtered(Operation.of(
                                Verb.GET,
                                ROOT + "/audit",
                                Action.READ_SERVER_AUDIT,
                                "What was done on the server, the newest first",
                                call -> entries(call, call.query("project"))))
                        .parameter("project", "string", "Of this project")
                        .gives("Audit"),
                Operation.of(
                                Verb.GET,
                                ROOT + "/audit/check",
                                Action.READ_SERVER_AUDIT,
                                "Whether the audit is as it was written",
                                AuditOperations::check)
                        .gives("AuditVerdict"));
    }

    private static Operation filtered(Operation operation) {
        return operation
                .parameter("principal", "string", "By this user or service account")
                .parameter("action", "string", "This action, or those that begin so: rows.*")
                .parameter("asset", "string", "On this, or on what begins so: feature_group:cards/*")
                .parameter("outcome", "string", "allowed, denied or failed")
                .parameter("from", "string", "At this instant or later")
                .parameter("until", "string", "Before this instant")
                .parameter("before", "integer", "Entries with a smaller number: the last of the page before")
                .parameter("limit", "integer", "How many at most; " + USUAL + " by itself");
    }

    private static Answer entries(Call call, Optional<String> project) {
        AuditFilter filter = new AuditFilter(
                project,
                call.query("principal"),
                call.query("action"),
                call.query("asset"),
                call.query("outcome").map(AuditOperations::outcome),
                Times.of(call, "from"),
                Times.of(call, "until"),
                call.queryNumber("before", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE),
                call.queryNumber("limit", 1, MOST).orElse((long) USUAL).intValue());
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        call.services().audit().query(filter).forEach(entry -> items.add(json(entry)));
        return Answer.json(node);
    }

    private static Outcome.Kind outcome(String text) {
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw RestError.BAD_PARAMETER.because(
                "'outcome' is '" + Texts.shown(text) + "'; it is allowed, denied or failed.");
    }

    private static ObjectNode json(AuditEntry entry) {
        var event = entry.event();
        ObjectNode node = Json.object()
                .put("number", entry.number())
                .put("at", event.at().toString())
                .put("principal", event.principal())
                .put("action", event.action())
                .put("outcome", event.outcome().kind().name().toLowerCase(Locale.ROOT));
        put(node, "code", event.outcome().code());
        put(node, "project", event.project());
        put(node, "asset", event.asset());
        put(node, "request", event.request());
        put(node, "key", event.key());
        put(node, "remote", event.remote());
        event.details().forEach(node::put);
        return node;
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    private static Answer check(Call call) {
        AuditVerdict verdict = call.services().audit().verify();
        ObjectNode node = Json.object().put("whole", verdict.isWhole());
        verdict.fault()
                .ifPresent(fault ->
                        node.putObject("fault").put("number", fault.number()).put("what", fault.what()));
        return Answer.json(node);
    }
}
