package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Opens the store that the caller named, to read. */
final class StoreReading {
    private StoreReading() {}

    static <T> T read(GlobalOptions options, CommandSpec command, Function<FeatureStore, T> work) {
        var directory = options.store()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "Which store? Name its directory with --store DIR"));
        try (FeatureStore store = Shearwater.openReadOnly(directory, StoreOptions.defaults())) {
            return work.apply(store);
        }
    }
}
