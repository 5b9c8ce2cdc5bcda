package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.definitions.PlannedChange.Action;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.IoReason;
import io.shearwater.model.ViewRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes a store's definitions into a folder. A file that says what the store says is left as it is, to the byte; one
 * definition that the folder lacks is one new file, {@code groups/NAME.v1.yaml} or {@code views/NAME.v1.yaml}.
 */
public final class DefinitionPull {
    /** The schema for editors, beside the files that name it. */
    static final String SCHEMA = "definitions.schema.json";

    private final StoreDefinitions store;
    private final Path folder;
    private final Definitions definitions;
    private final DefinitionPlan plan;
    private final Map<ViewRef, FeatureViewSpec> views = new LinkedHashMap<>();

    private DefinitionPull(StoreDefinitions store, Path folder) {
        this.store = store;
        this.folder = folder;
        this.definitions = Definitions.read(folder);
        this.plan = definitions.planned(store, Absent.KEEP);
        definitions.views(store).forEach(view -> views.put(view.ref(), view));
    }

    /** What becomes of files that say something else than the store. */
    public enum Existing {
        /** They are an error, and nothing is written. */
        REFUSE,
        /** They are written anew; their comments are lost. */
        OVERWRITE
    }

    /**
     * What was done.
     *
     * @param written the files, relative to the folder
     * @param onlyInFolder definitions that the store does not have; their files are left
     */
    public record Result(List<String> written, List<String> onlyInFolder) {
        public Result {
            written = List.copyOf(written);
            onlyInFolder = List.copyOf(onlyInFolder);
        }
    }

    /**
     * Writes the definitions into a folder, which is made if it is not there.
     *
     * @throws io.shearwater.model.ShearwaterException WOULD_OVERWRITE naming files that say something else;
     *     BAD_DEFINITIONS where the folder's own cannot be read; IO
     */
    public static Result pull(StoreDefinitions store, Path folder, Existing existing) {
        try {
            Files.createDirectories(folder);
            return new DefinitionPull(store, folder).pull(existing);
        } catch (IOException failed) {
            throw DefinitionError.IO.because(
                    "The definitions cannot be written to '" + folder + "': " + IoReason.of(failed)
                            + ". Name another folder.",
                    failed);
        }
    }

    private Result pull(Existing existing) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Set<String> differing = differing();
        if (existing == Existing.REFUSE && !differing.isEmpty()) {
            throw refused();
        }
        differing.forEach(file -> texts.put(file, rewritten(file)));
        for (GroupDefinition group : store.groups()) {
            GroupRef ref = group.spec().ref();
            if (!definitions.files().groups().containsKey(ref) && !store.logs().contains(ref)) {
                String file =
                        "groups/" + group.spec().name() + ".v" + group.spec().version() + ".yaml";
                texts.put(requireNew(file), DefinitionText.of(group));
            }
        }
        store.views().stream().map(view -> view.spec()).forEach(view -> {
            if (!definitions.files().views().containsKey(view.ref())) {
                String file = "views/" + view.name() + ".v" + view.version() + ".yaml";
                texts.put(requireNew(file), DefinitionText.of(view));
            }
        });
        List<String> written = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            write(text.getKey(), header(text.getKey()) + text.getValue());
            written.add(text.getKey());
        }
        if (writeSchema()) {
            written.add(SCHEMA);
        }
        return new Result(
                written,
                plan.steps().stream()
                        .filter(step -> step.action() == Action.CREATE)
                        .map(step -> step.kind() + " " + step.name() + " version " + step.version())
                        .toList());
    }

    /** The files with a definition that the store has otherwise. */
    private Set<String> differing() {
        Set<String> files = new TreeSet<>();
        plan.steps().stream().filter(DefinitionPull::differs).forEach(step -> file(step, files));
        return files;
    }

    private static boolean differs(PlannedChange step) {
        return switch (step.action()) {
            case CHANGE, IMPOSSIBLE -> true;
            // A part of something that is in both; without details all of it is in the store only.
            case LEFT -> !step.details().isEmpty();
            case CREATE, DELETE, NOTE -> false;
        };
    }

    private void file(PlannedChange step, Set<String> files) {
        if (step.kind().equals(Planner.GROUP)) {
            files.add(
                    Objects.requireNonNull(definitions.files().groups().get(new GroupRef(step.name(), step.version())))
                            .at()
                            .file());
        } else {
            files.add(Objects.requireNonNull(definitions.files().views().get(new ViewRef(step.name(), step.version())))
                    .at()
                    .file());
        }
    }

    private RuntimeException refused() {
        List<String> lines = plan.steps().stream()
                .filter(DefinitionPull::differs)
                .map(step -> {
                    Set<String> file = new TreeSet<>();
                    file(step, file);
                    return "\n  " + String.join("", file) + ": " + step.kind() + " " + step.name() + " version "
                            + step.version() + ": " + String.join("; ", step.details());
                })
                .toList();
        return DefinitionError.WOULD_OVERWRITE.because("Files in '" + folder
                + "' say something else than the store; nothing was written. Apply them, take them away, or say that they "
                + "are to be overwritten:" + String.join("", lines));
    }

    /** All definitions of a file in their order: as the store has them, or as the file has them where the store does not. */
    private String rewritten(String file) {
        Map<Integer, String> documents = new TreeMap<>();
        definitions.files().groups().forEach((ref, group) -> {
            if (group.at().file().equals(file)) {
                documents.put(
                        line(group.at()), DefinitionText.of(store.group(ref).orElse(group.definition())));
            }
        });
        definitions.files().views().forEach((ref, view) -> {
            if (view.at().file().equals(file)) {
                FeatureViewSpec here = Objects.requireNonNull(views.get(ref));
                documents.put(
                        line(view.at()),
                        DefinitionText.of(
                                store.view(ref).map(known -> known.spec()).orElse(here)));
            }
        });
        return String.join("---\n", documents.values());
    }

    private static int line(YamlNode at) {
        return at.node().getStartMark().map(mark -> mark.getLine()).orElse(0);
    }

    private String requireNew(String file) {
        if (Files.exists(folder.resolve(file))) {
            throw DefinitionError.WOULD_OVERWRITE.because("The file '" + file + "' in '" + folder
                    + "' has other definitions than its name says; nothing was written. Rename it.");
        }
        return file;
    }

    private static String header(String file) {
        String up = "../".repeat((int) file.chars().filter(c -> c == '/').count());
        return "# yaml-language-server: $schema=" + (up.isEmpty() ? "./" : up) + SCHEMA + "\n";
    }

    private boolean writeSchema() throws IOException {
        String schema = schema();
        Path file = folder.resolve(SCHEMA);
        if (Files.exists(file) && Files.readString(file).equals(schema)) {
            return false;
        }
        write(SCHEMA, schema);
        return true;
    }

    /** The JSON schema of the YAML. */
    static String schema() throws IOException {
        try (InputStream resource =
                Objects.requireNonNull(DefinitionPull.class.getResourceAsStream("definitions.schema.json"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A file is there as a whole or not at all. */
    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Path parent = Objects.requireNonNull(file.getParent());
        Files.createDirectories(parent);
        Path draft = parent.resolve("." + file.getFileName() + ".tmp");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
