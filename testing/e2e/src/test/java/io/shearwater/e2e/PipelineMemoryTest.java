package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineMemoryTest {
    private static final long MIB = 1L << 20;
    private static final int HEAP = 256;

    @TempDir
    Path directory;

    @Test
    void nodes_side_by_side_share_the_engines_memory_and_use_the_disk() throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc tells how much memory a process takes");
        Path store = directory.resolve("store");
        Path report = directory.resolve("report");
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                JavaProcess.of(HeavyNodesProcess.class.getName(), List.of(store.toString(), report.toString()));
        builder.command().add(1 + builder.command().indexOf("-Xmx512m"), "-Xmx" + HEAP + "m");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0)
                    .as("the pipeline ran; it said: %s", Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(said(report, "spilled (\\d+)")).as("bytes on disk").isGreaterThan(100 * MIB);
        // The nodes' together, what is given on top to one that comes when all is given away, the store's own engine,
        // the heap, and what the JVM and its libraries take.
        assertThat(said(report, "VmHWM:\\s+(\\d+)") * 1024)
                .as("bytes of memory")
                .isLessThan(HeavyNodesProcess.MEMORY + (64 + 64 + HEAP + 250) * MIB);
        long rows = HeavyNodesProcess.ROWS;
        try (FeatureStore opened = Shearwater.open(store)) {
            for (String group : HeavyNodesProcess.OUTPUTS) {
                assertThat(opened.sql("SELECT CAST(sum(n) AS BIGINT) AS n, CAST(sum(total) AS BIGINT) AS total FROM "
                                        + group)
                                .toMaps())
                        .containsExactly(Map.of("n", rows, "total", rows * (rows - 1) / 2));
            }
        }
    }

    private static long said(Path report, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(report));
        assertThat(found.find()).as("%s in what it said", pattern).isTrue();
        return Long.parseLong(found.group(1));
    }
}
