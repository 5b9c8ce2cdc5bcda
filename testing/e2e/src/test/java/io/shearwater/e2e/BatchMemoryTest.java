package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchMemoryTest {
    /** Of the process, in MiB: less than the features of all rows take. */
    private static final int HEAP = 64;

    @TempDir
    Path directory;

    @Test
    void rows_that_do_not_fit_into_memory_stream_through_the_model() throws IOException, InterruptedException {
        assertThat((long) BatchProcess.ROWS * BatchProcess.FEATURES * Double.BYTES)
                .isGreaterThan(HEAP * (1L << 20));
        Path store = directory.resolve("store");
        Path output = directory.resolve("output");
        ProcessBuilder builder = JavaProcess.of(BatchProcess.class.getName(), List.of(store.toString()));
        builder.command().add(1 + builder.command().indexOf("-Xmx512m"), "-Xmx" + HEAP + "m");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0)
                    .as("all rows are predicted; it said: %s", Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        long rows = BatchProcess.ROWS;
        try (FeatureStore opened = Shearwater.open(store)) {
            assertThat(opened.sql("SELECT CAST(count(*) AS BIGINT) AS n, CAST(count(prediction) AS BIGINT) AS predicted"
                                    + " FROM " + BatchProcess.OUTPUT)
                            .toMaps())
                    .containsExactly(Map.of("n", rows, "predicted", rows));
        }
    }
}
