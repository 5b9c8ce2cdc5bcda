package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Opens the store that the caller named, to read. */
final class StoreReading {
    private StoreReading() {}

    /** The directory of the store; a usage error where none was named. */
    static Path directory(GlobalOptions options, CommandSpec command) {
        return options.store()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "Which store? Name its directory with --store DIR"));
    }

    static <T> T read(GlobalOptions options, CommandSpec command, Function<FeatureStore, T> work) {
        try (FeatureStore store = Shearwater.openReadOnly(directory(options, command), StoreOptions.defaults())) {
            return work.apply(store);
        }
    }
}
