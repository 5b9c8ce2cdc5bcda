package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.AuditRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SpiError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RegistryStore} does with definitions, tags, pointers, numbers and the audit. */
public abstract class RegistryStoreConformance {
    private static final Actor ACTOR = new Actor("ada");
    private static final GroupRef GROUP = new GroupRef("cards", 1);
    private static final TableRef TABLE = new TableRef("fraud", "cards__1");

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-03-01T10:00:00Z"));
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
    void aNewDefinitionHasRevisionOneAndIsFoundAsItWasPut() {
        DefinitionKey bank = group("fraud", "bank", 1);
        Definition put =
                change(tx -> tx.put(new Definition(group("fraud", "cards", 1), "{\"a\":1}", 0, List.of(bank))));

        assertThat(put.revision()).isEqualTo(1);
        assertThat(registry().find(group("fraud", "cards", 1))).contains(put);
        assertThat(put.json()).isEqualTo("{\"a\":1}");
        assertThat(put.dependsOn()).containsExactly(bank);
        assertThat(registry().find(group("fraud", "cards", 2))).isEmpty();
        assertThat(registry().find(group("other", "cards", 1))).isEmpty();
    }

    @Test
    void pointsOfASeriesAreReadByStepAndTheLatestOfEachName() {
        Instant at = Instant.parse("2026-03-01T10:00:00.000001Z");
        List<Measurement> losses = List.of(
                new Measurement("loss", 2, at, Double.NaN),
                new Measurement("loss", 0, at, 0.7),
                new Measurement("loss", 0, at, 0.7),
                new Measurement("auc", -1, at, Double.POSITIVE_INFINITY));
        change(tx -> done(() -> tx.measure("fraud", "run", losses)));
        Measurement later = new Measurement("loss", 2, at.plusSeconds(1), 1e-300);
        change(tx -> done(() -> tx.measure("fraud", "run", List.of(later))));
        change(tx -> done(() -> tx.measure("fraud", "other", losses)));

        assertThat(registry().measurements("fraud", "run", "loss", 0, 10))
                .containsExactly(losses.get(1), losses.get(2), losses.get(0), later);
        assertThat(registry().measurements("fraud", "run", "loss", 1, 2)).containsExactly(losses.get(2), losses.get(0));
        assertThat(registry().latestMeasurements("fraud", "run")).containsExactly(losses.get(3), later);
        assertThat(registry().latestMeasurements("weather", "run")).isEmpty();
        change(tx -> done(() -> tx.forgetMeasurements("fraud", "run")));
        assertThat(registry().latestMeasurements("fraud", "run")).isEmpty();
        assertThat(registry().latestMeasurements("fraud", "other")).hasSize(2);
    }

    @Test
    void aDefinitionIsReplacedOnlyAtItsRevision() {
        DefinitionKey key = group("fraud", "cards", 1);
        Definition first = define(key, "first");
        Definition second = change(tx -> tx.put(new Definition(key, "second", first.revision(), List.of())));

        assertThat(second.revision()).isEqualTo(2);
        assertFails(SpiError.STALE_BASE, () -> change(tx -> tx.put(new Definition(key, "late", 1, List.of()))));
        assertFails(SpiError.ALREADY_EXISTS, () -> define(key, "again"));
        assertFails(
                SpiError.STALE_BASE,
                () -> change(tx -> tx.put(new Definition(group("fraud", "gone", 1), "x", 3, List.of()))));
        assertThat(registry().find(key).orElseThrow().json()).isEqualTo("second");
    }

    @Test
    void changesOfEachKindAreCountedInEachProject() {
        DefinitionKey key = group("fraud", "cards", 1);
        assertThat(registry().changes("fraud", Kind.FEATURE_GROUP)).isZero();
        Definition first = define(key, "first");
        change(tx -> tx.put(new Definition(key, "second", first.revision(), List.of())));
        define(group("other", "cards", 1), "first");

        assertThat(registry().changes("fraud", Kind.FEATURE_GROUP)).isEqualTo(2);
        assertThat(registry().changes("fraud", Kind.FEATURE_VIEW)).isZero();
        assertThat(registry().changes("other", Kind.FEATURE_GROUP)).isEqualTo(1);
        change(tx -> {
            tx.remove(key);
            return key;
        });
        define(key, "as if it were the first");
        assertThat(registry().changes("fraud", Kind.FEATURE_GROUP)).isEqualTo(4);
        assertThatThrownBy(() -> change(tx -> {
                    tx.remove(key);
                    throw new IllegalStateException("nothing happened");
                }))
                .hasMessage("nothing happened");
        assertThat(registry().changes("fraud", Kind.FEATURE_GROUP)).isEqualTo(4);
    }

    @Test
    void definitionsAreListedByNameThenVersion() {
        define(group("fraud", "cards", 10), "a");
        define(group("fraud", "cards", 2), "b");
        define(group("fraud", "accounts", 1), "c");
        define(new DefinitionKey("fraud", Kind.FEATURE_VIEW, "cards", 1), "d");
        define(group("weather", "cards", 1), "e");

        assertThat(registry().list("fraud", Kind.FEATURE_GROUP))
                .extracting(Definition::json)
                .containsExactly("c", "b", "a");
        assertThat(registry().versions("fraud", Kind.FEATURE_GROUP, "cards"))
                .extracting(definition -> definition.key().version())
                .containsExactly(2, 10);
        assertThat(registry().projects()).containsExactly("fraud", "weather");
    }

    @Test
    void whatBelongsToTheWholeStoreIsInNoProject() {
        define(new DefinitionKey(DefinitionKey.STORE, Kind.USER, "ada@example.com", 0), "x");
        define(group("fraud", "cards", 1), "x");

        assertThat(registry().list(DefinitionKey.STORE, Kind.USER))
                .extracting(definition -> definition.key().name())
                .containsExactly("ada@example.com");
        assertThat(registry().projects()).containsExactly("fraud");
    }

    @Test
    void whatDependsOnADefinitionIsKnownUntilItNoLongerDoes() {
        DefinitionKey cards = group("fraud", "cards", 1);
        DefinitionKey bank = group("fraud", "bank", 1);
        DefinitionKey view = new DefinitionKey("fraud", Kind.FEATURE_VIEW, "fraud_view", 1);
        define(cards, "x");
        define(bank, "x");
        Definition both = change(tx -> tx.put(new Definition(view, "x", 0, List.of(cards, bank))));

        assertThat(registry().list("fraud", Kind.FEATURE_VIEW)).containsExactly(both);
        assertThat(registry().dependants(bank)).containsExactly(view);
        change(tx -> tx.put(new Definition(view, "x", 1, List.of(cards))));
        assertThat(registry().dependants(bank)).isEmpty();
        assertThat(registry().dependants(cards)).containsExactly(view);
        change(tx -> done(() -> tx.remove(view)));
        assertThat(registry().dependants(cards)).isEmpty();
        assertThat(registry().dependants(group("other", "cards", 1))).isEmpty();
    }

    @Test
    void removingADefinitionRemovesItsTags() {
        DefinitionKey key = group("fraud", "cards", 1);
        define(key, "x");
        change(tx -> done(() -> tx.setTag(key, "owner", "risk")));
        change(tx -> done(() -> tx.remove(key)));
        define(key, "y");

        assertThat(registry().tags(key)).isEmpty();
        assertFails(SpiError.NOT_FOUND, () -> change(tx -> done(() -> tx.remove(group("fraud", "none", 1)))));
    }

    @Test
    void tagsAreSetReplacedAndRemoved() {
        DefinitionKey key = group("fraud", "cards", 1);
        define(key, "x");
        change(tx -> done(() -> tx.setTag(key, "owner", "risk")));
        change(tx -> done(() -> tx.setTag(key, "owner", "it's \"ours\" 🐦\n")));
        change(tx -> done(() -> tx.setTag(key, "empty", "")));

        assertThat(registry().tags(key)).isEqualTo(Map.of("owner", "it's \"ours\" 🐦\n", "empty", ""));
        change(tx -> done(() -> tx.removeTag(key, "owner")));
        change(tx -> done(() -> tx.removeTag(key, "never there")));
        assertThat(registry().tags(key)).isEqualTo(Map.of("empty", ""));
        assertFails(SpiError.NOT_FOUND, () -> change(tx -> done(() -> tx.setTag(group("fraud", "none", 1), "a", "b"))));
    }

    @Test
    void aPointerMovesOnlyFromWhereItIsExpected() {
        change(tx -> done(() -> tx.swapPointer(TABLE, Optional.empty(), Optional.of("m1"))));
        assertThat(registry().pointer(TABLE)).contains("m1");
        assertFails(
                SpiError.STALE_BASE,
                () -> change(tx -> done(() -> tx.swapPointer(TABLE, Optional.empty(), Optional.of("m2")))));
        change(tx -> done(() -> tx.swapPointer(TABLE, Optional.of("m1"), Optional.of("m2"))));
        assertFails(
                SpiError.STALE_BASE,
                () -> change(tx -> done(() -> tx.swapPointer(TABLE, Optional.of("m1"), Optional.of("m3")))));
        assertThat(registry().pointer(TABLE)).contains("m2");
        assertThat(registry().pointer(new TableRef("other", "cards__1"))).isEmpty();
        change(tx -> done(() -> tx.swapPointer(TABLE, Optional.of("m2"), Optional.empty())));
        assertThat(registry().pointer(TABLE)).isEmpty();
        assertFails(
                SpiError.STALE_BASE,
                () -> change(tx -> done(() -> tx.swapPointer(TABLE, Optional.of("m2"), Optional.of("m3")))));
    }

    @Test
    void aFailedChangeLeavesNothingBehind() {
        define(group("fraud", "cards", 1), "x");
        long before = change(tx -> tx.nextNumber("fraud", "n"));
        int audits = registry().audit("fraud", 100).size();

        assertThatThrownBy(() -> change(tx -> {
                    tx.put(new Definition(group("fraud", "bank", 1), "x", 0, List.of()));
                    tx.setTag(group("fraud", "cards", 1), "a", "b");
                    tx.swapPointer(TABLE, Optional.empty(), Optional.of("m1"));
                    tx.nextNumber("fraud", "n");
                    throw new IllegalStateException("stop");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stop");

        assertThat(registry().find(group("fraud", "bank", 1))).isEmpty();
        assertThat(registry().tags(group("fraud", "cards", 1))).isEmpty();
        assertThat(registry().pointer(TABLE)).isEmpty();
        assertThat(registry().audit("fraud", 100)).hasSize(audits);
        assertThat(number(tx -> tx.nextNumber("fraud", "n"))).isEqualTo(before + 1);
    }

    @Test
    void aTransactionSeesItsOwnWrites() {
        DefinitionKey key = group("fraud", "cards", 1);
        change(tx -> {
            Definition put = tx.put(new Definition(key, "x", 0, List.of()));
            tx.setTag(key, "a", "b");
            tx.swapPointer(TABLE, Optional.empty(), Optional.of("m1"));
            assertThat(tx.find(key)).contains(put);
            assertThat(tx.tags(key)).containsEntry("a", "b");
            assertThat(tx.pointer(TABLE)).contains("m1");
            return put;
        });
    }

    @Test
    void aReaderKeepsWhatItBeganWith() {
        DefinitionKey key = group("fraud", "cards", 1);
        define(key, "before");

        store.read(reader -> {
            String before = reader.find(key).orElseThrow().json();
            inAnotherThread(() -> change(tx -> tx.put(new Definition(key, "after", 1, List.of()))));
            assertThat(before).isEqualTo("before");
            assertThat(reader.find(key).orElseThrow().json()).isEqualTo("before");
            return before;
        });
        assertThat(registry().find(key).orElseThrow().json()).isEqualTo("after");
    }

    @Test
    void readersAndTransactionsEndWithTheirFunction() {
        RegistryReader kept = store.read(Function.identity());
        RegistryTransaction keptToo = store.change(ACTOR, Function.identity());

        assertFails(SpiError.INTERNAL, kept::projects);
        assertFails(SpiError.INTERNAL, () -> keptToo.nextCommitId());
    }

    @Test
    void aChangeInsideAChangeIsRefused() {
        assertFails(SpiError.INTERNAL, () -> change(tx -> change(inner -> inner.nextCommitId())));
        assertThat(number(RegistryTransaction::nextCommitId)).isPositive();
    }

    @Test
    void numbersCountUpFromOneEachForItself() {
        assertThat(number(tx -> tx.nextSequence("fraud", GROUP))).isEqualTo(1);
        assertThat(number(tx -> tx.nextSequence("fraud", GROUP))).isEqualTo(2);
        assertThat(number(tx -> tx.nextSequence("fraud", new GroupRef("cards", 2))))
                .isEqualTo(1);
        assertThat(number(tx -> tx.nextSequence("other", GROUP))).isEqualTo(1);
        assertThat(number(tx -> tx.nextNumber("fraud", "online"))).isEqualTo(1);
        assertThat(number(tx -> tx.nextNumber("fraud", "online"))).isEqualTo(2);
        assertThat(number(RegistryTransaction::nextCommitId)).isEqualTo(1);
        assertThat(number(RegistryTransaction::nextCommitId)).isEqualTo(2);
    }

    @Test
    void instantsOfCommitsIncreaseThoughTheClockStandsOrGoesBack() {
        Instant first = change(RegistryTransaction::nextCommitInstant);
        Instant second = change(RegistryTransaction::nextCommitInstant);
        clock.set(Instant.parse("2026-02-01T00:00:00.123456789Z"));
        Instant third = openAgain().change(ACTOR, RegistryTransaction::nextCommitInstant);
        clock.set(Instant.parse("2026-04-01T00:00:00.123456789Z"));
        Instant fourth = change(RegistryTransaction::nextCommitInstant);

        assertThat(first).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(second).isEqualTo("2026-03-01T10:00:00.000001Z");
        assertThat(third).isEqualTo("2026-03-01T10:00:00.000002Z");
        assertThat(fourth).isEqualTo("2026-04-01T00:00:00.123456Z");
    }

    @Test
    void concurrentChangesAreDoneOneAfterTheOther() throws Exception {
        DefinitionKey key = group("fraud", "cards", 1);
        define(key, "0");
        int threads = 8;
        int times = 20;
        Callable<Void> increments = () -> {
            for (int i = 0; i < times; i++) {
                change(tx -> {
                    Definition now = tx.find(key).orElseThrow();
                    String next = Integer.toString(Integer.parseInt(now.json()) + 1);
                    return tx.put(new Definition(key, next, now.revision(), List.of()));
                });
            }
            return null;
        };
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = java.util.Collections.nCopies(threads, increments);
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        }

        Definition last = registry().find(key).orElseThrow();
        assertThat(last.json()).isEqualTo(Integer.toString(threads * times));
        assertThat(last.revision()).isEqualTo(1L + (long) threads * times);
    }

    @Test
    void theAuditTellsWhoDidWhatNewestFirst() {
        store.change(new Actor("ada"), tx -> {
            tx.put(new Definition(group("fraud", "cards", 1), "x", 0, List.of()));
            tx.audit("fraud", "create", "feature group 'cards'");
            tx.audit("other", "note", "elsewhere");
            return tx;
        });
        clock.set(Instant.parse("2026-03-02T00:00:00.000001999Z"));
        store.change(new Actor("bob"), tx -> {
            tx.setTag(group("fraud", "cards", 1), "a", "b");
            tx.audit("fraud", "tag", "🐦");
            return tx;
        });

        List<AuditRecord> audit = registry().audit("fraud", 10);
        assertThat(audit).extracting(AuditRecord::actor).containsExactly("bob", "ada");
        assertThat(audit).extracting(AuditRecord::action).containsExactly("tag", "create");
        assertThat(audit).extracting(AuditRecord::subject).containsExactly("🐦", "feature group 'cards'");
        assertThat(audit.getFirst().at()).isEqualTo("2026-03-02T00:00:00.000001Z");
        assertThat(audit.getFirst().number()).isGreaterThan(audit.getLast().number());
        assertThat(registry().audit("fraud", 1)).containsExactly(audit.getFirst());
    }

    @Test
    void aChangeOfContentWithoutAnAuditRecordIsRefused() {
        DefinitionKey key = group("fraud", "cards", 1);
        Definition definition = new Definition(key, "x", 0, List.of());

        assertFails(SpiError.INTERNAL, () -> store.change(ACTOR, tx -> tx.put(definition)));
        assertThat(registry().find(key)).isEmpty();
        assertFails(
                SpiError.INTERNAL,
                () -> store.change(
                        ACTOR, tx -> done(() -> tx.swapPointer(TABLE, Optional.empty(), Optional.of("m1")))));
        assertThat(registry().pointer(TABLE)).isEmpty();
    }

    @Test
    void everythingIsThereAfterReopening() {
        DefinitionKey key = group("fraud", "cards", 1);
        String text = "{\"text\":\"" + "long ".repeat(200_000) + "\\u0000 🐦 'quoted'\"}";
        Definition stored = change(tx -> tx.put(new Definition(key, text, 0, List.of(group("a", "b", 3)))));
        change(tx -> done(() -> tx.setTag(key, "owner", "risk")));
        change(tx -> done(() -> tx.swapPointer(TABLE, Optional.empty(), Optional.of("m1"))));
        change(tx -> tx.nextSequence("fraud", GROUP));
        List<AuditRecord> audit = registry().audit("fraud", 100);
        store.close();

        store = openAgain();
        assertThat(registry().find(key)).contains(stored);
        assertThat(registry().tags(key)).containsEntry("owner", "risk");
        assertThat(registry().pointer(TABLE)).contains("m1");
        assertThat(registry().audit("fraud", 100)).isEqualTo(audit).hasSize(4);
        assertThat(number(tx -> tx.nextSequence("fraud", GROUP))).isEqualTo(2);
    }

    private RegistryStore openAgain() {
        RegistryStore next = open(clock);
        opened.add(next);
        return next;
    }

    private Definition define(DefinitionKey key, String json) {
        return change(tx -> tx.put(new Definition(key, json, 0, List.of())));
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

    private static DefinitionKey group(String project, String name, int version) {
        return new DefinitionKey(project, Kind.FEATURE_GROUP, name, version);
    }

    private static void inAnotherThread(Runnable work) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().unstarted(work);
        thread.setUncaughtExceptionHandler((t, thrown) -> failure.set(thrown));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        assertThat(failure.get()).isNull();
    }

    static void assertFails(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(ShearwaterException.class, has(code));
    }

    private static Consumer<ShearwaterException> has(ErrorCode code) {
        return failure -> assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    }
}
