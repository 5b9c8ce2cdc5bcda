package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.model.FeatureVector;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads an online vector. */
@Command(
        name = "vector",
        description = {
            "Show the features of one entity as they are now, transformed as the model reads them.",
            "Example: vector payments_fv cc_num=4473111 amount=12.5 --training-dataset 1"
        })
final class VectorCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final ViewArgument view;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=VALUE",
            description = "The serving keys of the view, what its transformations on demand compute with, and features "
                    + "that you know better than the store.")
    private Map<String, String> entry = new LinkedHashMap<>();

    @Mixin
    private final ModelOptions model = new ModelOptions();

    VectorCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.view = new ViewArgument(options);
    }

    @Override
    public void run() {
        FeatureVector vector = view.read(found -> {
            FeatureView chosen = model.of(found);
            return chosen.featureVector(new EntryValues(view.command()).of(chosen, entry));
        });
        options.output().printer(terminal).print(VectorTable.of(vector));
    }
}
