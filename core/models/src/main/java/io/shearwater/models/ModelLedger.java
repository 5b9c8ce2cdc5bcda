package io.shearwater.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.RegisteredModel;
import io.shearwater.learning.Validation;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.Json;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Models and their versions in the registry. A version is written down before its files are, without content, and again when it is
 * complete, so that what a crash left behind can be found. Thread-safe.
 */
final class ModelLedger {
    /** What a version says whose files are not complete. */
    private static final String PENDING = "{\"pending\":true}";

    private final Registry registry;

    ModelLedger(Registry registry) {
        this.registry = registry;
    }

    /** Writes down that a version is being made, of a number that was never given out. */
    ModelRef begin(String name) {
        return registry.store().change(registry.actor(), tx -> {
            DefinitionKey model = modelKey(name);
            if (tx.find(model).isEmpty()) {
                tx.put(new Definition(model, write("", new TreeMap<>()), 0, List.of()));
            }
            ModelRef ref = new ModelRef(name, Math.toIntExact(tx.nextNumber(registry.project(), "model:" + name)));
            tx.put(new Definition(key(ref), PENDING, 0, List.of(model)));
            tx.audit(registry.project(), "begin to register", key(ref).toString());
            return ref;
        });
    }

    /** Forgets a version that was begun. */
    void abandon(ModelRef ref) {
        registry.store().change(registry.actor(), tx -> {
            tx.remove(key(ref));
            tx.audit(registry.project(), "give up registering", key(ref).toString());
            return ref;
        });
    }

    /** A version that was begun is there from now on. */
    void complete(ModelVersion model) {
        registry.store().change(registry.actor(), tx -> {
            long revision = tx.find(key(model.ref())).map(Definition::revision).orElse(0L);
            put(tx, model, revision);
            tx.audit(registry.project(), "register", key(model.ref()).toString());
            return model;
        });
    }

    private void put(RegistryTransaction tx, ModelVersion model, long revision) {
        List<DefinitionKey> needed = new ArrayList<>();
        needed.add(modelKey(model.name()));
        model.origin().view().ifPresent(view -> {
            needed.add(registry.key(view));
            model.origin().trainingDataset().ifPresent(version -> needed.add(trainingKey(view, version)));
        });
        model.validations().stream()
                .map(Validation::data)
                .map(data -> trainingKey(data.view(), data.trainingDataset()))
                .filter(key -> !needed.contains(key))
                .distinct()
                .forEach(needed::add);
        tx.put(new Definition(key(model.ref()), ModelJson.write(model), revision, needed));
    }

    private DefinitionKey trainingKey(ViewRef view, int version) {
        return new DefinitionKey(
                registry.project(), Kind.TRAINING_DATASET, view.name() + "__" + view.version(), version);
    }

    /** Changes what may change of a version. */
    ModelVersion change(ModelRef ref, String action, UnaryOperator<ModelVersion> change) {
        return registry.store().change(registry.actor(), tx -> {
            Definition stored =
                    tx.find(key(ref)).filter(ModelLedger::isComplete).orElseThrow(() -> missing(tx, ref));
            ModelVersion next = change.apply(ModelJson.read(ref, stored.json()));
            put(tx, next, stored.revision());
            tx.audit(registry.project(), action, key(ref).toString());
            return next;
        });
    }

    /** Changes the aliases of a model. */
    RegisteredModel changeAliases(String name, String action, UnaryOperator<SortedMap<String, Integer>> change) {
        return registry.store().change(registry.actor(), tx -> {
            RegisteredModel stored = registered(tx, name);
            Definition definition = tx.find(modelKey(name)).orElseThrow();
            SortedMap<String, Integer> next = change.apply(new TreeMap<>(stored.aliases()));
            tx.put(new Definition(
                    definition.key(), write(stored.description(), next), definition.revision(), List.of()));
            tx.audit(registry.project(), action, definition.key().toString());
            return registered(tx, name);
        });
    }

    /** Takes a version out with its aliases, if nothing depends on it. */
    void remove(ModelRef ref) {
        registry.store().change(registry.actor(), tx -> {
            if (find(tx, ref).isEmpty()) {
                throw missing(tx, ref);
            }
            Definition model = tx.find(modelKey(ref.name())).orElseThrow();
            RegisteredModel stored = registered(tx, ref.name());
            registry.remove(tx, key(ref));
            SortedMap<String, Integer> kept = new TreeMap<>(stored.aliases());
            kept.values().removeIf(version -> version == ref.version());
            tx.put(new Definition(model.key(), write(stored.description(), kept), model.revision(), List.of()));
            tx.audit(registry.project(), "delete", key(ref).toString());
            return ref;
        });
    }

    Optional<ModelVersion> find(ModelRef ref) {
        return registry.store().read(reader -> find(reader, ref));
    }

    private Optional<ModelVersion> find(RegistryReader reader, ModelRef ref) {
        return reader.find(key(ref))
                .filter(ModelLedger::isComplete)
                .map(definition -> ModelJson.read(ref, definition.json()));
    }

    ModelVersion get(ModelRef ref) {
        return registry.store().read(reader -> find(reader, ref).orElseThrow(() -> missing(reader, ref)));
    }

    /** The complete versions of a model, ascending; none where there is no such model. */
    List<ModelVersion> versions(String name) {
        return registry.store().read(reader -> versions(reader, name));
    }

    private List<ModelVersion> versions(RegistryReader reader, String name) {
        return reader.versions(registry.project(), Kind.MODEL_VERSION, name).stream()
                .filter(ModelLedger::isComplete)
                .map(definition -> ModelJson.read(ref(definition.key()), definition.json()))
                .toList();
    }

    RegisteredModel registered(String name) {
        return registry.store().read(reader -> registered(reader, name));
    }

    private RegisteredModel registered(RegistryReader reader, String name) {
        List<Integer> versions =
                versions(reader, name).stream().map(ModelVersion::version).toList();
        Definition model = reader.find(modelKey(name))
                .filter(definition -> !versions.isEmpty())
                .orElseThrow(() -> missing(reader, name));
        JsonNode node = Json.parse(model.json());
        SortedMap<String, Integer> aliases = new TreeMap<>();
        ModelJson.readTexts(node, "aliases").forEach((alias, version) -> aliases.put(alias, Integer.valueOf(version)));
        return new RegisteredModel(name, Json.text(node, "description"), aliases, versions);
    }

    /** Models that have a version, by name. */
    List<RegisteredModel> list() {
        return registry.store()
                .read(reader -> names(reader).stream()
                        .map(name -> registered(reader, name))
                        .toList());
    }

    private List<String> names(RegistryReader reader) {
        return reader.list(registry.project(), Kind.MODEL_VERSION).stream()
                .filter(ModelLedger::isComplete)
                .map(definition -> definition.key().name())
                .distinct()
                .toList();
    }

    /** Versions that were begun and are not complete. */
    List<ModelRef> pending() {
        return registry.store().read(reader -> reader.list(registry.project(), Kind.MODEL_VERSION)).stream()
                .filter(definition -> !isComplete(definition))
                .map(definition -> ref(definition.key()))
                .toList();
    }

    /** The names of deployments that serve a version. */
    List<String> deployments(ModelRef ref) {
        return registry.dependants(key(ref)).stream()
                .filter(dependant -> dependant.kind() == Kind.DEPLOYMENT)
                .map(DefinitionKey::name)
                .toList();
    }

    DefinitionKey key(ModelRef ref) {
        return new DefinitionKey(registry.project(), Kind.MODEL_VERSION, ref.name(), ref.version());
    }

    private DefinitionKey modelKey(String name) {
        return new DefinitionKey(registry.project(), Kind.MODEL, name, 0);
    }

    private static ModelRef ref(DefinitionKey key) {
        return new ModelRef(key.name(), key.version());
    }

    private static boolean isComplete(Definition definition) {
        return !definition.json().equals(PENDING);
    }

    private static String write(String description, SortedMap<String, Integer> aliases) {
        ObjectNode node = Json.object().put("description", description);
        ObjectNode named = Json.object();
        aliases.forEach(named::put);
        node.set("aliases", named);
        return node.toString();
    }

    private ShearwaterException missing(RegistryReader reader, ModelRef ref) {
        List<Integer> versions =
                versions(reader, ref.name()).stream().map(ModelVersion::version).toList();
        return versions.isEmpty()
                ? missing(reader, ref.name())
                : LearningError.NOT_FOUND.because("The model '" + ref.name() + "' has no version " + ref.version()
                        + "; it has " + versions + ".");
    }

    private ShearwaterException missing(RegistryReader reader, String name) {
        Collection<String> names = names(reader);
        return LearningError.NOT_FOUND.because("There is no model '" + name + "' in the project '" + registry.project()
                + "'" + (names.isEmpty() ? "; there is none at all yet." : "; there are " + names + ".")
                + Names.didYouMean(name, names));
    }
}
