package io.shearwater.access;

import static io.shearwater.access.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shearwater.model.Commit;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Actor;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND / 2);
    private final RateLimits limits = new RateLimits(nanos::get);
    private final World world = new World();

    private static RetryLater later(Runnable call) {
        ShearwaterException failure = catchThrowableOfType(ShearwaterException.class, call::run);
        assertThat(failure.kind()).isEqualTo(ErrorKind.LIMITED);
        assertThat(failure.code()).isInstanceOf(RetryLater.class);
        return (RetryLater) failure.code();
    }

    private int taken(String key, RateLimit limit) {
        for (int count = 0; true; count++) {
            try {
                limits.take(key, limit, 1);
            } catch (ShearwaterException refusal) {
                return count;
            }
        }
    }

    @Test
    void aKeyHasItsBurstAndThenItsRate() {
        RateLimit limit = new RateLimit(10, 5);

        assertThat(taken("a", limit)).isEqualTo(5);
        assertThat(taken("b", limit)).isEqualTo(5);
        nanos.addAndGet(SECOND);
        assertThat(taken("a", limit)).isEqualTo(5);
        nanos.addAndGet(3 * SECOND / 10);
        assertThat(taken("a", limit)).isEqualTo(3);
        RetryLater later = later(() -> limits.take("a", limit, 5));
        assertThat(later.name()).isEqualTo("RATE");
        nanos.addAndGet(later.retryAfter().toNanos());
        limits.take("a", limit, 5);
        nanos.addAndGet(100 * SECOND);
        limits.take("a", limit, 1_000_000);
        assertThat(taken("a", limit)).isZero();
    }

    @Test
    void whatIsRefusedTakesNothingAndTheTimeToWaitIsEnough() {
        RateLimit slow = new RateLimit(0.1, 1);
        limits.take("a", slow, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(later(() -> limits.take("a", slow, 1)).retryAfter()).isEqualTo(Duration.ofSeconds(10));
        }
        nanos.addAndGet(10 * SECOND - 1);
        later(() -> limits.take("a", slow, 1));
        nanos.addAndGet(1);
        limits.take("a", slow, 1);
    }

    @Test
    void manyThreadsTakeNoMoreThanThereIs() throws Exception {
        RateLimit limit = new RateLimit(1, 1_000);
        AtomicInteger taken = new AtomicInteger();
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                done.add(threads.submit(() -> taken.addAndGet(taken("a", limit))));
            }
        }
        for (Future<?> each : done) {
            each.get();
        }
        assertThat(taken).hasValue(1_000);
    }

    @Test
    void quotasAreSetByAdministratorsAndKept() {
        Quotas quotas = new Quotas(world.store, world.access, world::now);
        quotas.require("fraud", Quota.FEATURE_GROUPS, 1_000_000, 1);
        refused(
                AccessError.NOT_ALLOWED,
                () -> quotas.set(world.olga, "fraud", Quota.FEATURE_GROUPS, OptionalLong.of(10)));
        quotas.set(world.admin, "fraud", Quota.FEATURE_GROUPS, OptionalLong.of(10));

        for (Quotas each : List.of(quotas, new Quotas(world.store, world.access, world::now))) {
            each.require("fraud", Quota.FEATURE_GROUPS, 9, 1);
            assertThat(refused(AccessError.QUOTA, () -> each.require("fraud", Quota.FEATURE_GROUPS, 10, 1)))
                    .contains("'fraud' has 10 feature groups and may have 10");
            refused(AccessError.QUOTA, () -> each.require("fraud", Quota.FEATURE_GROUPS, 1, Long.MAX_VALUE));
            each.require("weather", Quota.FEATURE_GROUPS, 10, 1);
        }
        quotas.set(world.admin, "fraud", Quota.FEATURE_GROUPS, OptionalLong.empty());
        quotas.require("fraud", Quota.FEATURE_GROUPS, 10, 1);
        refused(
                AccessError.BAD_REQUEST,
                () -> quotas.set(world.admin, "fraud", Quota.DEPLOYMENTS, OptionalLong.of(-1)));
    }

    @Test
    void rowsThatWereCommittedBeforeTheProcessBeganCount() {
        GroupRef cards = World.CARDS.ref();
        world.store.change(Actor.local(), tx -> {
            tx.audit("fraud", "create", "cards");
            return tx.put(new Definition(
                    new DefinitionKey("fraud", DefinitionKey.Kind.FEATURE_GROUP, "cards", 1), "{}", 0, List.of()));
        });
        commit(cards, world.now().minus(Duration.ofDays(1)), 50);
        commit(cards, world.now(), 70);
        Quotas quotas = new Quotas(world.store, world.access, world::now);
        quotas.set(world.admin, "fraud", Quota.ROWS_PER_DAY, OptionalLong.of(100));

        later(() -> quotas.takeRows("fraud", 31));
        quotas.takeRows("fraud", 30);
    }

    private void commit(GroupRef group, Instant at, long rows) {
        world.store.change(Actor.local(), tx -> {
            long id = tx.nextCommitId();
            long sequence = tx.nextSequence("fraud", group);
            tx.begin(new CommitIntent("fraud", group, id, sequence, "INSERT", at, 1));
            tx.audit("fraud", "insert", "cards");
            Commit.Counts counts = new Commit.Counts(rows - 10, 10, 5, 3);
            Commit commit = new Commit(id, group, Commit.Operation.INSERT, at, sequence, counts, Duration.ZERO);
            tx.record(new CommitRecord("fraud", commit, id, Optional.empty()), Optional.empty());
            return id;
        });
    }

    @Test
    void rowsOfADayAreCountedUntilMidnight() {
        Quotas quotas = new Quotas(world.store, world.access, world::now);
        quotas.set(world.admin, "fraud", Quota.ROWS_PER_DAY, OptionalLong.of(100));

        quotas.takeRows("fraud", 60);
        RetryLater later = later(() -> quotas.takeRows("fraud", 41));
        assertThat(later.retryAfter()).isEqualTo(Duration.ofHours(16));
        quotas.takeRows("fraud", 40);
        quotas.giveBackRows("fraud", 40);
        quotas.takeRows("fraud", 30);
        later(() -> quotas.takeRows("fraud", Long.MAX_VALUE));

        world.pass(later.retryAfter());
        quotas.takeRows("fraud", 100);
    }
}
