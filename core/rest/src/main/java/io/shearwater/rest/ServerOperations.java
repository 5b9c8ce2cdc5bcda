package io.shearwater.rest;

import io.shearwater.gate.Action;
import io.shearwater.gate.Meters;
import java.util.List;

/** Of the server as a whole: how it is. */
final class ServerOperations {
    private final Services services;

    ServerOperations(Services services) {
        this.services = services;
    }

    List<Operation> list() {
        return List.of(
                Operation.of(Verb.GET, "/health/live", Action.OPEN, "Whether the process runs", call -> status("live"))
                        .gives("Health"),
                Operation.of(
                                Verb.GET,
                                "/health/ready",
                                Action.OPEN,
                                "Whether requests are answered; 503 while the server starts or ends",
                                call -> ready())
                        .gives("Health")
                        .or(503),
                Operation.of(
                                Verb.GET,
                                "/metrics",
                                Action.READ_METRICS,
                                "What was counted and timed, in the form of Prometheus",
                                call -> new Answer.Streamed(
                                        Meters.MEDIA_TYPE, services.gate().meters()::write))
                        .gives("Text"));
    }

    private Answer ready() {
        boolean ready = !services.gate().isEnding() && services.projects().ready();
        return ready ? status("ready") : new Answer.Json(503, Json.object().put("status", "not ready"));
    }

    private static Answer status(String text) {
        return Answer.json(Json.object().put("status", text));
    }
}
