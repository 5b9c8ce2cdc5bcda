package io.shearwater.registry;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryTransaction;
import java.util.List;
import java.util.Optional;

/** Lets other projects of a store read a project's feature groups. Thread-safe. */
public final class Shares {
    private final Registry registry;
    private final Projects projects;

    public Shares(Registry registry) {
        this.registry = registry;
        this.projects = new Projects(registry.store(), registry.actors());
    }

    /** What a project is let to read of others, by name, then version; not what was taken back. */
    public List<ShareRecord> received() {
        return registry.store().read(reader -> reader.list(registry.project(), Kind.SHARE)).stream()
                .map(ShareJson::read)
                .filter(share -> !share.isWithdrawn())
                .toList();
    }

    /** What a project lets others read, by the name of the group, its version, and who reads. */
    public List<ShareRecord> given() {
        return registry.store()
                .read(reader -> reader.list(registry.project(), Kind.FEATURE_GROUP).stream()
                        .flatMap(group -> reader.dependants(group.key()).stream())
                        .filter(key -> key.kind() == Kind.SHARE)
                        .flatMap(key -> reader.find(key).stream())
                        .map(ShareJson::read)
                        .toList());
    }

    /**
     * Lets a project read a group, or other features of it than before.
     *
     * @param features absent for all
     * @throws ShearwaterException NOT_FOUND, BAD_SHARE, ALREADY_EXISTS where the project has a group of this name and
     *     version, STILL_NEEDED where it uses more of the group than it would see
     */
    public void share(GroupRef group, String reader, Optional<List<String>> features) {
        projects.require(reader);
        if (reader.equals(registry.project())) {
            throw RegistryError.BAD_SHARE.because("The project '" + reader + "' has the feature group '" + group.name()
                    + "' itself. Name another project.");
        }
        registry.store().change(registry.actor(), tx -> {
            FeatureGroupSpec whole = registry.group(tx, group).spec();
            if (whole.schemaIsOpen() && features.isPresent()) {
                throw RegistryError.BAD_SHARE.because("The feature group '" + group.name()
                        + "' has no columns yet. Insert a first frame, or share all of it.");
            }
            features.ifPresent(chosen -> VisibleColumns.check(whole, chosen));
            requireFree(tx, group, reader);
            Optional<ShareRecord> before = find(tx, group, reader);
            ShareRecord next = new ShareRecord(
                    group,
                    registry.project(),
                    reader,
                    features,
                    Optional.empty(),
                    before.map(ShareRecord::revision).orElse(0L));
            before.ifPresent(stored -> requireWider(tx, stored, next, whole));
            String what = features.map(chosen -> " " + chosen).orElse("");
            audit(tx, next, "share", what);
            return tx.put(ShareJson.write(next));
        });
    }

    private void requireFree(RegistryReader tx, GroupRef group, String reader) {
        if (tx.find(new DefinitionKey(reader, Kind.FEATURE_GROUP, group.name(), group.version()))
                .isPresent()) {
            throw RegistryError.ALREADY_EXISTS.because("The project '" + reader + "' has a feature group '"
                    + group.name() + "' version " + group.version()
                    + " of its own. Share another version, or a group of another name.");
        }
        find(tx, group, reader)
                .filter(share -> !share.owner().equals(registry.project()))
                .ifPresent(other -> {
                    throw RegistryError.ALREADY_EXISTS.because("Another project shares a feature group '"
                            + group.name() + "' version " + group.version() + " with '" + reader
                            + "'. Share another version, or a group of another name.");
                });
    }

    private static Optional<ShareRecord> find(RegistryReader tx, GroupRef group, String reader) {
        return tx.find(ShareJson.key(reader, group)).map(ShareJson::read);
    }

    /** What is in use must stay to be seen. */
    private static void requireWider(RegistryReader tx, ShareRecord before, ShareRecord next, FeatureGroupSpec whole) {
        List<String> seen = (before.isWithdrawn() ? before.withdrawn().orElseThrow() : before.visible(whole))
                .schema()
                .names();
        List<String> lost = seen.stream()
                .filter(column -> !next.visible(whole).schema().contains(column))
                .toList();
        if (!lost.isEmpty()) {
            requireUnused(tx, next, "be shared without " + lost);
        }
    }

    /**
     * Takes a share back.
     *
     * @throws ShearwaterException STILL_NEEDED naming what uses it; NOT_FOUND
     */
    public void unshare(GroupRef group, String reader) {
        registry.store().change(registry.actor(), tx -> {
            ShareRecord share = given(tx, group, reader);
            requireUnused(tx, share, "be taken back");
            tx.remove(ShareJson.key(reader, group));
            audit(tx, share, "unshare", "");
            return share;
        });
    }

    /** Takes a share back whatever uses it: that can be looked at and deleted from then on, and not be read. */
    public void withdraw(GroupRef group, String reader) {
        registry.store().change(registry.actor(), tx -> {
            ShareRecord share = given(tx, group, reader);
            DefinitionKey key = ShareJson.key(reader, group);
            if (tx.dependants(key).isEmpty()) {
                tx.remove(key);
            } else {
                FeatureGroupSpec seen = share.visible(registry.group(tx, group).spec());
                tx.put(ShareJson.write(new ShareRecord(
                        group, share.owner(), reader, share.features(), Optional.of(plain(seen)), share.revision())));
            }
            audit(tx, share, "withdraw", "");
            return share;
        });
    }

    /** Its columns, whatever they were made of: what that was may be gone. */
    private static FeatureGroupSpec plain(FeatureGroupSpec seen) {
        return new FeatureGroupSpec(
                seen.ref(),
                seen.description(),
                seen.features(),
                seen.primaryKey(),
                seen.eventTime(),
                seen.foreignKeys(),
                List.of(),
                seen.storage(),
                seen.ttl(),
                seen.entity(),
                seen.statistics(),
                seen.onDemand(),
                Optional.empty());
    }

    private ShareRecord given(RegistryReader tx, GroupRef group, String reader) {
        return find(tx, group, reader)
                .filter(share -> share.owner().equals(registry.project()) && !share.isWithdrawn())
                .orElseThrow(() -> RegistryError.NOT_FOUND.because("The project '" + registry.project()
                        + "' does not share the feature group '" + group.name() + "' version " + group.version()
                        + " with a project '" + reader + "'. See what it shares in given()."));
    }

    private static void requireUnused(RegistryReader tx, ShareRecord share, String action) {
        List<DefinitionKey> users = tx.dependants(ShareJson.key(share.reader(), share.group()));
        if (!users.isEmpty()) {
            throw RegistryError.STILL_NEEDED.because("The feature group '"
                    + share.group().name() + "' version " + share.group().version() + " cannot " + action
                    + ": in the project '" + share.reader() + "' "
                    + Registry.shown(users.stream().map(DefinitionKey::toString).toList())
                    + (users.size() == 1 ? " reads" : " read") + " it. Have that deleted first, or withdraw it.");
        }
    }

    private static void audit(RegistryTransaction tx, ShareRecord share, String action, String what) {
        String group = "feature group '" + share.group().name() + "' version "
                + share.group().version();
        tx.audit(share.owner(), action, group + what + " with project '" + share.reader() + "'");
        tx.audit(share.reader(), action, group + what + " of project '" + share.owner() + "'");
    }

    /** Forgets that a group was shared that is read by nobody any more, so that the project can have one of its name. */
    static boolean forget(RegistryTransaction tx, Definition share) {
        if (ShareJson.read(share).isWithdrawn() && tx.dependants(share.key()).isEmpty()) {
            tx.remove(share.key());
            return true;
        }
        return false;
    }
}
