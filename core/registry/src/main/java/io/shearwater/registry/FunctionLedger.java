package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions of users that a project's groups and views call, each version with the digest of its code. Immutable. */
record FunctionLedger(String project) {
    /**
     * Registers the functions of calls; those that are built in need none. What nothing calls any more can be given another
     * body.
     *
     * @return the keys of the functions
     * @throws io.shearwater.model.ShearwaterException CHANGED_FUNCTION for another body under a version that is in use
     */
    List<DefinitionKey> register(RegistryTransaction tx, List<TransformationCall> calls) {
        return calls.stream()
                .map(TransformationCall::function)
                .filter(function -> !function.isBuiltIn())
                .map(function -> register(tx, function))
                .distinct()
                .toList();
    }

    private DefinitionKey register(RegistryTransaction tx, FunctionRef function) {
        DefinitionKey key = new DefinitionKey(project, Kind.TRANSFORMATION, function.name(), function.version());
        Optional<Definition> stored = tx.find(key);
        String json = write(function);
        boolean same = stored.map(known -> known.json().equals(json)).orElse(false);
        if (same) {
            return key;
        }
        List<DefinitionKey> callers = stored.isPresent() ? tx.dependants(key) : List.of();
        if (!callers.isEmpty()) {
            throw RegistryError.CHANGED_FUNCTION.because("The transformation '" + function.name() + "' version "
                    + function.version() + " is registered with another body, which " + callers
                    + " use. Give the changed one version " + (function.version() + 1) + ".");
        }
        long revision = stored.map(Definition::revision).orElse(0L);
        tx.put(new Definition(key, json, revision, List.of()));
        return key;
    }

    private static String write(FunctionRef function) {
        return Json.object()
                .put("name", function.name())
                .put("version", function.version())
                .put("code", function.code())
                .put("digest", function.digest())
                .toString();
    }

    static FunctionRef read(Definition definition) {
        JsonNode node = Json.parse(definition.json());
        return new FunctionRef(
                Json.text(node, "name"),
                Json.integer(node, "version"),
                Json.text(node, "code"),
                Json.text(node, "digest"),
                Map.of());
    }
}
