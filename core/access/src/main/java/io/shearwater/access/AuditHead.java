package io.shearwater.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.RegistryStore;
import java.util.List;
import java.util.Optional;

/**
 * What the registry knows of the log: where it begins and how far it has come, so that neither end can be cut off unnoticed.
 * Immutable.
 *
 * @param start the place before the first entry that is kept
 * @param last the place after the last entry that is known to be on the disk
 */
record AuditHead(AuditChain start, AuditChain last) {
    private static final DefinitionKey KEY =
            new DefinitionKey(DefinitionKey.STORE, DefinitionKey.Kind.AUDIT_HEAD, "audit", 0);

    static AuditHead read(RegistryStore store) {
        Optional<Definition> stored = store.read(registry -> registry.find(KEY));
        return stored.map(AuditHead::parse).orElse(new AuditHead(AuditChain.BEGINNING, AuditChain.BEGINNING));
    }

    private static AuditHead parse(Definition stored) {
        Json json = Json.parse(KEY, stored.json());
        return new AuditHead(place(json.node("start")), place(json.node("last")));
    }

    private static AuditChain place(JsonNode node) {
        return new AuditChain(node.path("number").asLong(), node.path("sha256").asText());
    }

    void write(RegistryStore store, String action) {
        var json = Json.object();
        json.putObject("start").put("number", start.number()).put("sha256", start.hash());
        json.putObject("last").put("number", last.number()).put("sha256", last.hash());
        store.change(new Actor(Principal.OPERATOR), tx -> {
            long revision = tx.find(KEY).map(Definition::revision).orElse(0L);
            tx.audit(DefinitionKey.STORE, action, "entry " + last.number());
            return tx.put(new Definition(KEY, json.toString(), revision, List.of()));
        });
    }

    AuditHead reaching(AuditChain place) {
        return new AuditHead(start, place);
    }

    AuditHead startingAt(AuditChain place) {
        return new AuditHead(place, last);
    }
}
