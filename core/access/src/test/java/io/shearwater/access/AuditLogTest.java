package io.shearwater.access;

import static io.shearwater.access.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.access.AuditEvent.Outcome;
import io.shearwater.testing.InMemoryRegistryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    private Path directory;

    private final InMemoryRegistryStore store = new InMemoryRegistryStore(Instant::now);
    private volatile Instant now = START;
    private final AuditOptions options = AuditOptions.defaults().withClock(() -> now);

    private static AuditEvent event(int number) {
        return new AuditEvent(
                START.plusSeconds(number),
                "request-" + number,
                number % 2 == 0 ? "olga@example.com" : "service:fraud/nightly",
                "key" + number % 3,
                number % 5 == 0 ? "weather" : "fraud",
                number % 4 == 0 ? "features.read" : "features.write",
                "feature_group:cards/" + number % 3,
                number % 7 == 0 ? Outcome.denied("NOT_ALLOWED") : Outcome.ALLOWED,
                "192.0.2.1",
                Map.of("rows", Integer.toString(number)));
    }

    private AuditLog open() {
        return AuditLog.open(directory, store, options);
    }

    private void write(AuditLog log, int from, int to) {
        for (int number = from; number <= to; number++) {
            log.record(event(number));
        }
    }

    private static List<Long> numbers(List<AuditEntry> entries) {
        return entries.stream().map(AuditEntry::number).toList();
    }

    private static List<Long> down(long from, long to) {
        return LongStream.rangeClosed(to, from).map(n -> from + to - n).boxed().toList();
    }

    private List<Path> files() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (AuditFile file : AuditFile.list(directory)) {
            paths.add(file.path());
        }
        return paths;
    }

    @Test
    void whatWasRecordedIsThereNewestFirst() {
        try (AuditLog log = open()) {
            write(log, 1, 20);

            List<AuditEntry> all = log.query(AuditFilter.all());

            assertThat(numbers(all)).isEqualTo(down(20, 1));
            assertThat(all.getFirst().event()).isEqualTo(event(20));
            assertThat(log.verify()).isEqualTo(new AuditVerdict(20, Optional.empty()));
        }
        try (AuditLog log = open()) {
            log.recordDurably(event(21));
            assertThat(numbers(log.query(AuditFilter.all()))).isEqualTo(down(21, 1));
            assertThat(log.verify().isWhole()).isTrue();
        }
    }

    @Test
    void filtersFitTogetherAndPagesFollowEachOther() {
        AuditOptions small = options.withFileBytes(2_000);
        try (AuditLog log = AuditLog.open(directory, store, small)) {
            for (int number = 1; number <= 100; number++) {
                log.recordDurably(event(number));
            }
            List<AuditFilter> filters = List.of(
                    AuditFilter.all().ofProject("weather"),
                    AuditFilter.all().ofPrincipal("olga@example.com").ofAction("features.read"),
                    AuditFilter.all().ofAsset("feature_group:cards/*").withOutcome(Outcome.Kind.DENIED),
                    AuditFilter.all().ofAction("features.*").ofAsset("feature_group:cards/1"),
                    AuditFilter.all().between(START.plusSeconds(10), START.plusSeconds(31)),
                    AuditFilter.all().between(START.plusSeconds(1000), START.plusSeconds(2000)));
            for (AuditFilter filter : filters) {
                List<AuditEntry> expected = new ArrayList<>();
                for (int number = 100; number >= 1; number--) {
                    AuditEntry entry = new AuditEntry(number, event(number));
                    if (filter.fits(entry)) {
                        expected.add(entry);
                    }
                }
                assertThat(log.query(filter)).isEqualTo(expected);
                List<AuditEntry> paged = new ArrayList<>();
                long before = Long.MAX_VALUE;
                while (true) {
                    List<AuditEntry> page = log.query(filter.before(before).atMost(7));
                    paged.addAll(page);
                    if (page.size() < 7) {
                        break;
                    }
                    before = page.getLast().number();
                }
                assertThat(paged).isEqualTo(expected);
            }
            assertThat(numbers(log.query(AuditFilter.all().between(START.plusSeconds(10), START.plusSeconds(31)))))
                    .isEqualTo(down(30, 10));
            assertThat(log.query(AuditFilter.all().ofProject("weather"))).hasSize(20);
        }
    }

    @Test
    void textsOfAnyKindComeBackAndLongOnesAreCut() {
        String odd = "\u0000\n\r\t\"\\ \u2028 caf\u00e9 \uD83E\uDD85 </script>";
        AuditEvent strange = new AuditEvent(
                Instant.MAX, odd, odd, odd, odd, odd, odd, Outcome.failed(odd), odd, Map.of(odd, odd, "", "x"));
        AuditEvent broken = event(1).with(Map.of("x", "half \uD83E"));
        AuditEvent endless = event(2).from("x".repeat(1_000_000), "y");
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            many.put("detail" + i, "x");
        }
        try (AuditLog log = open()) {
            log.record(strange);
            log.record(broken);
            log.record(endless);
            log.record(event(3).with(many));

            List<AuditEntry> all = log.query(AuditFilter.all());

            assertThat(all.get(3).event()).isEqualTo(strange);
            assertThat(all.get(2).event().details()).containsEntry("x", "half ?");
            assertThat(all.get(1).event().request()).hasSize(1_000).endsWith("x…");
            assertThat(all.get(0).event().details()).hasSize(32).containsEntry("…", "69");
            assertThat(log.verify().isWhole()).isTrue();
        }
    }

    @Test
    void manyThreadsWriteOneChain() throws Exception {
        try (AuditLog log = AuditLog.open(
                        directory, store, options.withFileBytes(100_000).withQueue(16, Duration.ofSeconds(60)));
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread * 1000;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        if (i % 50 == 0) {
                            log.recordDurably(event(first + i));
                        } else {
                            log.record(event(first + i));
                        }
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
            assertThat(log.verify()).isEqualTo(new AuditVerdict(4_000, Optional.empty()));
            List<AuditEntry> all = log.query(AuditFilter.all().atMost(10_000));
            assertThat(numbers(all)).isEqualTo(down(4_000, 1));
            for (int thread = 0; thread < 8; thread++) {
                int first = thread * 1000;
                List<Integer> own = all.reversed().stream()
                        .map(entry -> Integer.parseInt(entry.event().details().getOrDefault("rows", "")))
                        .filter(number -> number >= first && number < first + 1000)
                        .toList();
                assertThat(own).hasSize(500).isSorted();
            }
        }
        assertThat(files().size()).isGreaterThan(3);
        assertThat(AuditLog.verify(directory, store).isWhole()).isTrue();
    }

    @Test
    void everyFlippedBitOfALogIsFound() throws IOException {
        AuditOptions small = options.withFileBytes(1_000);
        try (AuditLog log = AuditLog.open(directory, store, small)) {
            for (int number = 1; number <= 5; number++) {
                log.recordDurably(event(number));
            }
        }
        assertThat(AuditLog.verify(directory, store)).isEqualTo(new AuditVerdict(5, Optional.empty()));
        assertThat(files().size()).isGreaterThan(1);
        for (Path file : files()) {
            byte[] right = Files.readAllBytes(file);
            for (int at = 0; at < right.length; at++) {
                byte[] wrong = right.clone();
                wrong[at] ^= (byte) (1 << (at % 8));
                Files.write(file, wrong);
                assertThat(AuditLog.verify(directory, store).isWhole())
                        .describedAs("%s byte %s", file.getFileName(), at)
                        .isFalse();
            }
            Files.write(file, right);
        }
        assertThat(AuditLog.verify(directory, store).isWhole()).isTrue();
    }

    @Test
    void whatWasCutMovedOrTakenOutIsNamed() throws IOException {
        try (AuditLog log = open()) {
            write(log, 1, 10);
        }
        Path file = files().getFirst();
        List<String> lines = Files.readAllLines(file);

        assertFault(file, swapped(lines, 4, 5), 4, "missing or moved");
        assertFault(file, without(lines, 7), 7, "missing or moved");
        assertFault(file, lines.subList(0, 8), 8, "missing: the log was written up to 10");
        List<String> doubled = new ArrayList<>(lines);
        doubled.add(4, lines.get(3));
        assertFault(file, doubled, 4, "missing or moved");
        List<String> changed = new ArrayList<>(lines);
        changed.set(6, lines.get(6).replace("allowed", "denied"));
        assertFault(file, changed, 6, "altered");
        byte[] all = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(all, all.length - 5));
        assertThat(AuditLog.verify(directory, store).fault().orElseThrow().what())
                .contains("in the middle");
        Files.delete(file);
        assertThat(AuditLog.verify(directory, store).fault().orElseThrow().number())
                .isEqualTo(1);
    }

    private static List<String> swapped(List<String> lines, int one, int other) {
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(one, lines.get(other));
        swapped.set(other, lines.get(one));
        return swapped;
    }

    private static List<String> without(List<String> lines, int gone) {
        List<String> rest = new ArrayList<>(lines);
        rest.remove(gone);
        return rest;
    }

    private void assertFault(Path file, List<String> lines, long number, String what) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
        AuditVerdict.Fault fault = AuditLog.verify(directory, store).fault().orElseThrow();
        assertThat(fault.what()).contains(what);
        assertThat(fault.number()).isEqualTo(number);
        assertThat(fault.file()).isEqualTo(file.getFileName().toString());
    }

    @Test
    void aChainThatWasForgedAsAWholeIsNotWhatTheHeadKnows() throws IOException {
        try (AuditLog log = open()) {
            write(log, 1, 5);
        }
        Path file = files().getFirst();
        AuditChain place = AuditChain.BEGINNING;
        List<byte[]> forged = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            byte[] entry = AuditJson.write(new AuditEntry(number, event(number + 100)));
            place = place.after(entry);
            forged.add(place.line(entry));
        }
        Files.writeString(file, AuditChain.BEGINNING.header());
        for (byte[] line : forged) {
            Files.write(file, line, StandardOpenOption.APPEND);
        }

        assertThat(AuditLog.verify(directory, store).fault().orElseThrow().number())
                .isEqualTo(5);
        try (AuditLog log = open()) {
            write(log, 6, 8);
            assertThat(log.query(AuditFilter.all().ofAction("audit.recover"))).hasSize(1);
            assertThat(log.verify().fault()).isPresent();
        }
        assertThat(AuditLog.verify(directory, store).fault()).isPresent();
    }

    @Test
    void aLogThatWasCutStaysKnownAsCutAfterItWentOn() throws IOException {
        try (AuditLog log = open()) {
            write(log, 1, 10);
        }
        Path file = files().getFirst();
        Files.writeString(file, String.join("\n", Files.readAllLines(file).subList(0, 8)) + "\n");

        try (AuditLog log = open()) {
            write(log, 11, 12);
            assertThat(log.query(AuditFilter.all().ofAction("audit.recover"))
                            .getFirst()
                            .event()
                            .details())
                    .containsEntry("missing", "8 to 10");
            assertThat(numbers(log.query(AuditFilter.all())))
                    .isEqualTo(List.of(13L, 12L, 11L, 7L, 6L, 5L, 4L, 3L, 2L, 1L));
        }
        AuditVerdict.Fault fault = AuditLog.verify(directory, store).fault().orElseThrow();
        assertThat(fault.number()).isEqualTo(8);
        Files.delete(files().getLast());
        Files.delete(files().getLast());
        try (AuditLog log = open()) {
            write(log, 1, 1);
            assertThat(log.verify().fault()).isPresent();
        }
    }

    @Test
    void aTornLineIsCutAndTheLogSaysSo() throws IOException {
        try (AuditLog log = open()) {
            write(log, 1, 3);
        }
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        int line = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int torn : new int[] {1, 40, 64, 65, 66, 120}) {
            Files.write(file, whole);
            Files.write(file, Arrays.copyOfRange(whole, line, line + torn), StandardOpenOption.APPEND);
            InMemoryRegistryStore.Disk disk = new InMemoryRegistryStore.Disk();
            InMemoryRegistryStore fresh = new InMemoryRegistryStore(disk, Instant::now);
            try (AuditLog log = AuditLog.open(directory, fresh, options)) {
                assertThat(log.query(AuditFilter.all()).getFirst().event().details())
                        .containsEntry("torn_bytes", Integer.toString(torn));
                assertThat(log.verify()).isEqualTo(new AuditVerdict(4, Optional.empty()));
            }
        }
    }

    @Test
    void oldFilesAreGivenUpAndTheRestIsStillWhole() throws IOException {
        AuditOptions forAnHour = options.withFileBytes(1_000).keepingFor(Duration.ofHours(1));
        try (AuditLog log = AuditLog.open(directory, store, forAnHour)) {
            for (int number = 1; number <= 40; number++) {
                log.recordDurably(event(number));
            }
            assertThat(log.verify().entries()).isEqualTo(40);
            int before = files().size();
            now = START.plusSeconds(20).plus(Duration.ofHours(1));
            for (int number = 41; number <= 50; number++) {
                log.recordDurably(event(number));
            }

            assertThat(files().size()).isLessThan(before);
            AuditVerdict verdict = log.verify();
            assertThat(verdict.fault()).isEmpty();
            assertThat(verdict.entries()).isBetween(30L, 34L);
            List<AuditEntry> kept = log.query(AuditFilter.all());
            assertThat(kept.getLast().event().at()).isBetween(START.plusSeconds(17), START.plusSeconds(20));
        }
        assertThat(AuditLog.verify(directory, store).isWhole()).isTrue();
        Files.delete(files().getFirst());
        assertThat(AuditLog.verify(directory, store).isWhole()).isFalse();
    }

    @Test
    void aLogThatCannotBeWrittenRefusesInsteadOfDropping() throws IOException {
        Path file = Files.createFile(directory.resolve("audit"));
        assertThat(refused(AccessError.NOT_AUDITED, () -> AuditLog.open(file, store, options)))
                .contains(file.toString());

        AuditLog log = open();
        log.close();
        log.close();
        refused(AccessError.NOT_AUDITED, () -> log.record(event(1)));
        refused(AccessError.NOT_AUDITED, () -> log.recordDurably(event(1)));
    }
}
