package io.shearwater.serving;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Logging;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.Field;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads and tries what a deployment is to serve with, before a request gets there. Thread-safe. */
final class LineupBuilder {
    private final Servables servables;
    private final PredictionLogs logs;
    private final Workers workers;
    private final InstantSource clock;

    LineupBuilder(Servables servables, PredictionLogs logs, Workers workers, InstantSource clock) {
        this.servables = servables;
        this.logs = logs;
        this.workers = workers;
        this.clock = clock;
    }

    /** What is ready, and what is to be kept of it. */
    record Built(Lineup lineup, DeploymentRecord record) {}

    /** A model or a view on the way into a lineup. */
    private record Loaded(Role role, ServedView view, Optional<Lane.Engine> engine) {
        String name() {
            return engine.map(ready -> ready.version().ref().toString())
                    .orElseGet(() -> view.spec().ref().toString());
        }

        List<Field> response() {
            return engine.map(ready -> ready.outcomes().response())
                    .orElseGet(() -> view.features().fields());
        }
    }

    /**
     * Makes ready what a deployment is to serve with.
     *
     * @param before the deployment as it is, if it is there
     * @throws io.shearwater.model.ShearwaterException as {@link io.shearwater.api.Deployments#deploy}; what was loaded is closed
     */
    Built build(DeploymentSpec spec, Optional<DeploymentRecord> before, LogTally tally) {
        requireDistinct(spec);
        List<Loaded> loaded = new ArrayList<>();
        try {
            load(spec, loaded);
            Substitution substitution = new Substitution(spec.name(), spec.fallbacks());
            substitution.requireKnown(loaded.stream().map(Loaded::view).toList());
            DeploymentSchema schema = schema(spec, before, loaded);
            Map<String, Map<String, String>> learnt = new LinkedHashMap<>();
            List<Lane> lanes = new ArrayList<>();
            for (Loaded next : loaded) {
                Map<String, String> values = values(substitution, next.view, before);
                learnt.put(Substitution.key(next.view), values);
                lanes.add(lane(spec, next, substitution.ready(next.view, values), schema, tally));
            }
            Lineup lineup = new Lineup(spec, lanes(loaded, lanes), schema.servingKeys(), workers);
            Optional<DeploymentSpec> previous = before.map(DeploymentRecord::spec);
            long revision = before.map(DeploymentRecord::revision).orElse(0L);
            return new Built(lineup, new DeploymentRecord(spec, previous, schema, learnt, revision));
        } catch (RuntimeException | Error failed) {
            loaded.forEach(
                    next -> next.engine.ifPresent(engine -> engine.predictor().close()));
            throw failed;
        }
    }

    private void load(DeploymentSpec spec, List<Loaded> loaded) {
        switch (spec.source()) {
            case DeploymentSpec.Vectors vectors ->
                loaded.add(new Loaded(
                        Role.SERVING, servables.view(vectors.view(), vectors.trainingDataset()), Optional.empty()));
            case Routing routing -> {
                routing.arms().forEach(arm -> loaded.add(load(Role.SERVING, arm.model())));
                routing.shadows().forEach(model -> loaded.add(load(Role.SHADOW, model)));
                routing.simpler().ifPresent(model -> loaded.add(load(Role.STAND_IN, model)));
            }
        }
    }

    private Loaded load(Role role, ModelRef model) {
        Servable servable = servables.load(model);
        try {
            ModelVersion version = servable.version();
            ServedView view = servable.view();
            FeatureBinding binding = new FeatureBinding(
                    model, version.signature().features(), view.spec().ref().toString(), view.features());
            Outcomes outcomes = Outcomes.of(version, view);
            Lane.Engine engine = new Lane.Engine(version, servable.predictor(), binding, outcomes);
            engine.warm();
            return new Loaded(role, view, Optional.of(engine));
        } catch (RuntimeException | Error failed) {
            servable.predictor().close();
            throw failed;
        }
    }

    private static DeploymentSchema schema(
            DeploymentSpec spec, Optional<DeploymentRecord> before, List<Loaded> loaded) {
        Contract contract = new Contract(spec.name());
        DeploymentSchema after = contract.of(loaded.stream()
                .map(next -> new Contract.Side(
                        next.name(), next.view.form(), spec.fallbacks().keySet(), next.response()))
                .toList());
        return before.map(record -> contract.changed(record.schema(), after)).orElse(after);
    }

    /** What was found out before is not found out again. */
    private static Map<String, String> values(
            Substitution substitution, ServedView view, Optional<DeploymentRecord> before) {
        Map<String, String> known = new HashMap<>(
                before.flatMap(record -> Optional.ofNullable(record.learnt().get(Substitution.key(view))))
                        .orElse(Map.of()));
        return substitution.isCoveredBy(view, known) ? known : substitution.learn(view);
    }

    private Lane lane(DeploymentSpec spec, Loaded next, Fallbacks fallbacks, DeploymentSchema schema, LogTally tally) {
        PredictionLog log = spec.logging() == Logging.ON
                ? logs.open(next.view, next.engine.map(Lane.Engine::version), next.response())
                : PredictionLog.OFF;
        return new Lane(
                new Lane.Setting(
                        spec.name(),
                        next.role,
                        fallbacks,
                        Contract.unknown(schema, next.view.form()),
                        log,
                        tally,
                        clock),
                next.view,
                next.engine);
    }

    private static Lineup.Lanes lanes(List<Loaded> loaded, List<Lane> lanes) {
        List<Lane> arms = new ArrayList<>();
        List<Lane> shadows = new ArrayList<>();
        Optional<Lane> standIn = Optional.empty();
        for (int i = 0; i < lanes.size(); i++) {
            switch (loaded.get(i).role) {
                case SERVING -> arms.add(lanes.get(i));
                case SHADOW -> shadows.add(lanes.get(i));
                case STAND_IN -> standIn = Optional.of(lanes.get(i));
            }
        }
        return new Lineup.Lanes(arms, shadows, standIn);
    }

    private static void requireDistinct(DeploymentSpec spec) {
        if (spec.source() instanceof Routing routing) {
            List<ModelRef> arms =
                    routing.arms().stream().map(DeploymentSpec.Arm::model).toList();
            if (arms.stream().distinct().count() < arms.size()) {
                throw LearningError.BAD_DEFINITION.because("The deployment '" + spec.name()
                        + "' shares requests between " + arms + "; each model must be there once.");
            }
        }
    }
}
