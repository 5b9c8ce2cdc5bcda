package io.shearwater.serving;

import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.Variant;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deployments in the registry. They depend on the models and views of what they serve and what they would go back to. Thread-safe. */
final class DeploymentLedger {
    private final Registry registry;

    DeploymentLedger(Registry registry) {
        this.registry = registry;
    }

    DeploymentRecord put(DeploymentRecord deployment, String action) {
        DefinitionKey key = key(deployment.spec().name());
        Set<DefinitionKey> needed = new LinkedHashSet<>(needed(deployment.spec()));
        deployment.previous().ifPresent(previous -> needed.addAll(needed(previous)));
        return registry.store().change(registry.actor(), tx -> {
            Definition stored = tx.put(
                    new Definition(key, DeploymentJson.write(deployment), deployment.revision(), List.copyOf(needed)));
            tx.audit(registry.project(), action, key.toString());
            return DeploymentJson.read(stored.json(), stored.revision());
        });
    }

    private List<DefinitionKey> needed(DeploymentSpec spec) {
        List<DefinitionKey> needed = new ArrayList<>();
        for (Variant.Part part : spec.routing().parts()) {
            switch (part) {
                case ModelRef model ->
                    needed.add(
                            new DefinitionKey(registry.project(), Kind.MODEL_VERSION, model.name(), model.version()));
                case Variant.Vectors vectors -> {
                    needed.add(registry.key(vectors.view()));
                    vectors.trainingDataset().ifPresent(version -> needed.add(registry.key(vectors.view(), version)));
                }
            }
        }
        return needed;
    }

    Optional<DeploymentRecord> find(String name) {
        return registry.store()
                .read(reader -> reader.find(key(name)))
                .map(stored -> DeploymentJson.read(stored.json(), stored.revision()));
    }

    List<DeploymentRecord> list() {
        return registry.store().read(reader -> reader.list(registry.project(), Kind.DEPLOYMENT)).stream()
                .map(stored -> DeploymentJson.read(stored.json(), stored.revision()))
                .toList();
    }

    void remove(String name) {
        registry.store().change(registry.actor(), tx -> {
            registry.remove(tx, key(name));
            tx.audit(registry.project(), "remove", key(name).toString());
            return name;
        });
    }

    ShearwaterException missing(String name) {
        List<String> names = list().stream().map(record -> record.spec().name()).toList();
        return LearningError.NOT_FOUND.because("There is no deployment '" + name + "' in the project '"
                + registry.project() + "'"
                + (names.isEmpty() ? "; there is none at all yet." : "; there are " + names + ".")
                + Names.didYouMean(name, names));
    }

    private DefinitionKey key(String name) {
        return new DefinitionKey(registry.project(), Kind.DEPLOYMENT, name, 0);
    }
}
