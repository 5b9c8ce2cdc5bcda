package io.shearwater.serving;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;

/** Lineups over {@link InMemoryView} whose models are functions of what was spent. */
abstract class LineupFixture {
    static final ModelSignature SIGNATURE =
            ModelSignature.regression(InMemoryView.CARDS.schema().select(List.of("spent", "count")), "loss");

    final InMemoryView view = new InMemoryView().card("a", 1.0, 10L).card("b", 2.0, 20L);
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    final ConcurrentLinkedQueue<Answered> logged = new ConcurrentLinkedQueue<>();
    final Workers workers = new Workers();

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    static ModelRef ref(int version) {
        return new ModelRef("m", version);
    }

    Lane lane(Role role, int version, ToDoubleFunction<Frame> model, Map<String, List<Fallback>> fallbacks) {
        return lane(role, ref(version), predictor(model, () -> {}), fallbacks);
    }

    Lane lane(Role role, int version, ToDoubleFunction<Frame> model, Runnable close) {
        return lane(role, ref(version), predictor(model, close), Map.of());
    }

    private static Predictor predictor(ToDoubleFunction<Frame> model, Runnable close) {
        return new Predictor() {
            @Override
            public void close() {
                close.run();
            }

            @Override
            public ModelSignature signature() {
                return SIGNATURE;
            }

            @Override
            public double[] predict(Frame features) {
                double[] scores = new double[features.rows()];
                for (int row = 0; row < scores.length; row++) {
                    scores[row] = model.applyAsDouble(features.slice(row, row + 1));
                }
                return scores;
            }
        };
    }

    private Lane lane(Role role, ModelRef ref, Predictor predictor, Map<String, List<Fallback>> fallbacks) {
        ModelDraft draft = ModelDraft.of("m", SIGNATURE);
        ModelVersion registered = new ModelVersion(
                ref,
                Instant.EPOCH,
                SIGNATURE,
                new ModelFiles("memory", List.of()),
                draft.origin(),
                draft.assessment(),
                new ModelVersion.Dossier(ModelStage.UNVALIDATED, "", new TreeMap<>(), List.of()));
        LoadedModel model = new LoadedModel(
                registered,
                predictor,
                new FeatureBinding(ref, SIGNATURE.features(), "v", view.features()),
                new Outcomes(ref, SIGNATURE, Optional.empty()));
        PredictionLog<Answered> log = new PredictionLog<>() {
            @Override
            public void offer(Answered answered, LogTally tally) {
                logged.add(answered);
            }

            @Override
            public void flush() {
                // Nothing waits.
            }
        };
        Substitution substitution = new Substitution("d", fallbacks);
        Part part = new Part(
                new Part.Setting("d", role, "", substitution.ready(view, Map.of()), Set.of(), log),
                view,
                Optional.of(model));
        return new Lane(role, ref.toString(), part, new LogTally(), () -> Objects.requireNonNull(now.get()));
    }

    Lane lane(Role role, int version, ToDoubleFunction<Frame> model) {
        return lane(role, version, model, Map.of());
    }

    Lineup lineup(DeploymentSpec spec, List<Lane> lanes) {
        List<Lane> arms = new ArrayList<>();
        List<Lane> shadows = new ArrayList<>();
        Optional<Lane> standIn = Optional.empty();
        for (Lane lane : lanes) {
            switch (lane.role()) {
                case SERVING -> arms.add(lane);
                case SHADOW -> shadows.add(lane);
                case STAND_IN -> standIn = Optional.of(lane);
            }
        }
        return new Lineup(
                spec, new Lineup.Lanes(arms, shadows, standIn), view.form().servingKeys(), workers);
    }

    static Prediction ask(Lineup lineup, Map<String, ?> entry) {
        return lineup.answer(List.of(entry), PredictOptions.PLAIN).getFirst();
    }

    static double spent(Frame row) {
        return row.value(0, "spent") instanceof Double number ? number : Double.NaN;
    }
}
