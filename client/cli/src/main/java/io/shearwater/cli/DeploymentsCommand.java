package io.shearwater.cli;

import io.shearwater.api.Deployments;
import io.shearwater.api.FeatureStore;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The deployments of a project. */
@Command(name = "deployments", description = "Look at deployments, take back their last change, or end them.")
final class DeploymentsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    private DeploymentsCommand() {}

    static CommandLine of(GlobalOptions options, Terminal terminal) {
        return new CommandLine(new DeploymentsCommand())
                .addSubcommand(new ListDeployments(options, terminal))
                .addSubcommand(new Schema(options, terminal))
                .addSubcommand(new Rollback(options, terminal))
                .addSubcommand(new Remove(options, terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with deployments: list, schema, rollback or remove");
    }

    @Command(name = "list", description = "List the deployments with what they serve.")
    static final class ListDeployments extends PartOfStore<Deployments> {
        ListDeployments(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::deployments);
        }

        @Override
        ResultTable table() {
            return read(deployments -> DeploymentTables.list(deployments.list()));
        }
    }

    @Command(name = "schema", description = "Show what clients send to a deployment and get from it.")
    static final class Schema extends PartOfStore<Deployments> {
        @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "Its name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String name;

        Schema(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::deployments);
        }

        @Override
        ResultTable table() {
            return read(deployments ->
                    DeploymentTables.schema(deployments.deployment(name).schema()));
        }
    }

    @Command(name = "rollback", description = "Go back to what a deployment served before its last change.")
    static final class Rollback extends PartOfStore<Deployments> {
        @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "Its name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String name;

        Rollback(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::deployments);
        }

        @Override
        ResultTable table() {
            return change(deployments -> DeploymentTables.list(
                    List.of(deployments.deployment(name).rollback().spec())));
        }
    }

    @Command(name = "remove", description = "End a deployment; its log stays.")
    static final class Remove extends PartOfStore<Deployments> {
        @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "Its name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String name;

        Remove(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::deployments);
        }

        @Override
        ResultTable table() {
            return change(deployments -> {
                deployments.remove(name);
                return DeploymentTables.list(deployments.list());
            });
        }
    }
}
