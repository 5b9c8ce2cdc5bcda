package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.ViewRef;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The definitions of the files of a folder, each once.
 *
 * @param root the folder, or the one file
 * @param problems what is wrong in them; the definitions that are left are those that are right
 */
record DefinitionFiles(Path root, Map<GroupRef, Group> groups, Map<ViewRef, ViewDraft> views, Problems problems) {

    /**
     * A group, and where it begins.
     *
     * @param aggregates if its rows follow from events; the definition is then without conditions until these are known
     */
    record Group(GroupDefinition definition, YamlNode at, Optional<AggregatesDraft> aggregates) {

        /** The definition over the groups as they are; absent, with a problem, where its events do not suit it. */
        Optional<GroupDefinition> over(GroupLookup groups) {
            if (aggregates.isEmpty()) {
                return Optional.of(definition);
            }
            AggregatesDraft draft = aggregates.get();
            return groups.find(draft.events(), draft.at())
                    .flatMap(events -> draft.over(definition.spec(), events))
                    .map(spec -> new GroupDefinition(spec, definition.tags()));
        }
    }

    static DefinitionFiles read(Path root) {
        DefinitionFiles files =
                new DefinitionFiles(root, new LinkedHashMap<>(), new LinkedHashMap<>(), new Problems(root));
        Set<GroupRef> broken = new HashSet<>();
        for (Path file : list(root)) {
            String name = file.equals(root) ? String.valueOf(file.getFileName()) : unix(root.relativize(file));
            new YamlFile(name, files.problems).documents(file).forEach(document -> files.add(document, broken));
        }
        files.completeGroups(broken);
        files.checkViews(broken);
        return files;
    }

    /** A relative path with slashes on every system. */
    static String unix(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static List<Path> list(Path root) {
        if (Files.isRegularFile(root)) {
            return List.of(root);
        }
        if (!Files.isDirectory(root)) {
            throw DefinitionError.BAD_FOLDER.because(
                    "There is no file or folder '" + root + "'. Name a YAML file or a folder of them.");
        }
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return !directory.equals(root) && isHidden(directory)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!isHidden(file) && String.valueOf(file.getFileName()).matches("(?i).*\\.ya?ml")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw DefinitionError.BAD_FOLDER.because(
                    "The folder '" + root + "' cannot be read: " + failed.getMessage(), failed);
        }
        files.sort(null);
        return files;
    }

    /** Checks that there is anything: a wrong folder must not look like one that a store agrees with. */
    void requireAny() {
        if (groups.isEmpty() && views.isEmpty()) {
            int count = list(root).size();
            throw DefinitionError.BAD_FOLDER.because("There are no definitions in '" + root + "': "
                    + (count == 0
                            ? "it has no file *.yaml or *.yml."
                            : count == 1 ? "its YAML file is empty." : "its " + count + " YAML files are empty.")
                    + " Name the folder that has them; 'pull' writes those of a store.");
        }
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private void add(YamlNode document, Set<GroupRef> broken) {
        Optional<Entries> entries = Entries.of(document, "a definition");
        if (entries.isEmpty()) {
            return;
        }
        Set<String> keys = entries.get().keys().keySet();
        if (keys.contains("group") == keys.contains("view")) {
            document.problem(
                    keys.contains("group")
                            ? "a definition is a group or a view; this has both keys"
                            : "a definition begins with 'group: NAME' or 'view: NAME'; this has the keys " + keys + "."
                                    + keys.stream()
                                            .map(key -> Names.didYouMean(key, List.of("group", "view")))
                                            .filter(hint -> !hint.isEmpty())
                                            .findFirst()
                                            .orElse(""));
        } else if (keys.contains("group")) {
            Optional<Group> group = GroupYaml.read(document);
            group.ifPresent(this::add);
            if (group.isEmpty()) {
                GroupYaml.ref(entries.get()).ifPresent(broken::add);
            }
        } else {
            ViewYaml.read(document).ifPresent(this::add);
        }
    }

    private void add(Group group) {
        GroupRef ref = group.definition().spec().ref();
        Group first = groups.putIfAbsent(ref, group);
        if (first != null) {
            group.at()
                    .problem("the feature group '" + ref.name() + "' version " + ref.version()
                            + " is defined twice, first at " + first.at().place());
        }
    }

    private void add(ViewDraft draft) {
        ViewDraft first = views.putIfAbsent(draft.ref(), draft);
        if (first != null) {
            draft.at()
                    .problem("the feature view '" + draft.ref().name() + "' version "
                            + draft.ref().version() + " is defined twice, first at "
                            + first.at().place());
        }
    }

    /** Completes groups of aggregates whose events are here: of others the store has to tell. */
    private void completeGroups(Set<GroupRef> broken) {
        groups.replaceAll((ref, group) -> group.over((events, at) -> broken.contains(events)
                        ? Optional.empty()
                        : Optional.ofNullable(groups.get(events))
                                .map(found -> found.definition().spec())
                                .filter(spec -> !spec.schemaIsOpen() || !spec.isWritten()))
                .map(definition -> new Group(definition, group.at(), group.aggregates()))
                .orElse(group));
    }

    /** Looks at views as far as their groups are here: what else they select from the store has to tell. */
    private void checkViews(Set<GroupRef> broken) {
        views.values()
                .forEach(view -> view.resolve((ref, at) -> broken.contains(ref)
                        ? Optional.empty()
                        : Optional.ofNullable(groups.get(ref))
                                .map(group -> group.definition().spec())
                                .filter(spec -> !spec.schemaIsOpen())));
    }
}
