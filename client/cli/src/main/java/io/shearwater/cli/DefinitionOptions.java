package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.definitions.Absent;
import io.shearwater.definitions.DefinitionPlan;
import io.shearwater.definitions.Definitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which definitions are compared with which store. Filled by picocli before the command runs. */
final class DefinitionOptions {
    private final GlobalOptions options;

    @Parameters(paramLabel = "DIR", description = "A folder of YAML files, or one file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private Path folder;

    @Option(
            names = "--delete",
            description =
                    "Delete what the store has and the folder does not: groups with their rows, views, columns, tags.")
    private boolean delete;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    DefinitionOptions(GlobalOptions options) {
        this.options = options;
    }

    /** The plan for the store as it is; one that is not there yet is empty. */
    DefinitionPlan plan() {
        return Definitions.read(folder).plan(stored(options, command), delete ? Absent.DELETE : Absent.KEEP);
    }

    /** Whether the code is at hand that a plan needs, as far as a store that is there can say it. */
    void check(DefinitionPlan plan) {
        if (!isFree(directory())) {
            StoreReading.read(options, command, store -> {
                plan.check(store);
                return plan;
            });
        }
    }

    Path directory() {
        return StoreReading.directory(options, command);
    }

    /** What is defined in the store that the caller named; nothing where a store could still be made. */
    static StoreDefinitions stored(GlobalOptions options, CommandSpec command) {
        return isFree(StoreReading.directory(options, command))
                ? StoreDefinitions.NONE
                : StoreReading.read(options, command, FeatureStore::definitions);
    }

    private static boolean isFree(Path directory) {
        if (!Files.isDirectory(directory)) {
            return !Files.exists(directory);
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
