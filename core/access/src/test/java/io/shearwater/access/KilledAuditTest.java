package io.shearwater.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.testing.InMemoryRegistryStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed, again and again, and what it was promised is there. */
class KilledAuditTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasDurableIsThereAfterAKillAndTheChainIsWhole() throws Exception {
        for (int round = 0; round < 4; round++) {
            String action = "round" + round;
            int promised = killAfter(30 + 70 * round, action);

            try (AuditLog log =
                    AuditLog.open(directory, new InMemoryRegistryStore(Instant::now), AuditOptions.defaults())) {
                AuditVerdict verdict = log.verify();
                assertThat(verdict.fault()).isEmpty();
                List<String> found = log
                        .query(AuditFilter.all().ofAction(action).atMost(10_000))
                        .reversed()
                        .stream()
                        .map(entry -> entry.event().details().getOrDefault("number", ""))
                        .toList();
                assertThat(found.size()).isGreaterThan(promised);
                for (int number = 0; number < found.size(); number++) {
                    assertThat(found.get(number)).isEqualTo(Integer.toString(number));
                }
            }
        }
    }

    /** The last number that the program printed. */
    private int killAfter(int lines, String action) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditProgram.class.getName(),
                        directory.toString(),
                        action)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8)) {
            while (last < lines) {
                String line = out.readLine();
                assertThat(line).isNotNull();
                last = Integer.parseInt(line);
            }
            program.destroyForcibly();
        }
        program.waitFor();
        return last;
    }
}
