package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.ErrorKind;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import io.shearwater.testing.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoWritersTest {
    private static final StoreOptions IMPATIENT = StoreOptions.defaults().withLockWait(Duration.ZERO);

    @TempDir
    Path directory;

    @Test
    void the_second_writer_is_told_who_the_first_is_until_that_one_is_gone() throws IOException, InterruptedException {
        Path store = directory.resolve("store");
        Path journal = directory.resolve("journal");
        Path output = directory.resolve("output");
        Process first = JavaProcess.start(
                LedgerProcess.class, List.of(store.toString(), journal.toString(), "1", "0"), Map.of(), output);
        try {
            while (!Files.exists(journal) || Files.readAllLines(journal).size() < 2) {
                assertThat(first.waitFor(5, TimeUnit.MILLISECONDS))
                        .as(Files.readString(output))
                        .isFalse();
            }
            Refusal.of(() -> Shearwater.open(store, IMPATIENT))
                    .as("LOCKED", ErrorKind.CONFLICT)
                    .saying(
                            store,
                            "process " + first.pid(),
                            "on " + InetAddress.getLocalHost().getHostName())
                    .saying("since " + LocalDate.now(ZoneOffset.UTC).getYear(), "Close it there, or open it read only");
            try (FeatureStore reading = Shearwater.openReadOnly(store, StoreOptions.defaults())) {
                assertThat(reading.featureGroup("ledger").commits()).isNotEmpty();
            }
            assertThat(first.isAlive()).as(Files.readString(output)).isTrue();
        } finally {
            first.destroyForcibly().waitFor();
        }
        // The system takes the lock back with the process; the text about its holder is still there and means nothing.
        try (FeatureStore second = Shearwater.open(store, IMPATIENT)) {
            FeatureGroup ledger = second.featureGroup("ledger");
            int commits = ledger.commits().size();
            LedgerOperation.of(1, 0).run(LedgerStore.in(second));
            assertThat(ledger.commits()).hasSizeGreaterThan(commits);
        }
    }
}
