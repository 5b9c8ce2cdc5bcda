package io.shearwater.registry;

import io.shearwater.model.Aggregation;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The feature groups of other projects that one may read. Thread-safe. */
final class Shared {
    private final RegistryStore store;
    private final String reader;
    private final Actors actors;

    Shared(RegistryStore store, String reader, Actors actors) {
        this.store = store;
        this.reader = reader;
        this.actors = actors;
    }

    Optional<ShareRecord> find(RegistryReader registry, GroupRef group) {
        return registry.find(ShareJson.key(reader, group)).map(ShareJson::read);
    }

    /** By name, then version. */
    List<ShareRecord> list(RegistryReader registry) {
        return registry.list(reader, Kind.SHARE).stream().map(ShareJson::read).toList();
    }

    /** The group as its owner has it. */
    GroupRecord whole(RegistryReader registry, ShareRecord share) {
        return ofOwner(registry, share, share.group());
    }

    /** Another group of the project that shares one. */
    GroupRecord ofOwner(RegistryReader registry, ShareRecord share, GroupRef group) {
        return new Registry(store, share.owner(), actors).group(registry, group);
    }

    /** The group as it is to be seen; none for one that was taken back. */
    Optional<GroupRecord> group(RegistryReader registry, ShareRecord share) {
        if (share.isWithdrawn()) {
            return Optional.empty();
        }
        GroupRecord whole = whole(registry, share);
        return Optional.of(new GroupRecord(
                share.owner(),
                share.visible(whole.spec()),
                whole.onlineGroup(),
                whole.generation(),
                whole.schemaVersion(),
                whole.revision()));
    }

    /** The group as what uses it was made for, be it taken back since. */
    FeatureGroupSpec spec(RegistryReader registry, ShareRecord share) {
        return share.withdrawn()
                .orElseGet(() -> share.visible(whole(registry, share).spec()));
    }

    /**
     * Checks that a definition names nothing of the group that is not to be seen.
     *
     * @throws ShearwaterException NOT_SHARED
     */
    void requireVisible(RegistryReader registry, ShareRecord share, FeatureGroupSpec given) {
        FeatureGroupSpec visible =
                group(registry, share).orElseThrow(() -> withdrawn(share)).spec();
        List<String> hidden = given.schema().names().stream()
                .filter(name -> !visible.schema().contains(name))
                .toList();
        if (!hidden.isEmpty()) {
            throw RegistryError.NOT_SHARED.because("The feature group '" + given.name() + "' version "
                    + given.version() + ", which the project '" + share.owner() + "' shares, has no columns " + hidden
                    + " for this project; it has " + visible.schema().names() + ".");
        }
        if (!isWithin(given.aggregation(), visible.aggregation())) {
            throw RegistryError.NOT_SHARED.because("The feature group '" + given.name() + "' version "
                    + given.version() + ", which the project '" + share.owner()
                    + "' shares, is not defined so. Read its definition from the store.");
        }
    }

    /**
     * Checks that a view reads nothing that is not to be seen, and that what it reads can be told apart by name.
     *
     * @throws ShearwaterException NOT_SHARED, BAD_SHARE
     */
    void requireVisible(RegistryReader registry, FeatureViewSpec view) {
        Map<GroupRef, String> homes = new HashMap<>();
        for (Query node : view.query().nodes()) {
            FeatureGroupSpec group = node.group();
            Optional<ShareRecord> share = find(registry, group.ref());
            share.ifPresent(found -> requireVisible(registry, found, group));
            String home = share.map(ShareRecord::owner).orElse(reader);
            GroupRef rows = group.stored().ref();
            String other = homes.putIfAbsent(rows, home);
            if (other != null && !other.equals(home)) {
                throw RegistryError.BAD_SHARE.because("The feature view '" + view.name() + "' version "
                        + view.version() + " reads rows of '" + rows.name() + "' version " + rows.version()
                        + " in the projects '" + other + "' and '" + home
                        + "'; what it logs would not tell them apart. Make two views of it.");
            }
        }
    }

    private static boolean isWithin(Optional<Aggregation> given, Optional<Aggregation> visible) {
        if (given.isEmpty() || visible.isEmpty()) {
            return given.isEmpty() && visible.isEmpty();
        }
        Aggregation part = given.get();
        Aggregation whole = visible.get();
        return whole.aggregates().containsAll(part.aggregates())
                && whole.where().equals(part.where())
                && whole.source().equals(part.source());
    }

    ShearwaterException withdrawn(ShareRecord share) {
        return RegistryError.NOT_SHARED.because("The project '" + share.owner() + "' shares the feature group '"
                + share.group().name() + "' version " + share.group().version()
                + " with this project no more. Delete what reads it, or ask for it again.");
    }

    /** What is not the project's it cannot change. */
    static ShearwaterException notOwned(ShareRecord share) {
        return RegistryError.NOT_OWNED.because(
                "The feature group '" + share.group().name() + "' version "
                        + share.group().version() + " belongs to the project '" + share.owner()
                        + "', which shares it to be read: here it can neither be changed nor followed by aggregates. Do that in '"
                        + share.owner() + "'.");
    }
}
