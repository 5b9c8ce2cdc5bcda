package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The feature group that a command is about. Filled by picocli before the command runs. */
final class GroupArgument {
    private final GlobalOptions options;

    @Parameters(
            index = "0",
            paramLabel = "GROUP",
            description = "Name of a feature group; its newest version is taken.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String group;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    GroupArgument(GlobalOptions options) {
        this.options = options;
    }

    /** Reads something of the group in the store that the caller named. */
    <T> T read(Function<FeatureGroup, T> work) {
        return StoreReading.read(options, command, store -> work.apply(store.featureGroup(group)));
    }
}
