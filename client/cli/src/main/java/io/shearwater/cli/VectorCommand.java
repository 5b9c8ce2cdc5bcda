package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.model.FeatureVector;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads an online vector. */
@Command(name = "vector", description = "Show the features of one entity as they are now.")
final class VectorCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "VIEW", description = "Name of a feature view; its newest version is taken.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String view;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=VALUE",
            description = "The serving keys of the view, and features that you know better than the store.")
    private Map<String, String> entry = new LinkedHashMap<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    VectorCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        FeatureVector vector = StoreReading.read(options, spec, store -> {
            FeatureView found = store.featureView(view);
            return found.featureVector(new EntryValues(spec).of(found, entry));
        });
        options.output().printer(terminal).print(VectorTable.of(vector));
    }
}
