package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.DeploymentSpec.Slo;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.Variant;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes or changes a deployment. */
@Command(
        name = "deploy",
        description = {
            "Deploy a model, a view without a model, or logic around several, under a name that clients call; an existing "
                    + "one is changed.",
            "Example: deploy fraud_check card_fraud@champion --canary card_fraud --share 0.1 --fallback amount=median"
        })
final class DeployCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "Its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model such as fraud, fraud/3 or fraud@champion.")
    private @Nullable ModelName model;

    @Option(names = "--view", paramLabel = "VIEW", description = "Serve the vectors of a view instead of a model.")
    private @Nullable String view;

    @Option(
            names = "--training-dataset",
            paramLabel = "N",
            description = "Of --view the version whose transformations are used.")
    private @Nullable Integer trainingDataset;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private LogicOptions logic;

    @Option(
            names = "--canary",
            paramLabel = "MODEL",
            description = "A model that gets a --share of the requests, by chance.")
    private @Nullable ModelName canary;

    @Option(
            names = "--split",
            paramLabel = "MODEL",
            description = "A model that gets a --share of the entities, always the same ones.")
    private @Nullable ModelName split;

    @Option(names = "--share", paramLabel = "SHARE", description = "Of --canary or --split, such as 0.1.")
    private double share = 0.1;

    @Option(
            names = "--shadow",
            paramLabel = "MODEL",
            description = "A model that gets every request too, and whose predictions are only logged.")
    private @Nullable ModelName shadow;

    @Option(names = "--or-else", paramLabel = "MODEL", description = "A model that answers where the chosen one fails.")
    private @Nullable ModelName orElse;

    @Option(
            names = "--fallback",
            paramLabel = "FEATURE=WHAT",
            description =
                    "What to take where a feature is missing: mean, median or mode of the training data, last for the "
                            + "value before, or a value; several with commas.")
    private Map<String, String> fallbacks = new LinkedHashMap<>();

    @Option(names = "--timeout", paramLabel = "MS", description = "Milliseconds after which a prediction fails.")
    private @Nullable Long timeout;

    @Option(
            names = "--slo",
            paramLabel = "MS,SHARE",
            converter = SloConverter.class,
            description =
                    "What clients are promised: the p99 in milliseconds, and the share that succeeds, as 20,0.999.")
    private @Nullable Slo slo;

    @Option(names = "--no-log", description = "Do not log predictions.")
    private boolean unlogged;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    DeployCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        logic.requireWhole();
        long said = Stream.of(model != null, view != null, logic.isGiven())
                .filter(given -> given)
                .count();
        if (said != 1) {
            throw wrong("Say what to deploy: a MODEL, or a --view VIEW without one, or a --logic CLASS around several");
        }
        if (canary != null && split != null) {
            throw wrong("A --canary gets requests by chance, a --split entities; choose one");
        }
        if (view != null && (canary != null || split != null || shadow != null || orElse != null)) {
            throw wrong("A view is deployed without models; leave out --canary, --split, --shadow and --or-else");
        }
        options.output()
                .printer(terminal)
                .print(logic.withJar(() -> StoreWriting.change(
                        options,
                        spec,
                        store -> DeploymentTables.schema(
                                store.deployments().deploy(wanted(store)).schema()))));
    }

    private DeploymentSpec wanted(FeatureStore store) {
        DeploymentSpec wanted = source(store);
        for (Map.Entry<String, String> fallback : fallbacks.entrySet()) {
            wanted = wanted.withFallback(
                    fallback.getKey(),
                    Arrays.stream(fallback.getValue().split(",", -1))
                            .map(DeployCommand::fallback)
                            .toArray(Fallback[]::new));
        }
        wanted = timeout == null ? wanted : wanted.withTimeout(Duration.ofMillis(timeout));
        wanted = slo == null ? wanted : wanted.withSlo(slo);
        return unlogged ? wanted.withoutLog() : wanted;
    }

    private DeploymentSpec source(FeatureStore store) {
        Variant main = main(store);
        Routing routing = canary != null
                ? Routing.canary(main, find(store, canary), share)
                : split != null ? Routing.split(main, find(store, split), share) : Routing.to(main);
        routing = shadow == null ? routing : routing.withShadow(find(store, shadow));
        routing = orElse == null ? routing : routing.orElse(find(store, orElse));
        return DeploymentSpec.of(name, main).withRouting(routing);
    }

    private Variant main(FeatureStore store) {
        if (logic.isGiven()) {
            return logic.of(store);
        }
        return model != null
                ? find(store, model)
                : new Variant.Vectors(
                        store.featureView(String.valueOf(view)).spec().ref(),
                        trainingDataset == null ? OptionalInt.empty() : OptionalInt.of(trainingDataset));
    }

    private static ModelRef find(FeatureStore store, ModelName name) {
        return name.find(store.models()).ref();
    }

    private static Fallback fallback(String text) {
        return switch (text) {
            case "mean" -> new Fallback.Mean();
            case "median" -> new Fallback.Median();
            case "mode" -> new Fallback.Mode();
            case "last" -> new Fallback.LastKnown();
            default -> new Fallback.Constant(text);
        };
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Reads {@code 20,0.999}. */
    static final class SloConverter implements ITypeConverter<Slo> {
        private static final double MICROS = 1_000;

        @Override
        public Slo convert(String text) {
            List<String> parts = Arrays.asList(text.split(",", -1));
            try {
                if (parts.size() == 2) {
                    return new Slo(
                            Duration.ofNanos(Math.round(Double.parseDouble(parts.get(0)) * MICROS * MICROS)),
                            Double.parseDouble(parts.get(1)));
                }
            } catch (NumberFormatException noNumber) {
                throw FileOptions.refused(
                        "'" + text + "' is no promise: write 20,0.999 for 20 ms and 99.9 %", noNumber);
            }
            throw new TypeConversionException("'" + text + "' is no promise: write 20,0.999 for 20 ms and 99.9 %");
        }
    }
}
