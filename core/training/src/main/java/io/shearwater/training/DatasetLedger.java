package io.shearwater.training;

import io.shearwater.model.TrainingDataset;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.Lease;
import io.shearwater.spi.RegistryTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The versions of training data in the registry. A version is written down before anything is held for it and again when it
 * is complete, so that what a crash left behind can be found: a version without parts whose lease nobody holds. Thread-safe.
 */
final class DatasetLedger {
    private final Registry registry;

    DatasetLedger(Registry registry) {
        this.registry = registry;
    }

    /** What the tags and rows of a version are called in other stores. */
    static String tag(ViewRef view, int version) {
        return "training__" + name(view) + "__" + version;
    }

    private static String name(ViewRef view) {
        return view.name() + "__" + view.version();
    }

    /** A version number that was never given out before. */
    int nextVersion(ViewRef view) {
        return registry.store().change(registry.actor(), tx -> {
            int number = Math.toIntExact(tx.nextNumber(registry.project(), "training:" + name(view)));
            tx.audit(
                    registry.project(),
                    "number training dataset",
                    key(view, number).toString());
            return number;
        });
    }

    /** Writes a version down as it has become. */
    void put(TrainingDataset dataset, String action) {
        registry.store().change(registry.actor(), tx -> {
            put(tx, dataset, action);
            return dataset;
        });
    }

    private void put(RegistryTransaction tx, TrainingDataset dataset, String action) {
        DefinitionKey key = key(dataset.view(), dataset.version());
        long revision = tx.find(key).map(Definition::revision).orElse(0L);
        tx.put(new Definition(key, DatasetJson.write(dataset), revision, List.of(registry.key(dataset.view()))));
        tx.audit(registry.project(), action + " training dataset", key.toString());
    }

    void remove(TrainingDataset dataset) {
        DefinitionKey key = key(dataset.view(), dataset.version());
        registry.store().change(registry.actor(), tx -> {
            registry.remove(tx, key);
            tx.audit(registry.project(), "delete training dataset", key.toString());
            return key;
        });
    }

    /** Refuses if something depends on the version. */
    void requireFree(TrainingDataset dataset) {
        registry.store().read(reader -> {
            registry.requireFree(reader, key(dataset.view(), dataset.version()), "deleted");
            return dataset;
        });
    }

    /** A version, complete or not. */
    Optional<TrainingDataset> find(ViewRef view, int version) {
        return registry.store()
                .read(reader -> reader.find(key(view, version)))
                .map(definition -> DatasetJson.read(definition.json()));
    }

    /** All versions of a view, complete or not, oldest first. */
    List<TrainingDataset> all(ViewRef view) {
        return registry
                .store()
                .read(reader -> reader.versions(registry.project(), Kind.TRAINING_DATASET, name(view)))
                .stream()
                .map(definition -> DatasetJson.read(definition.json()))
                .toList();
    }

    /**
     * The right to make or delete a version.
     *
     * @throws io.shearwater.model.ShearwaterException LEASE_BUSY when somebody has it
     */
    Lease claim(ViewRef view, int version) {
        return registry.store().acquire(registry.project() + "/" + tag(view, version), Duration.ZERO);
    }

    void giveBack(Lease lease) {
        registry.store().release(lease);
    }

    private DefinitionKey key(ViewRef view, int version) {
        return registry.key(view, version);
    }
}
