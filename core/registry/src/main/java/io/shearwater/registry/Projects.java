package io.shearwater.registry;

import io.shearwater.model.Names;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The projects of a store. Thread-safe. */
public final class Projects {
    /** What a project has to be rid of before it is deleted. */
    private static final List<Kind> KEEPING =
            List.of(Kind.DEPLOYMENT, Kind.MODEL_VERSION, Kind.TRAINING_DATASET, Kind.FEATURE_VIEW, Kind.FEATURE_GROUP);

    private final RegistryStore store;
    private final Actors actors;

    public Projects(RegistryStore store, Actors actors) {
        this.store = store;
        this.actors = actors;
    }

    /** Their names, ascending. */
    public List<String> names() {
        return store.read(Projects::names);
    }

    private static List<String> names(RegistryReader registry) {
        return registry.projects().stream()
                .filter(name -> isThere(registry, name))
                .toList();
    }

    private static boolean isThere(RegistryReader registry, String name) {
        return registry.find(key(name)).isPresent();
    }

    private static DefinitionKey key(String name) {
        return new DefinitionKey(name, Kind.PROJECT, name, 0);
    }

    public boolean isThere(String name) {
        return store.read(registry -> isThere(registry, name));
    }

    /**
     * Checks that there is a project.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name
     */
    public void require(String name) {
        store.read(registry -> {
            requireThere(registry, name);
            return name;
        });
    }

    private static void requireThere(RegistryReader registry, String name) {
        if (!isThere(registry, name)) {
            List<String> known = names(registry);
            throw RegistryError.NOT_FOUND.because("There is no project '" + name + "'."
                    + Names.didYouMean(name, known)
                    + (known.isEmpty() ? " There is none at all yet: create one." : ""));
        }
    }

    /**
     * Makes a project.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_NAME, ALREADY_EXISTS
     */
    public void create(String name) {
        Names.check("project", name);
        store.change(actors.current(), tx -> {
            if (isThere(tx, name)) {
                throw RegistryError.ALREADY_EXISTS.because(
                        "The project '" + name + "' exists. Open it, or choose another name.");
            }
            tx.audit(name, "create project", name);
            return tx.put(new Definition(key(name), "{}", 0, List.of()));
        });
    }

    /**
     * Deletes a project with its experiments and runs.
     *
     * @throws io.shearwater.model.ShearwaterException STILL_NEEDED while it has groups, views, training data, models or
     *     deployments, naming them; NOT_FOUND
     */
    public void delete(String name) {
        store.change(actors.current(), tx -> {
            requireThere(tx, name);
            requireEmpty(tx, name);
            for (Kind kind : Kind.values()) {
                tx.list(name, kind).forEach(definition -> remove(tx, definition.key()));
            }
            tx.audit(name, "delete project", name);
            return name;
        });
    }

    private static void remove(RegistryTransaction tx, DefinitionKey key) {
        if (key.kind() == Kind.SHARE) {
            // The owner's audit says who can read its groups, and until when.
            tx.find(key)
                    .map(ShareJson::read)
                    .ifPresent(share -> tx.audit(
                            share.owner(),
                            "unshare",
                            "feature group '" + key.name() + "' version " + key.version() + " with project '"
                                    + key.project() + "', which was deleted"));
        }
        if (key.kind() == Kind.RUN) {
            tx.forgetMeasurements(key.project(), "run:" + key.name());
        }
        tx.remove(key);
    }

    private static void requireEmpty(RegistryReader registry, String name) {
        List<String> left = new ArrayList<>();
        for (Kind kind : KEEPING) {
            registry.list(name, kind)
                    .forEach(definition -> left.add(definition.key().toString()));
        }
        if (!left.isEmpty()) {
            throw RegistryError.STILL_NEEDED.because(String.format(
                    Locale.ROOT,
                    "The project '%s' cannot be deleted: it has the %s. Delete %s first.",
                    name,
                    Registry.shown(left),
                    left.size() == 1 ? "it" : "them"));
        }
    }
}
