package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTrainingTest {
    private static final int ROWS = 400_000;

    @Test
    void rowsStreamToTheLearnerAndThroughTheEvaluationWhereTheHeapDoesNotHoldThem(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx208m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeTraining.class.getName(),
                        directory.resolve("store").toString(),
                        Integer.toString(ROWS),
                        "5",
                        directory.resolve("report").toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();

        // 96 MB of doubles; a frame may take half of the free heap.
        assertThat(Files.readString(directory.resolve("report")))
                .containsPattern("trained 0\\.9\\d+")
                .containsPattern("evaluated 3[12]\\d{4}\\n")
                .contains("in memory FRAME_TOO_LARGE");
    }
}
