package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What subcommands share that look at one part of a store, or change it, and print a table.
 *
 * @param <P> the part, such as its models
 */
abstract class PartOfStore<P> implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;
    private final Function<FeatureStore, P> part;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    PartOfStore(GlobalOptions options, Terminal terminal, Function<FeatureStore, P> part) {
        this.options = options;
        this.terminal = terminal;
        this.part = part;
    }

    /** Does the work in the store that the caller named. */
    abstract ResultTable table();

    @Override
    public void run() {
        options.output().printer(terminal).print(table());
    }

    <T> T read(Function<P, T> work) {
        return StoreReading.read(options, spec, part.andThen(work));
    }

    <T> T change(Function<P, T> work) {
        return StoreWriting.change(options, spec, part.andThen(work));
    }
}
