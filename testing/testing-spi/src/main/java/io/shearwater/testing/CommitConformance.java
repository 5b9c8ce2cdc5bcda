package io.shearwater.testing;

import static io.shearwater.testing.RegistryStoreConformance.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Commit;
import io.shearwater.model.GroupRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Lease;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SpiError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RegistryStore} does with commits, intents, the outbox and leases. */
public abstract class CommitConformance {
    private static final Actor ACTOR = new Actor("ada");
    private static final GroupRef GROUP = new GroupRef("cards", 1);
    private static final GroupRef OTHER = new GroupRef("cards", 2);
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final SteppedClock clock = new SteppedClock(START);
    private final List<RegistryStore> opened = new ArrayList<>();
    private RegistryStore store;

    /** Opens the same underlying registry each time it is called, empty at first. */
    protected abstract RegistryStore open(SteppedClock withClock);

    @BeforeEach
    final void openFirst() {
        store = openAgain();
    }

    @AfterEach
    final void closeAll() {
        opened.forEach(RegistryStore::close);
    }

    @Test
    void aCommitEndsItsIntentAndWaitsInTheOutboxUntilItIsDone() {
        CommitIntent intent = intent(GROUP, 7);
        begin(intent);
        assertThat(registry().intents("fraud", GROUP)).containsExactly(intent);
        assertThat(registry().intents("fraud", OTHER)).isEmpty();
        assertThat(registry().intents("other", GROUP)).isEmpty();
        assertThat(registry().unfinished("fraud")).containsExactly(GROUP);
        assertThat(registry().unfinished("other")).isEmpty();
        assertThat(registry().written("fraud")).isEmpty();

        CommitRecord commit = commit(GROUP, 7, START, Optional.of("key 1"));
        OutboxEntry entry = new OutboxEntry("fraud", GROUP, 7, "{\"files\":[]}");
        record(commit, Optional.of(entry));
        assertThat(registry().intents("fraud", GROUP)).isEmpty();
        assertThat(registry().outbox("fraud", GROUP)).containsExactly(entry);
        assertThat(registry().commits("fraud", GROUP)).containsExactly(commit);
        assertThat(registry().unfinished("fraud")).containsExactly(GROUP);
        assertThat(registry().written("fraud")).containsExactly(GROUP);
        assertThat(registry().written("other")).isEmpty();

        change(tx -> done(() -> tx.done(entry)));
        change(tx -> done(() -> tx.done(entry)));
        assertThat(registry().outbox("fraud", GROUP)).isEmpty();
        assertThat(registry().unfinished("fraud")).isEmpty();
        assertThat(registry().written("fraud")).containsExactly(GROUP);
    }

    @Test
    void anAbandonedIntentLeavesNoCommit() {
        begin(intent(GROUP, 7));
        begin(intent(GROUP, 8));
        change(tx -> done(() -> tx.abandon(intent(GROUP, 7))));

        assertThat(registry().intents("fraud", GROUP)).containsExactly(intent(GROUP, 8));
        assertThat(registry().commits("fraud", GROUP)).isEmpty();
    }

    @Test
    void commitsAreFoundByIdInstantAndKey() {
        CommitRecord first = commit(GROUP, 3, START, Optional.empty());
        CommitRecord second = commit(GROUP, 5, START.plusSeconds(10), Optional.of("k"));
        CommitRecord elsewhere = commit(OTHER, 4, START.plusSeconds(5), Optional.of("k"));
        List.of(first, elsewhere, second).forEach(commit -> record(commit, Optional.empty()));

        assertThat(registry().commits("fraud", GROUP)).containsExactly(first, second);
        assertThat(registry().commit("fraud", GROUP, 3)).contains(first);
        assertThat(registry().commit("fraud", GROUP, 4)).isEmpty();
        assertThat(registry().latestCommit("fraud", GROUP)).contains(second);
        assertThat(registry().latestCommit("fraud", new GroupRef("none", 1))).isEmpty();
        assertThat(registry().latestCommit("fraud", GROUP, START.plusSeconds(10)))
                .contains(second);
        assertThat(registry().latestCommit("fraud", GROUP, START.plusSeconds(10).minusNanos(1_000)))
                .contains(first);
        assertThat(registry().latestCommit("fraud", GROUP, START.minusNanos(1))).isEmpty();
        assertThat(registry().latestCommit("fraud", GROUP, Instant.MAX)).contains(second);
        assertThat(registry().commitWithKey("fraud", GROUP, "k")).contains(second);
        assertThat(registry().commitWithKey("fraud", GROUP, "K")).isEmpty();
    }

    @Test
    void theCommitThatWroteASequenceIsFoundAlsoAfterACompaction() {
        CommitRecord first = commit(GROUP, 3, START, Optional.empty());
        CommitRecord second = commit(GROUP, 5, START.plusSeconds(10), Optional.empty());
        Commit its = second.commit();
        Commit compaction = new Commit(
                7,
                GROUP,
                Commit.Operation.COMPACT,
                START.plusSeconds(20),
                its.sequence(),
                its.counts(),
                its.duration());
        record(first, Optional.empty());
        record(second, Optional.empty());
        record(new CommitRecord("fraud", compaction, 907, Optional.empty()), Optional.empty());
        record(commit(OTHER, 4, START.plusSeconds(5), Optional.empty()), Optional.empty());

        assertThat(registry().commitOfSequence("fraud", GROUP, 30)).contains(first);
        assertThat(registry().commitOfSequence("fraud", GROUP, 50)).contains(second);
        assertThat(registry().commitOfSequence("fraud", GROUP, 40)).isEmpty();
        assertThat(registry().commitOfSequence("other", GROUP, 30)).isEmpty();
    }

    @Test
    void anIdempotencyKeyIsUsedOnceInAGroup() {
        record(commit(GROUP, 3, START, Optional.of("k")), Optional.empty());

        assertFails(
                SpiError.ALREADY_EXISTS,
                () -> record(commit(GROUP, 4, START.plusSeconds(1), Optional.of("k")), Optional.empty()));
        record(commit(OTHER, 5, START.plusSeconds(2), Optional.of("k")), Optional.empty());
        record(commit(GROUP, 6, START.plusSeconds(3), Optional.empty()), Optional.empty());
        record(commit(GROUP, 7, START.plusSeconds(4), Optional.empty()), Optional.empty());
        assertThat(registry().commits("fraud", GROUP)).hasSize(3);
    }

    @Test
    void aCommitIsRecordedOnce() {
        record(commit(GROUP, 3, START, Optional.empty()), Optional.empty());

        assertFails(SpiError.ALREADY_EXISTS, () -> record(commit(GROUP, 3, START, Optional.empty()), Optional.empty()));
    }

    @Test
    void aForgottenGroupHasNoCommitsButItsSequenceGoesOn() {
        change(tx -> tx.nextSequence("fraud", GROUP));
        record(commit(GROUP, 3, START, Optional.of("k")), Optional.of(new OutboxEntry("fraud", GROUP, 3, "{}")));
        begin(intent(GROUP, 4));
        record(commit(OTHER, 5, START.plusSeconds(1), Optional.of("k")), Optional.empty());
        change(tx -> done(() -> tx.forgetCommits("fraud", GROUP)));

        assertThat(registry().commits("fraud", GROUP)).isEmpty();
        assertThat(registry().intents("fraud", GROUP)).isEmpty();
        assertThat(registry().outbox("fraud", GROUP)).isEmpty();
        assertThat(registry().commits("fraud", OTHER)).hasSize(1);
        assertThat(number(tx -> tx.nextSequence("fraud", GROUP))).isEqualTo(2);
    }

    @Test
    void commitsAreThereAfterReopening() {
        CommitRecord commit = commit(GROUP, 3, Instant.parse("1969-12-31T23:59:59.999999Z"), Optional.of("🐦"));
        OutboxEntry entry = new OutboxEntry("fraud", GROUP, 3, "{\"x\":\"'\\\"\"}");
        record(commit, Optional.of(entry));
        begin(intent(GROUP, 4));
        store.close();

        store = openAgain();
        assertThat(registry().commits("fraud", GROUP)).containsExactly(commit);
        assertThat(registry().outbox("fraud", GROUP)).containsExactly(entry);
        assertThat(registry().intents("fraud", GROUP)).containsExactly(intent(GROUP, 4));
    }

    @Test
    void aLeaseIsHeldByOneAtATime() {
        Lease lease = store.acquire("fraud/cards__1", Duration.ZERO);
        Lease another = store.acquire("fraud/bank__1", Duration.ZERO);

        assertFails(SpiError.LEASE_BUSY, () -> store.acquire("fraud/cards__1", Duration.ofMillis(5)));
        assertThat(another.name()).isEqualTo("fraud/bank__1");
        store.release(lease);
        Lease next = store.acquire("fraud/cards__1", Duration.ZERO);
        assertThat(next.epoch()).isGreaterThan(lease.epoch());
    }

    @Test
    void whoWaitsForALeaseGetsItWhenItIsGivenBack() throws Exception {
        Lease lease = store.acquire("a", Duration.ZERO);
        CompletableFuture<Lease> waiting =
                CompletableFuture.supplyAsync(() -> store.acquire("a", Duration.ofMinutes(1)));
        store.release(lease);

        assertThat(waiting.get(50, TimeUnit.SECONDS).epoch()).isGreaterThan(lease.epoch());
    }

    @Test
    void onlyTheHolderOfALeasePassesTheFence() {
        Lease lease = store.acquire("a", Duration.ZERO);
        change(tx -> done(() -> tx.fence(lease)));

        store.release(lease);
        assertFails(SpiError.LEASE_LOST, () -> change(tx -> done(() -> tx.fence(lease))));
        Lease next = store.acquire("a", Duration.ZERO);
        assertFails(SpiError.LEASE_LOST, () -> change(tx -> done(() -> tx.fence(lease))));
        store.release(lease);
        change(tx -> done(() -> tx.fence(next)));
    }

    @Test
    void leasesOfAClosedStoreAreFreeAndItsHolderIsFencedOff() {
        Lease lost = store.acquire("a", Duration.ZERO);
        store.close();
        store = openAgain();
        assertFails(SpiError.LEASE_LOST, () -> change(tx -> done(() -> tx.fence(lost))));
        Lease taken = store.acquire("a", Duration.ZERO);

        assertThat(taken.epoch()).isGreaterThan(lost.epoch());
        assertFails(SpiError.LEASE_LOST, () -> change(tx -> done(() -> tx.fence(lost))));
    }

    @Test
    void aFencedOffTransactionChangesNothing() {
        Lease lease = store.acquire("a", Duration.ZERO);
        store.release(lease);

        assertFails(
                SpiError.LEASE_LOST,
                () -> change(tx -> done(() -> {
                    tx.record(commit(GROUP, 3, START, Optional.empty()), Optional.empty());
                    tx.fence(lease);
                })));
        assertThat(registry().commits("fraud", GROUP)).isEmpty();
    }

    private RegistryStore openAgain() {
        RegistryStore next = open(clock);
        opened.add(next);
        return next;
    }

    private void begin(CommitIntent intent) {
        store.change(ACTOR, tx -> done(() -> tx.begin(intent)));
    }

    private void record(CommitRecord commit, Optional<OutboxEntry> outbox) {
        change(tx -> done(() -> tx.record(commit, outbox)));
    }

    private RegistryReader registry() {
        return new FreshReader(store);
    }

    private <T> T change(Function<RegistryTransaction, T> work) {
        return store.change(ACTOR, tx -> {
            T result = work.apply(tx);
            tx.audit("fraud", "test", "a change");
            return result;
        });
    }

    private long number(ToLongFunction<RegistryTransaction> next) {
        return change(tx -> next.applyAsLong(tx));
    }

    private static boolean done(Runnable work) {
        work.run();
        return true;
    }

    private static CommitIntent intent(GroupRef group, long commit) {
        return new CommitIntent("fraud", group, commit, 12, "INSERT", START, 3);
    }

    private static CommitRecord commit(GroupRef group, long id, Instant at, Optional<String> key) {
        Commit commit = new Commit(
                id,
                group,
                Commit.Operation.INSERT,
                at,
                id * 10,
                new Commit.Counts(1, 2, 3, 4),
                Duration.ofMillis(1_500));
        return new CommitRecord("fraud", commit, 900 + id, key);
    }
}
