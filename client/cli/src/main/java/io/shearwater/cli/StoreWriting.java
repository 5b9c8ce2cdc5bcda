package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** Opens the store that the caller named, which must be there, to change something in it. */
final class StoreWriting {
    private StoreWriting() {}

    static <T> T change(GlobalOptions options, CommandSpec command, Function<FeatureStore, T> work) {
        try (FeatureStore store =
                Shearwater.openExisting(StoreReading.directory(options, command), StoreOptions.defaults())) {
            return work.apply(store);
        }
    }
}
