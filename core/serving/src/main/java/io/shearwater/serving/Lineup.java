package io.shearwater.serving;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.By;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Prediction;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Field;
import io.shearwater.model.RequestId;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment serves with at one time: its models, and how requests are shared between them. It is put in the place of
 * another as a whole, and closed when its last request ended. Thread-safe, without locks.
 */
final class Lineup implements AutoCloseable {
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(30);

    private final DeploymentSpec spec;
    private final Lanes lanes;
    private final double[] shares;
    private final List<Field> keys;
    private final Workers workers;
    private final Leases leases = new Leases();
    private final Shadows shadows = new Shadows();

    /** The models by what they do. */
    record Lanes(List<Lane> arms, List<Lane> shadows, Optional<Lane> standIn) {
        Stream<Lane> all() {
            return Stream.of(arms.stream(), shadows.stream(), standIn.stream()).flatMap(lane -> lane);
        }
    }

    Lineup(DeploymentSpec spec, Lanes lanes, List<Field> keys, Workers workers) {
        this.spec = spec;
        this.lanes = lanes;
        this.keys = keys;
        this.workers = workers;
        this.shares = new double[lanes.arms().size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += spec.routing().arms().get(i).share();
            shares[i] = sum;
        }
    }

    DeploymentSpec spec() {
        return spec;
    }

    Lanes lanes() {
        return lanes;
    }

    Leases leases() {
        return leases;
    }

    List<Prediction> answer(List<? extends Map<String, ?>> entries, PredictOptions options) {
        List<Prediction> predictions =
                shares.length == 1 ? ask(lanes.arms().getFirst(), entries, options) : divided(entries, options);
        for (Lane shadow : lanes.shadows()) {
            shadow(shadow, entries, predictions);
        }
        return predictions;
    }

    // ---- sharing

    private List<Prediction> divided(List<? extends Map<String, ?>> entries, PredictOptions options) {
        int[] arms = new int[entries.size()];
        for (int i = 0; i < arms.length; i++) {
            arms[i] = arm(entries.get(i));
        }
        if (arms.length == 1) {
            return ask(lanes.arms().get(arms[0]), entries, options);
        }
        @Nullable Prediction[] all = new @Nullable Prediction[arms.length];
        for (int arm = 0; arm < shares.length; arm++) {
            List<Map<String, ?>> own = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < arms.length; i++) {
                if (arms[i] == arm) {
                    own.add(entries.get(i));
                    places.add(i);
                }
            }
            if (!own.isEmpty()) {
                List<Prediction> some = ask(lanes.arms().get(arm), own, options);
                for (int i = 0; i < some.size(); i++) {
                    all[places.get(i)] = some.get(i);
                }
            }
        }
        return Arrays.stream(all).map(Objects::requireNonNull).toList();
    }

    /** The model that an entry goes to. */
    int arm(Map<String, ?> entry) {
        double at = place(entry);
        for (int i = 0; i < shares.length; i++) {
            if (at < shares[i]) {
                return i;
            }
        }
        // Shares sum up to 1 but for rounding; what is beyond belongs to the last that has one.
        int last = shares.length - 1;
        while (last > 0 && shares[last] == shares[last - 1]) {
            last--;
        }
        return last;
    }

    private double place(Map<String, ?> entry) {
        if (spec.routing().by() == By.ENTITY) {
            EntityHash hash = new EntityHash().add(spec.name());
            keys.forEach(key -> hash.add(entry.get(key.name())));
            return hash.share();
        }
        Object stated = entry.get(RequestId.NAME);
        return stated == null
                ? ThreadLocalRandom.current().nextDouble()
                : new EntityHash().add(spec.name()).add(stated).share();
    }

    // ---- asking

    private List<Prediction> ask(Lane chosen, List<? extends Map<String, ?>> entries, PredictOptions options) {
        ShearwaterException failure;
        try {
            return askOne(chosen, entries, options);
        } catch (ShearwaterException failed) {
            if (failed.kind() == ErrorKind.USER || lanes.standIn().isEmpty()) {
                throw failed;
            }
            failure = failed;
        }
        try {
            return askOne(lanes.standIn().get(), entries, options);
        } catch (ShearwaterException second) {
            failure.addSuppressed(second);
            throw failure;
        }
    }

    private List<Prediction> askOne(Lane lane, List<? extends Map<String, ?>> entries, PredictOptions options) {
        if (!lane.letsThrough()) {
            throw LearningError.NOT_AVAILABLE.because("The " + lane.name() + " of the deployment '" + spec.name()
                    + "' failed " + Breaker.FAILURES + " times in a row and is not asked for "
                    + Breaker.PAUSE.toSeconds() + " s. The last time: " + lane.lastFailure());
        }
        Optional<Duration> most = spec.limits().timeout();
        return lane.given(
                most.isPresent() ? inTime(lane, entries, options, most.get()) : atOnce(lane, entries, options));
    }

    private static Answering.Answer atOnce(Lane lane, List<? extends Map<String, ?>> entries, PredictOptions options) {
        try {
            return lane.answer(entries, options);
        } catch (ShearwaterException failed) {
            lane.failed(failed, entries.size());
            throw failed;
        }
    }

    /** Failures are counted by who waits, so that an answer that comes too late is none. */
    private Answering.Answer inTime(
            Lane lane, List<? extends Map<String, ?>> entries, PredictOptions options, Duration most) {
        CompletableFuture<Answering.Answer> answer = handedOver(lane, entries, options);
        ShearwaterException failure;
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            failure = LearningError.NOT_AVAILABLE.because(
                    "The " + lane.name() + " of the deployment '" + spec.name() + "' did not answer within " + most
                            + ".",
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw LearningError.NOT_AVAILABLE.because(
                    "The request to '" + spec.name() + "' was interrupted.", interrupted);
        } catch (ExecutionException failed) {
            failure = failed.getCause() instanceof ShearwaterException known
                    ? known
                    : LearningError.LEARNER_FAILED.because(
                            "The " + lane.name() + " failed: " + failed.getCause(), failed);
        }
        lane.failed(failure, entries.size());
        throw failure;
    }

    private CompletableFuture<Answering.Answer> handedOver(
            Lane lane, List<? extends Map<String, ?>> entries, PredictOptions options) {
        if (!lane.enter()) {
            lane.leftOut(entries.size());
            throw LearningError.NOT_AVAILABLE.because("The " + lane.name() + " of the deployment '" + spec.name()
                    + "' has " + Lane.MOST_UNDER_WAY + " requests under way and takes no more until one ends.");
        }
        CompletableFuture<Answering.Answer> answer = new CompletableFuture<>();
        int place = leases.enter();
        Runnable left = () -> {
            lane.exit();
            leases.exit(place);
        };
        try {
            workers.answering().execute(() -> {
                try {
                    answer.complete(lane.answer(entries, options));
                } catch (Throwable failed) {
                    answer.completeExceptionally(failed);
                } finally {
                    left.run();
                }
            });
        } catch (RejectedExecutionException ended) {
            left.run();
            throw LearningError.NOT_AVAILABLE.because(
                    "The store of the deployment '" + spec.name() + "' was closed.", ended);
        }
        return answer;
    }

    // ---- shadows

    private void shadow(Lane lane, List<? extends Map<String, ?>> entries, List<Prediction> predictions) {
        if (!lane.letsThrough()) {
            return;
        }
        List<Map<String, Object>> copies = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Map<String, Object> copy = new HashMap<>(entries.get(i));
            copy.put(RequestId.NAME, predictions.get(i).requestId());
            copies.add(copy);
        }
        int place = leases.enter();
        boolean isTaken = shadows.offer(() -> {
            try {
                lane.given(lane.answer(copies, PredictOptions.PLAIN));
            } catch (ShearwaterException failed) {
                lane.failed(failed, copies.size());
                workers.shadowFailed(lane.name(), failed);
            } finally {
                leases.exit(place);
            }
        });
        if (!isTaken) {
            leases.exit(place);
            lane.leftOut(copies.size());
        }
    }

    void awaitShadows() {
        shadows.await(LAST_REQUESTS);
    }

    /** Waits for the last requests, then frees the models. */
    @Override
    public void close() {
        if (leases.awaitUnused(LAST_REQUESTS)) {
            lanes.all().forEach(Lane::close);
        } else {
            workers.leakedModels(spec.name());
        }
        shadows.close();
    }
}
