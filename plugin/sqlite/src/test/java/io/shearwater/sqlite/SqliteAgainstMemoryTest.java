package io.shearwater.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Commit;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.testing.FreshReader;
import io.shearwater.testing.InMemoryRegistryStore;
import io.shearwater.testing.SteppedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any sequence of transactions leaves the same registry in SQLite as on the heap, failures included. */
class SqliteAgainstMemoryTest {
    private static final String[] PROJECTS = {"a", "b"};
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(START);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothAnswerAlike(long seed) {
        try (RegistryStore sqlite = Registries.open(directory, clock);
                RegistryStore memory = new InMemoryRegistryStore(clock)) {
            Random random = new Random(seed);
            for (int step = 0; step < 150; step++) {
                clock.advance(Duration.ofMillis(random.nextInt(3) - 1));
                List<Function<RegistryTransaction, String>> parts = new ArrayList<>();
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    parts.add(randomPart(random, new FreshReader(memory)));
                }
                assertThat(outcome(sqlite, parts)).as("step %d", step).isEqualTo(outcome(memory, parts));
            }
            assertThat(everything(new FreshReader(sqlite))).isEqualTo(everything(new FreshReader(memory)));
        }
    }

    private static String outcome(RegistryStore store, List<Function<RegistryTransaction, String>> parts) {
        try {
            return store.change(new Actor("test"), tx -> {
                List<String> results = new ArrayList<>();
                parts.forEach(part -> results.add(part.apply(tx)));
                tx.audit("a", "step", String.join("; ", results));
                return results.toString();
            });
        } catch (ShearwaterException refused) {
            return refused.code() + ": " + refused.getMessage();
        }
    }

    private static Function<RegistryTransaction, String> randomPart(Random random, RegistryReader now) {
        DefinitionKey key = randomKey(random);
        GroupRef group = new GroupRef("g", 1 + random.nextInt(2));
        String project = PROJECTS[random.nextInt(PROJECTS.length)];
        TableRef table = new TableRef(project, group.tableName());
        long id = random.nextInt(40);
        String text = "text " + random.nextInt(3);
        long revision = random.nextInt(4) == 0
                ? random.nextInt(3)
                : now.find(key).map(Definition::revision).orElse(0L);
        Optional<String> expected = random.nextInt(4) == 0 ? Optional.of("m0") : now.pointer(table);
        Optional<String> next = random.nextInt(5) == 0 ? Optional.empty() : Optional.of("m" + random.nextInt(5));
        List<DefinitionKey> on = List.of(randomKey(random));
        Optional<String> idempotency = random.nextInt(3) == 0 ? Optional.of(text) : Optional.empty();
        OutboxEntry entry = new OutboxEntry(project, group, id, text);
        CommitIntent intent = new CommitIntent(project, group, id, 2, "INSERT", START, 5);
        return switch (random.nextInt(14)) {
            case 0, 1, 2 ->
                tx -> tx.put(new Definition(key, text, revision, on)).toString();
            case 3 -> said(tx -> tx.remove(key));
            case 4 -> said(tx -> tx.setTag(key, text, text));
            case 5 -> said(tx -> tx.removeTag(key, text));
            case 6, 7 -> said(tx -> tx.swapPointer(table, expected, next));
            case 8 -> tx -> tx.nextSequence(project, group) + " " + tx.nextCommitId();
            case 9 ->
                tx -> tx.find(key).isPresent() || tx.intents(project, group).contains(intent)
                        ? "none"
                        : begun(tx, intent);
            case 10 -> said(tx -> tx.abandon(intent));
            case 11 ->
                tx -> {
                    Instant at = tx.nextCommitInstant();
                    tx.record(record(project, group, id, at, idempotency), Optional.of(entry));
                    return at.toString();
                };
            case 12 -> said(tx -> tx.done(entry));
            default -> random.nextInt(8) == 0 ? said(tx -> tx.forgetCommits(project, group)) : tx -> "nothing";
        };
    }

    private static String begun(RegistryTransaction tx, CommitIntent intent) {
        tx.abandon(intent);
        tx.begin(intent);
        return "begun";
    }

    private static Function<RegistryTransaction, String> said(java.util.function.Consumer<RegistryTransaction> work) {
        return tx -> {
            work.accept(tx);
            return "done";
        };
    }

    private static CommitRecord record(String project, GroupRef group, long id, Instant at, Optional<String> key) {
        Commit commit = new Commit(
                id, group, Commit.Operation.INSERT, at, id, new Commit.Counts(1, 2, 3, 4), Duration.ofMillis(id));
        return new CommitRecord(project, commit, id, key);
    }

    private static DefinitionKey randomKey(Random random) {
        Kind[] kinds = Kind.values();
        return new DefinitionKey(
                PROJECTS[random.nextInt(PROJECTS.length)],
                kinds[random.nextInt(kinds.length)],
                "n" + random.nextInt(2),
                random.nextInt(2));
    }

    private static List<Object> everything(RegistryReader reader) {
        List<Object> all = new ArrayList<>(reader.projects());
        for (String project : PROJECTS) {
            for (Kind kind : Kind.values()) {
                for (Definition definition : reader.list(project, kind)) {
                    all.add(definition);
                    all.add(new java.util.TreeMap<>(reader.tags(definition.key())));
                    all.add(reader.dependants(definition.key()));
                    all.add(reader.versions(project, kind, definition.key().name()));
                }
            }
            for (int version = 1; version <= 2; version++) {
                GroupRef group = new GroupRef("g", version);
                all.add(reader.pointer(new TableRef(project, group.tableName())));
                all.add(reader.commits(project, group));
                all.add(reader.latestCommit(project, group));
                all.add(reader.latestCommit(project, group, START));
                all.add(reader.intents(project, group));
                all.add(reader.outbox(project, group));
            }
            all.add(reader.audit(project, 1_000));
        }
        return all;
    }
}
