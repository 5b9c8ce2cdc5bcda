package io.shearwater.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Origin;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineupTest extends LineupFixture {
    private static final Map<String, String> A = Map.of("card", "a");

    private static DeploymentSpec spec(Routing routing) {
        return DeploymentSpec.of("d", ref(1)).withRouting(routing);
    }

    @Test
    void a_canary_gets_its_share_and_the_same_request_id_the_same_model() {
        Lineup lineup = lineup(
                spec(Routing.canary(ref(1), ref(2), 0.1)),
                List.of(lane(Role.SERVING, 1, row -> 1), lane(Role.SERVING, 2, row -> 2)));
        int tried = 0;
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> entry = Map.of("card", "a", "request_id", "r" + i);
            int arm = lineup.arm(entry);
            assertThat(lineup.arm(entry)).isEqualTo(arm);
            tried += arm;
        }
        assertThat(tried / 20_000.0).isCloseTo(0.1, within(0.01));
        long byChance =
                IntStream.range(0, 20_000).filter(i -> lineup.arm(A) == 1).count();
        assertThat(byChance / 20_000.0).isCloseTo(0.1, within(0.015));
    }

    @Test
    void a_split_keeps_entities_with_their_model_and_moves_as_few_as_it_must() {
        Lineup few = lineup(
                spec(Routing.split(ref(1), ref(2), 0.2)),
                List.of(lane(Role.SERVING, 1, row -> 1), lane(Role.SERVING, 2, row -> 2)));
        Lineup more = lineup(
                spec(Routing.split(ref(1), ref(2), 0.3)),
                List.of(lane(Role.SERVING, 1, row -> 1), lane(Role.SERVING, 2, row -> 2)));
        int second = 0;
        for (int card = 0; card < 10_000; card++) {
            Map<String, Object> entry = Map.of("card", "c" + card, "request_id", "other" + card);
            int arm = few.arm(Map.of("card", "c" + card));
            assertThat(few.arm(entry)).isEqualTo(arm);
            assertThat(more.arm(entry)).isGreaterThanOrEqualTo(arm);
            second += arm;
        }
        assertThat(second / 10_000.0).isCloseTo(0.2, within(0.02));
        // The documented function, so that another program finds the same: see EntityHash.
        assertThat(new EntityHash().add("d").add("c1").share())
                .isEqualTo(new EntityHash().add("d").add("c1").share());
        assertThat(new EntityHash().add("d").add(7L).share())
                .isEqualTo(new EntityHash().add("d").add(7).share());
        assertThat(new EntityHash().add("ab").add("c").share())
                .isNotEqualTo(new EntityHash().add("a").add("bc").share());
    }

    @Test
    void entries_of_one_request_are_divided_and_answered_in_their_order() {
        Lineup lineup = lineup(
                spec(Routing.split(ref(1), ref(2), 0.5)),
                List.of(lane(Role.SERVING, 1, row -> 1), lane(Role.SERVING, 2, row -> 2)));
        List<Map<String, String>> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(Map.of("card", "c" + i));
        }
        List<Prediction> all = lineup.answer(entries, io.shearwater.api.Deployment.PredictOptions.PLAIN);
        for (int i = 0; i < 100; i++) {
            assertThat(all.get(i).value()).isEqualTo(1.0 + lineup.arm(entries.get(i)));
        }
        assertThat(all).extracting(Prediction::value).contains(1.0, 2.0);
    }

    @Test
    void a_shadow_is_logged_under_the_id_of_the_request_and_its_failure_is_nobodys() {
        AtomicBoolean fails = new AtomicBoolean();
        Lineup lineup = lineup(
                spec(Routing.to(ref(1)).withShadow(ref(2))),
                List.of(lane(Role.SERVING, 1, LineupTest::spent), lane(Role.SHADOW, 2, row -> {
                    if (fails.get()) {
                        throw new IllegalStateException("broken");
                    }
                    return 100;
                })));
        Prediction first = ask(lineup, A);
        lineup.awaitShadows();
        assertThat(first.value()).isEqualTo(1.0);
        assertThat(logged).hasSize(2);
        Answered shadow = logged.stream()
                .filter(one -> one.role() == Role.SHADOW)
                .findFirst()
                .orElseThrow();
        assertThat(shadow.predictions().getFirst().value()).isEqualTo(100.0);
        assertThat(shadow.predictions().getFirst().requestId()).isEqualTo(first.requestId());
        fails.set(true);
        assertThat(ask(lineup, A).value()).isEqualTo(1.0);
        lineup.awaitShadows();
        assertThat(lineup.lanes().shadows().getFirst().share().failed()).isEqualTo(1);
        lineup.close();
    }

    @Test
    void a_shadow_that_hangs_neither_slows_nor_fails_requests() throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        Lineup lineup = lineup(
                spec(Routing.to(ref(1)).withShadow(ref(2))),
                List.of(lane(Role.SERVING, 1, row -> 1), lane(Role.SHADOW, 2, row -> {
                    try {
                        hang.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                    return 1;
                })));
        for (int i = 0; i < 3_000; i++) {
            assertThat(ask(lineup, A).value()).isEqualTo(1.0);
        }
        // Two run, 1,024 wait, the others are left out and counted.
        assertThat(lineup.lanes().shadows().getFirst().share().failed()).isEqualTo(3_000 - 1_024 - 2);
        hang.countDown();
        lineup.awaitShadows();
        assertThat(lineup.lanes().shadows().getFirst().share().predictions()).isEqualTo(1_026);
    }

    @Test
    void a_model_that_fails_is_stood_in_for_then_switched_off_then_tried_again() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger asked = new AtomicInteger();
        Lane model = lane(Role.SERVING, 1, row -> {
            asked.incrementAndGet();
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            return 1;
        });
        Lineup lineup =
                lineup(spec(Routing.to(ref(1)).orElse(ref(2))), List.of(model, lane(Role.STAND_IN, 2, row -> 2)));
        for (int i = 0; i < 50; i++) {
            Prediction prediction = ask(lineup, A);
            assertThat(prediction.value()).isEqualTo(2.0);
            assertThat(prediction.served().isFallback()).isTrue();
        }
        assertThat(asked).hasValue(Breaker.FAILURES);
        assertThat(model.share().isSwitchedOff()).isTrue();
        now.updateAndGet(time -> time.plus(Breaker.PAUSE));
        ask(lineup, A);
        ask(lineup, A);
        assertThat(asked).hasValue(Breaker.FAILURES + 1);
        broken.set(false);
        now.updateAndGet(time -> time.plus(Breaker.PAUSE));
        assertThat(ask(lineup, A).value()).isEqualTo(1.0);
        assertThat(ask(lineup, A).served().isFallback()).isFalse();
        assertThat(model.share().isSwitchedOff()).isFalse();
    }

    @Test
    void a_score_that_is_no_number_is_a_failure_and_never_an_answer() {
        Lineup alone = lineup(spec(Routing.to(ref(1))), List.of(lane(Role.SERVING, 1, row -> Double.NaN)));
        assertThatThrownBy(() -> ask(alone, A))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(LearningError.LEARNER_FAILED));
    }

    @Test
    void a_model_that_takes_too_long_is_given_up_and_its_late_answer_is_not_logged() {
        CountDownLatch hang = new CountDownLatch(1);
        Lane slow = lane(Role.SERVING, 1, row -> {
            try {
                hang.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return 1;
        });
        Lineup lineup = lineup(
                spec(Routing.to(ref(1)).orElse(ref(2))).withTimeout(Duration.ofMillis(20)),
                List.of(slow, lane(Role.STAND_IN, 2, row -> 2)));
        Prediction prediction = ask(lineup, A);
        assertThat(prediction.value()).isEqualTo(2.0);
        assertThat(slow.share().failed()).isEqualTo(1);
        hang.countDown();
        assertThat(lineup.leases().awaitUnused(Duration.ofSeconds(20))).isTrue();
        assertThat(logged).extracting(Answered::role).containsExactly(Role.STAND_IN);
    }

    @Test
    void a_model_that_hangs_keeps_few_threads_and_takes_nothing_from_other_deployments() throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        Semaphore asked = new Semaphore(0);
        Lane hung = lane(Role.SERVING, 1, row -> {
            asked.release();
            await(hang);
            return 1;
        });
        DeploymentSpec spec = spec(Routing.to(ref(1))).withTimeout(Duration.ofMillis(1));
        Lineup stuck = lineup(spec, List.of(hung));
        // A pause of the breaker between requests, so that each gets through: the worst that can be.
        for (int i = 0; i < Lane.MOST_UNDER_WAY; i++) {
            now.updateAndGet(time -> time.plus(Breaker.PAUSE));
            assertThatThrownBy(() -> ask(stuck, A)).hasMessageContaining("did not answer within PT0.001S");
        }
        now.updateAndGet(time -> time.plus(Breaker.PAUSE));
        assertThatThrownBy(() -> ask(stuck, A)).hasMessageContaining("128 requests under way and takes no more");
        assertThat(asked.tryAcquire(Lane.MOST_UNDER_WAY, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(asked.availablePermits()).isZero();
        assertThat(hung.share().isSwitchedOff()).isTrue();

        Lineup other = lineup(
                DeploymentSpec.of("other", ref(2)).withTimeout(Duration.ofSeconds(20)),
                List.of(lane(Role.SERVING, 2, row -> 2)));
        assertThat(ask(other, A).value()).isEqualTo(2.0);

        hang.countDown();
        assertThat(stuck.leases().awaitUnused(Duration.ofSeconds(20))).isTrue();
        Lineup patient = lineup(spec(Routing.to(ref(1))).withTimeout(Duration.ofSeconds(20)), List.of(hung));
        now.updateAndGet(time -> time.plus(Breaker.PAUSE));
        assertThat(ask(patient, A).value()).isEqualTo(1.0);
    }

    @Test
    void a_shadow_that_hangs_keeps_no_other_deployments_from_being_asked() {
        CountDownLatch hang = new CountDownLatch(1);
        Lineup stuck = lineup(
                spec(Routing.to(ref(1)).withShadow(ref(2))),
                List.of(lane(Role.SERVING, 1, row -> 1), lane(Role.SHADOW, 2, row -> {
                    await(hang);
                    return 2;
                })));
        for (int i = 0; i < 10; i++) {
            assertThat(ask(stuck, A).value()).isEqualTo(1.0);
        }
        Lineup other = lineup(
                DeploymentSpec.of("other", ref(1))
                        .withRouting(Routing.to(ref(1)).withShadow(ref(3))),
                List.of(lane(Role.SERVING, 1, row -> 1), lane(Role.SHADOW, 3, row -> 3)));
        ask(other, A);
        other.awaitShadows();
        assertThat(logged.stream().filter(one -> one.role() == Role.SHADOW)).hasSize(1);
        hang.countDown();
        stuck.awaitShadows();
        assertThat(logged.stream().filter(one -> one.role() == Role.SHADOW)).hasSize(11);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void answers_that_come_too_late_do_not_close_the_breaker() {
        Semaphore late = new Semaphore(0);
        Lane slow = lane(Role.SERVING, 1, row -> {
            late.acquireUninterruptibly();
            return 1;
        });
        Lineup lineup = lineup(spec(Routing.to(ref(1))).withTimeout(Duration.ofMillis(1)), List.of(slow));
        for (int i = 0; i < Breaker.FAILURES; i++) {
            assertThatThrownBy(() -> ask(lineup, A)).hasMessageContaining("did not answer");
            late.release();
            assertThat(lineup.leases().awaitUnused(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(slow.share().isSwitchedOff()).isTrue();
        assertThatThrownBy(() -> ask(lineup, A))
                .hasMessageContaining("is not asked for 10 s. The last time: ")
                .hasMessageContaining("did not answer within PT0.001S");
    }

    @Test
    void reading_that_takes_too_long_or_fails_opens_the_breaker_too() {
        Lane lane = lane(Role.SERVING, 1, LineupTest::spent);
        Lineup lineup = lineup(spec(Routing.to(ref(1))), List.of(lane));
        view.failure.set(new ShearwaterException(SpiError.IO, "The disk is gone."));
        for (int i = 0; i < Breaker.FAILURES; i++) {
            assertThat(lane.share().isSwitchedOff()).isFalse();
            assertThatThrownBy(() -> ask(lineup, A)).hasMessageContaining("The disk is gone.");
        }
        assertThat(lane.share().isSwitchedOff()).isTrue();
    }

    @Test
    void wrong_requests_do_not_open_the_breaker() {
        Lane lane = lane(Role.SERVING, 1, LineupTest::spent);
        Lineup lineup = lineup(spec(Routing.to(ref(1))), List.of(lane));
        for (int i = 0; i < 2 * Breaker.FAILURES; i++) {
            assertThatThrownBy(() -> ask(lineup, Map.of("card", "a", "spent", Double.NaN)))
                    .hasMessageContaining("no number");
        }
        assertThat(lane.share().isSwitchedOff()).isFalse();
        assertThat(lane.share().failed()).isZero();
    }

    @Test
    void the_last_known_values_serve_only_while_the_store_cannot_be_read() {
        Lane lane = lane(
                Role.SERVING,
                1,
                LineupTest::spent,
                Map.of(
                        "spent", List.of(new Fallback.LastKnown(), new Fallback.Constant("7.5")),
                        "count", List.of(new Fallback.Constant("0"))));
        Lineup lineup = lineup(spec(Routing.to(ref(1))), List.of(lane));
        assertThat(ask(lineup, A).value()).isEqualTo(1.0);
        view.card("a", 3.0, 11L);
        assertThat(ask(lineup, A).value()).isEqualTo(3.0);
        view.failure.set(new ShearwaterException(SpiError.IO, "The disk is gone."));
        Prediction known = ask(lineup, A);
        assertThat(known.value()).isEqualTo(3.0);
        assertThat(known.feature("spent").orElseThrow().origin()).isEqualTo(Origin.FALLBACK);
        assertThat(known.feature("count").orElseThrow().status()).isEqualTo(FeatureStatus.FALLBACK);
        assertThat(ask(lineup, Map.of("card", "b")).value()).isEqualTo(7.5);
        view.failure.set(null);
        Prediction again = ask(lineup, Map.of("card", "b"));
        assertThat(again.value()).isEqualTo(2.0);
        assertThat(again.fallbacks()).isEmpty();
    }

    @Test
    void a_store_that_cannot_be_read_is_an_error_where_a_feature_has_no_substitute() {
        Lane lane = lane(Role.SERVING, 1, LineupTest::spent, Map.of("spent", List.of(new Fallback.Constant("7.5"))));
        Lineup lineup = lineup(spec(Routing.to(ref(1))), List.of(lane));
        view.failure.set(new ShearwaterException(SpiError.IO, "The disk is gone."));
        assertThatThrownBy(() -> ask(lineup, A))
                .hasMessageContaining("[count]")
                .hasMessageContaining("The disk is gone.");
        assertThat(ask(lineup, Map.of("card", "a", "count", 4L)).value()).isEqualTo(7.5);
    }
}
