package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TrainingDataset;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether this machine and a store are well. */
@Command(
        name = "doctor",
        description = {
            "Look whether this machine and the store are well: Java, memory, disk, lock, format, what transformations learnt and their code, models, and "
                    + "whether what is served online is what the history says.",
            "Exit code 1 when something is wrong."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1L << 20;
    private static final long LITTLE_SPACE = 1024;

    private final GlobalOptions options;
    private final Terminal terminal;
    private final List<List<@Nullable Object>> findings = new ArrayList<>();
    private boolean ill;

    @Option(names = "--quick", description = "Leave out the comparison of online rows with the history.")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    DoctorCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        machine();
        Optional<Path> directory = options.store();
        if (directory.isPresent()) {
            store(directory.get());
        } else {
            well("store", "none named; --store DIR looks at one");
        }
        options.output().printer(terminal).print(new ResultTable(List.of("check", "state", "finding"), findings));
        return ill ? 1 : 0;
    }

    private void machine() {
        well("java", Runtime.version() + " at " + System.getProperty("java.home"));
        Runtime runtime = Runtime.getRuntime();
        well(
                "memory",
                "heap up to " + runtime.maxMemory() / MEGABYTE + " MB, " + runtime.availableProcessors()
                        + " processors");
        boolean natives = Shearwater.class.getModule().isNativeAccessEnabled();
        well(
                "flags",
                natives
                        ? "native access enabled"
                        : "native access not enabled: the JDK prints a warning, nothing more");
    }

    private void store(Path directory) {
        try {
            StoreInspection seen = Shearwater.inspect(directory);
            well("format", "version " + seen.format() + ", " + seen.bytes() / MEGABYTE + " MB in " + seen.directory());
            long free = seen.usableBytes() / MEGABYTE;
            finding(
                    "disk",
                    free >= LITTLE_SPACE,
                    free + " MB free (" + seen.fileSystem() + (seen.encrypted() ? ", encrypted" : "") + ")"
                            + (free >= LITTLE_SPACE ? "" : ": too little to write and compact safely"));
            well(
                    "lock",
                    seen.holder().map(holder -> "open for writing: " + holder).orElse("free"));
            StoreReading.read(options, spec, store -> {
                groups(store);
                learnt(store);
                code(store);
                models(store);
                deployments(store);
                return store;
            });
        } catch (ShearwaterException wrong) {
            finding("store", false, wrong.getMessage());
        }
    }

    private void groups(FeatureStore store) {
        List<FeatureGroup> groups = store.featureGroups();
        well(
                "registry",
                groups.size() + " feature groups, " + store.featureViews().size() + " feature views");
        for (FeatureGroup group : groups) {
            if (!quick
                    && !group.spec().schemaIsOpen()
                    && group.spec().storage().hasOnline()
                    && group.spec().storage().hasOffline()) {
                online(group);
            }
        }
    }

    private void online(FeatureGroup group) {
        String name = "online " + group.spec().name() + " v" + group.spec().version();
        try {
            OnlineCheck check = group.checkOnline();
            finding(
                    name,
                    check.agrees(),
                    check.agrees()
                            ? check.entities() + " entities as in the history"
                            : "of " + check.entities() + " entities " + check.missing() + " missing, "
                                    + check.different()
                                    + " different, " + check.surplus() + " too many online, such as " + check.examples()
                                    + "; rebuildOnline() makes it anew (a writer at work also shows here)");
        } catch (ShearwaterException wrong) {
            finding(name, false, wrong.getMessage());
        }
    }

    /** What transformations learnt is in files beside the versions of training data. */
    private void learnt(FeatureStore store) {
        int versions = 0;
        int broken = 0;
        for (FeatureView view : store.featureViews()) {
            for (TrainingDataset dataset : view.trainingDatasets()) {
                if (dataset.fitted().isEmpty()) {
                    continue;
                }
                versions++;
                try {
                    view.withTrainingDataset(dataset.version()).fittedTransformations();
                } catch (ShearwaterException wrong) {
                    broken++;
                    finding(
                            "training data " + view.spec().name() + " v"
                                    + view.spec().version() + ", " + dataset.version(),
                            false,
                            wrong.getMessage());
                }
            }
        }
        if (versions > 0 && broken == 0) {
            well("training data", counted(versions, "version") + " with what transformations learnt");
        }
    }

    /** The code of users' functions is in jars in the store. */
    private void code(FeatureStore store) {
        Map<FunctionRef, String> wrong = store.checkTransformations();
        wrong.forEach((function, reason) -> finding(
                "code " + function.name() + " v" + function.version(),
                false,
                reason + " It is used by " + TransformationsCommand.callers(function, store.definitions()) + "."));
        int functions = store.transformations().size();
        if (functions > 0 && wrong.isEmpty()) {
            well("code", counted(functions, "function") + ", as registered");
        }
    }

    /** The files of registered models never change. */
    private void models(FeatureStore store) {
        Map<ModelRef, String> wrong = store.models().check();
        wrong.forEach((model, reason) -> finding("model " + model.name() + " v" + model.version(), false, reason));
        int versions = store.models().list().stream()
                .mapToInt(model -> model.versions().size())
                .sum();
        if (versions > 0 && wrong.isEmpty()) {
            well("models", counted(versions, "version") + " with files as registered");
        }
    }

    /** The code of logic is in jars in the store. */
    private void deployments(FeatureStore store) {
        Map<String, String> wrong = store.deployments().check();
        wrong.forEach((deployment, reason) -> finding("deployment " + deployment, false, reason));
        int deployments = store.deployments().list().size();
        if (deployments > 0 && wrong.isEmpty()) {
            well("deployments", counted(deployments, "deployment") + ", code as registered");
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void well(String check, String finding) {
        finding(check, true, finding);
    }

    private void finding(String check, boolean well, @Nullable String finding) {
        ill |= !well;
        findings.add(Arrays.asList(check, well ? "ok" : "WRONG", finding));
    }
}
