package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at what is to be deleted, asks, and deletes it. The store is not held while somebody thinks. */
abstract class Deletion implements Callable<Integer> {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final Confirmation confirmation;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    Deletion(GlobalOptions options, Terminal terminal, Question question) {
        this.options = options;
        this.terminal = terminal;
        this.confirmation = new Confirmation(question);
    }

    /**
     * What is about to be deleted.
     *
     * @param what it is called in the result
     * @param question what is about to happen, as a whole sentence; empty where there is nothing to delete
     * @param deletion deletes it and returns how many there were
     */
    record Planned(String what, Optional<String> question, ToLongFunction<FeatureStore> deletion) {
        /** One thing, which is there and is deleted as a whole. */
        static Planned one(String what, String question, Consumer<FeatureStore> deletion) {
            return new Planned(what, Optional.of(question), store -> {
                deletion.accept(store);
                return 1;
            });
        }
    }

    /** Looks at the store as it is; refuses what is not there. */
    abstract Planned look(FeatureStore store);

    /** This command, for what is said about its arguments. */
    CommandSpec spec() {
        return spec;
    }

    @Override
    public final Integer call() {
        Planned planned = StoreReading.read(options, spec, this::look);
        if (planned.question().isEmpty()) {
            print(planned.what(), 0);
            return ExitCode.OK;
        }
        if (!confirmation.given(planned.question().orElseThrow())) {
            terminal.err().println("shearwater: nothing was deleted");
            terminal.err().flush();
            return ExitCode.SOFTWARE;
        }
        print(planned.what(), StoreWriting.change(options, spec, planned.deletion()::applyAsLong));
        return ExitCode.OK;
    }

    private void print(String what, long deleted) {
        options.output()
                .printer(terminal)
                .print(new ResultTable(List.of("deleted", "count"), List.of(List.of(what, deleted))));
    }
}
