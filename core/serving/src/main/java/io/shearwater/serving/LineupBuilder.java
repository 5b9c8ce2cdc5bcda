package io.shearwater.serving;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Logging;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Variant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
            load(spec.routing(), loaded);
            Substitution substitution = new Substitution(spec.name(), spec.fallbacks());
            substitution.requireKnown(
                    loaded.stream().flatMap(next -> next.views().stream()).toList());
            DeploymentSchema schema = schema(spec, before, loaded);
            Map<String, Map<String, String>> learnt = learnt(substitution, loaded, before);
            Build build = new Build(
                    spec,
                    schema,
                    view -> substitution.ready(view, learnt.getOrDefault(Substitution.key(view), Map.of())));
            List<Lane> lanes = new ArrayList<>();
            for (Loaded next : loaded) {
                lanes.add(new Lane(next.role(), next.name(), build.answering(next), tally, clock));
            }
            Lineup lineup = new Lineup(spec, lanes(loaded, lanes), schema.servingKeys(), workers);
            Optional<DeploymentSpec> previous = before.map(DeploymentRecord::spec);
            long revision = before.map(DeploymentRecord::revision).orElse(0L);
            return new Built(lineup, new DeploymentRecord(spec, previous, schema, learnt, revision));
        } catch (RuntimeException | Error failed) {
            loaded.forEach(Loaded::close);
            throw failed;
        }
    }

    // ---- loading

    private void load(Routing routing, List<Loaded> loaded) {
        routing.arms().forEach(arm -> loaded.add(load(Role.SERVING, arm.variant())));
        routing.shadows().forEach(variant -> loaded.add(load(Role.SHADOW, variant)));
        routing.simpler().ifPresent(variant -> loaded.add(load(Role.STAND_IN, variant)));
    }

    private Loaded load(Role role, Variant variant) {
        Map<String, Loaded.Piece> pieces = new LinkedHashMap<>();
        try {
            return switch (variant) {
                case Variant.Part part -> {
                    pieces.put("", piece(part));
                    yield new Loaded(role, variant, pieces, Optional.empty());
                }
                case Variant.Logic logic -> {
                    logic.named().forEach((name, part) -> pieces.put(name, piece(part)));
                    yield new Loaded(role, variant, pieces, Optional.of(Loaded.Code.of(servables, logic.code())));
                }
            };
        } catch (RuntimeException | Error failed) {
            pieces.values().forEach(Loaded.Piece::close);
            throw failed;
        }
    }

    private Loaded.Piece piece(Variant.Part part) {
        return switch (part) {
            case Variant.Vectors vectors ->
                new Loaded.Piece(servables.view(vectors.view(), vectors.trainingDataset()), Optional.empty());
            case ModelRef model -> piece(model);
        };
    }

    private Loaded.Piece piece(ModelRef model) {
        Servable servable = servables.load(model);
        try {
            ModelVersion version = servable.version();
            ServedView view = servable.view();
            FeatureBinding binding = new FeatureBinding(
                    model, version.signature().features(), view.spec().ref().toString(), view.features());
            LoadedModel ready = new LoadedModel(version, servable.predictor(), binding, Outcomes.of(version, view));
            ready.warm();
            return new Loaded.Piece(view, Optional.of(ready));
        } catch (RuntimeException | Error failed) {
            servable.predictor().close();
            throw failed;
        }
    }

    // ---- what clients rely on

    private static DeploymentSchema schema(
            DeploymentSpec spec, Optional<DeploymentRecord> before, List<Loaded> loaded) {
        Contract contract = new Contract(spec.name());
        DeploymentSchema after = contract.of(loaded.stream()
                .map(next -> next.side(spec.fallbacks().keySet()))
                .toList());
        return before.map(record -> contract.changed(record.schema(), after)).orElse(after);
    }

    // ---- fallbacks

    /** What training data says, by view and version of it. What was found out before is not found out again. */
    private static Map<String, Map<String, String>> learnt(
            Substitution substitution, List<Loaded> loaded, Optional<DeploymentRecord> before) {
        Map<String, Map<String, String>> learnt = new LinkedHashMap<>();
        for (Loaded next : loaded) {
            for (ServedView view : next.views()) {
                learnt.computeIfAbsent(Substitution.key(view), key -> {
                    Map<String, String> known = before.map(
                                    record -> record.learnt().getOrDefault(key, Map.of()))
                            .orElse(Map.of());
                    return substitution.isCoveredBy(view, known) ? known : substitution.learn(view);
                });
            }
        }
        return learnt;
    }

    // ---- lanes

    /** What the lanes of a lineup have in common while they are made. */
    private final class Build {
        private final DeploymentSpec spec;
        private final DeploymentSchema schema;
        private final Function<ServedView, Fallbacks> fallbacks;

        Build(DeploymentSpec spec, DeploymentSchema schema, Function<ServedView, Fallbacks> fallbacks) {
            this.spec = spec;
            this.schema = schema;
            this.fallbacks = fallbacks;
        }

        Answering answering(Loaded next) {
            Set<String> unknown = next.side(spec.fallbacks().keySet()).unknown(schema);
            Map<String, Part> parts = new LinkedHashMap<>();
            // Whatever names the schema of logic has, its parts are asked by their own.
            next.pieces().forEach((name, piece) -> parts.put(name, part(next, name, piece)));
            if (next.code().isEmpty()) {
                return parts.values().iterator().next();
            }
            Loaded.Code code = next.code().get();
            PredictionLog<Concluded> log = spec.logging() == Logging.ON ? logs.open(schema) : PredictionLog.off();
            LogicAnswers.Setting setting = new LogicAnswers.Setting(
                    spec.name(),
                    next.role(),
                    code.code(),
                    new LogicRequests(spec.name(), code.schema(), unknown),
                    log,
                    clock);
            return new LogicAnswers(setting, code.logic(), code.schema(), parts);
        }

        private Part part(Loaded whole, String name, Loaded.Piece piece) {
            Set<String> unknown = piece.side(name, spec.fallbacks().keySet()).unknown(schema);
            whole.code().ifPresent(code -> code.schema().request().forEach(field -> unknown.add(field.name())));
            piece.view().form().names().forEach(unknown::remove);
            PredictionLog<Answered> log = spec.logging() == Logging.ON
                    ? logs.open(piece.view(), piece.model().map(LoadedModel::version), piece.response())
                    : PredictionLog.off();
            return new Part(
                    new Part.Setting(spec.name(), whole.role(), name, fallbacks.apply(piece.view()), unknown, log),
                    piece.view(),
                    piece.model());
        }
    }

    private static Lineup.Lanes lanes(List<Loaded> loaded, List<Lane> lanes) {
        List<Lane> arms = new ArrayList<>();
        List<Lane> shadows = new ArrayList<>();
        Optional<Lane> standIn = Optional.empty();
        for (int i = 0; i < lanes.size(); i++) {
            switch (loaded.get(i).role()) {
                case SERVING -> arms.add(lanes.get(i));
                case SHADOW -> shadows.add(lanes.get(i));
                case STAND_IN -> standIn = Optional.of(lanes.get(i));
            }
        }
        return new Lineup.Lanes(arms, shadows, standIn);
    }

    private static void requireDistinct(DeploymentSpec spec) {
        List<Variant> arms =
                spec.routing().arms().stream().map(DeploymentSpec.Arm::variant).toList();
        if (arms.stream().distinct().count() < arms.size()) {
            throw LearningError.BAD_DEFINITION.because("The deployment '" + spec.name() + "' shares requests between "
                    + arms + "; each must be there once.");
        }
    }
}
