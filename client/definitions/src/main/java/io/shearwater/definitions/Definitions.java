package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The feature groups and views that the YAML files of a folder define. Thread-safe.
 *
 * <p>A view may select from groups of the folder and from groups that only the store has, so views are complete only over
 * a store's definitions.
 */
public final class Definitions {
    private final DefinitionFiles files;

    private Definitions(DefinitionFiles files) {
        this.files = files;
    }

    /**
     * Reads a file, or all files {@code *.yaml} and {@code *.yml} of a folder and the folders in it; names that begin with
     * a dot are passed over.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FOLDER; BAD_DEFINITIONS naming everything that is wrong with
     *     file, line and column
     */
    public static Definitions read(Path path) {
        DefinitionFiles files = DefinitionFiles.read(path);
        files.problems().raise();
        return new Definitions(files);
    }

    /** The feature groups, in the order of files and documents. */
    public List<GroupDefinition> groups() {
        return files.groups().values().stream()
                .map(DefinitionFiles.Group::definition)
                .toList();
    }

    /**
     * The feature views over a store's groups, in the order of files and documents. A group of the folder goes before the
     * store's of the same name and version.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITIONS where a group, column or key is not there
     */
    public List<FeatureViewSpec> views(StoreDefinitions store) {
        Map<GroupRef, FeatureGroupSpec> known = new TreeMap<>();
        store.groups().forEach(group -> known.put(group.spec().ref(), group.spec()));
        groups().forEach(group -> known.merge(
                group.spec().ref(), group.spec(), (stored, given) -> given.schemaIsOpen() ? stored : given));
        return views(known);
    }

    /** The feature views over these groups. */
    List<FeatureViewSpec> views(Map<GroupRef, FeatureGroupSpec> known) {
        synchronized (files) {
            files.problems().clear();
            List<FeatureViewSpec> views = new ArrayList<>();
            for (ViewDraft draft : files.views().values()) {
                draft.resolve((ref, at) -> find(known, ref, at)).ifPresent(views::add);
            }
            files.problems().raise();
            return views;
        }
    }

    private static Optional<FeatureGroupSpec> find(Map<GroupRef, FeatureGroupSpec> known, GroupRef ref, YamlNode at) {
        FeatureGroupSpec group = known.get(ref);
        if (group == null) {
            at.problem(missing(known, ref));
            return Optional.empty();
        }
        if (group.schemaIsOpen()) {
            at.problem("the feature group '" + ref.name() + "' version " + ref.version()
                    + " has no columns yet; write them down, or insert a first frame");
            return Optional.empty();
        }
        return Optional.of(group);
    }

    private static String missing(Map<GroupRef, FeatureGroupSpec> known, GroupRef ref) {
        List<Integer> versions = known.keySet().stream()
                .filter(other -> other.name().equals(ref.name()))
                .map(GroupRef::version)
                .toList();
        List<String> names =
                known.keySet().stream().map(GroupRef::name).distinct().toList();
        return "there is no feature group '" + ref.name() + "' version " + ref.version()
                + ", neither here nor in the store"
                + (versions.isEmpty()
                        ? "." + Names.didYouMean(ref.name(), names)
                        : "; there are the versions " + versions);
    }
}
