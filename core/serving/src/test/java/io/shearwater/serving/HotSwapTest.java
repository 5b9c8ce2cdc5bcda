package io.shearwater.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HotSwapTest extends LineupFixture {
    private static final int THREADS = 8;
    private static final int REQUESTS = 100_000;
    private static final int SWAPS = 100;

    @Test
    void while_models_take_over_from_one_another_no_request_fails_and_none_reaches_a_closed_one()
            throws InterruptedException {
        List<AtomicBoolean> closed = new ArrayList<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        ServedDeployment deployment = new ServedDeployment("d", new NoKeeper());
        serve(deployment, closed);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            clients.add(Thread.ofPlatform().start(() -> {
                while (!enough.get()) {
                    try {
                        Prediction prediction = deployment
                                .predict(List.of(Map.of("card", "a")), PredictOptions.PLAIN)
                                .getFirst();
                        assertThat(prediction.value()).isEqualTo(1.0);
                        answered.incrementAndGet();
                    } catch (Throwable failed) {
                        failures.add(failed);
                    }
                }
            }));
        }
        int swaps = 0;
        while (failures.isEmpty() && (answered.get() < REQUESTS || swaps < SWAPS)) {
            serve(deployment, closed);
            swaps++;
        }
        enough.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        assertThat(answered).hasValueGreaterThanOrEqualTo(REQUESTS);
        assertThat(closed.subList(0, swaps)).allMatch(AtomicBoolean::get);
        assertThat(closed.getLast()).isFalse();
        assertThat(deployment.report().requests()).isEqualTo(answered.get());
        assertThat(deployment.report().failed()).isZero();
        assertThat(deployment.report().models().getFirst().predictions()).isEqualTo(answered.get());
    }

    private void serve(ServedDeployment deployment, List<AtomicBoolean> closed) {
        AtomicBoolean own = new AtomicBoolean();
        closed.add(own);
        Lane lane = lane(
                Role.SERVING,
                1,
                row -> {
                    if (own.get()) {
                        throw new IllegalStateException("used after it was closed");
                    }
                    return spent(row);
                },
                () -> own.set(true));
        logged.clear();
        DeploymentSpec spec = DeploymentSpec.of("d", ref(1));
        deployment.serveWith(
                lineup(spec, List.of(lane)),
                new DeploymentRecord(
                        spec,
                        Optional.empty(),
                        new DeploymentSchema("d", List.of(), List.of(), List.of(), List.of(), List.of()),
                        Map.of(),
                        1));
    }

    /** Nothing is opened and nothing goes back. */
    private record NoKeeper() implements ServedDeployment.Keeper {
        @Override
        public void open(ServedDeployment deployment) {
            throw new IllegalStateException("it serves already");
        }

        @Override
        public void rollback(ServedDeployment deployment) {
            throw new IllegalStateException("nothing was served before");
        }
    }
}
