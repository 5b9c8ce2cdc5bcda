package io.shearwater.cli;

import io.shearwater.api.ViewDefinition;
import io.shearwater.model.FeatureViewSpec;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the feature views of a store. */
@Command(name = "views", description = "List the feature views of a store.")
final class ViewsCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("view", "version", "features", "labels", "groups", "training_datasets", "description");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ViewsCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        ResultTable views = StoreReading.read(
                options,
                spec,
                store -> new ResultTable(
                        COLUMNS,
                        store.definitions().views().stream()
                                .map(ViewsCommand::row)
                                .toList()));
        options.output().printer(terminal).print(views);
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
                definition.trainingDatasets().size(),
                view.description());
    }
}
