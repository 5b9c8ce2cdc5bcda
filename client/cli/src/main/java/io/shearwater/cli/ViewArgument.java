package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The feature view that a command is about, as its first argument. */
final class ViewArgument {
    private final GlobalOptions options;

    @Parameters(index = "0", paramLabel = "VIEW", description = "Name of a feature view; its newest version is taken.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String view;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    ViewArgument(GlobalOptions options) {
        this.options = options;
    }

    String name() {
        return view;
    }

    /** The command, for what is said about its other arguments. */
    CommandSpec command() {
        return command;
    }

    /** Reads something of the view in the store that the caller named. */
    <T> T read(Function<FeatureView, T> work) {
        return StoreReading.read(options, command, store -> work.apply(store.featureView(view)));
    }

    /** Makes something with the view in the store that the caller named. */
    <T> T change(Function<FeatureView, T> work) {
        return StoreWriting.change(options, command, store -> work.apply(store.featureView(view)));
    }
}
