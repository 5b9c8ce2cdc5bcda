package io.shearwater.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Entries of the log as JSON; docs/format/audit.md has their members. */
final class AuditJson {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AuditJson() {}

    /** One line, without its end. */
    static byte[] write(AuditEntry entry) {
        AuditEvent event = entry.event();
        ByteArrayOutputStream out = new ByteArrayOutputStream(300);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("n", entry.number());
            json.writeStringField("at", event.at().toString());
            write(json, "request", event.request());
            write(json, "principal", event.principal());
            write(json, "key", event.key());
            write(json, "project", event.project());
            write(json, "action", event.action());
            write(json, "asset", event.asset());
            json.writeStringField("outcome", Words.lower(event.outcome().kind()));
            write(json, "code", event.outcome().code());
            write(json, "remote", event.remote());
            if (!event.details().isEmpty()) {
                json.writeObjectFieldStart("details");
                for (Map.Entry<String, String> detail : event.details().entrySet()) {
                    json.writeStringField(detail.getKey(), detail.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    /** The entry, or nothing if these bytes are none. */
    static Optional<AuditEntry> read(byte[] bytes, int from, int to) {
        try {
            JsonNode json = MAPPER.readTree(bytes, from, to - from);
            Map<String, String> details = new LinkedHashMap<>();
            json.path("details")
                    .properties()
                    .forEach(detail ->
                            details.put(detail.getKey(), detail.getValue().asText()));
            AuditEvent.Outcome outcome = new AuditEvent.Outcome(
                    AuditEvent.Outcome.Kind.valueOf(
                            json.path("outcome").asText().toUpperCase(Locale.ROOT)),
                    json.path("code").asText());
            AuditEvent event = new AuditEvent(
                    Instant.parse(json.path("at").asText()),
                    json.path("request").asText(),
                    json.path("principal").asText(),
                    json.path("key").asText(),
                    json.path("project").asText(),
                    json.path("action").asText(),
                    json.path("asset").asText(),
                    outcome,
                    json.path("remote").asText(),
                    details);
            return Optional.of(new AuditEntry(json.path("n").asLong(), event));
        } catch (IOException | DateTimeException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
