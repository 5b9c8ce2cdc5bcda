package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ViewDefinition;
import io.shearwater.model.FeatureViewSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the feature views of a store. */
@Command(
        name = "views",
        description = {
            "List the feature views of a store.",
            "With the name of a view: its transformations in the order in which they run, what they need and what they give."
        })
final class ViewsCommand implements Runnable {
    private static final List<String> COLUMNS = List.of(
            "view", "version", "features", "labels", "groups", "transformations", "training_datasets", "description");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "VIEW", description = "A feature view; its newest version is taken.")
    private @Nullable String view;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ViewsCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String chosen = view;
        options.output()
                .printer(terminal)
                .print(StoreReading.read(
                        options, spec, store -> chosen == null ? all(store) : one(store.featureView(chosen))));
    }

    private static ResultTable all(FeatureStore store) {
        return new ResultTable(
                COLUMNS,
                store.definitions().views().stream().map(ViewsCommand::row).toList());
    }

    private ResultTable one(FeatureView found) {
        if (found.spec().transformations().isEmpty()) {
            terminal.err().println("('" + view + "' transforms nothing: its features are those of the groups)");
        }
        return CallTable.of(found.spec().transformations());
    }

    private static List<Object> row(ViewDefinition definition) {
        FeatureViewSpec view = definition.spec();
        return List.of(
                view.name(),
                view.version(),
                view.features().size(),
                view.labels(),
                view.query().nodes().stream()
                        .map(node -> node.group().ref().toString())
                        .distinct()
                        .toList(),
                view.transformations().size(),
                definition.trainingDatasets().size(),
                view.description());
    }
}
