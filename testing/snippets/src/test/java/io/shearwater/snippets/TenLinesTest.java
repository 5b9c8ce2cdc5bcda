package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenLinesTest {
    @TempDir
    private Path directory;

    @Test
    void aCsvGoesInAndAVectorComesOutWithoutFlags() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("weather.csv"), """
                city,at,temperature,wind
                stockholm,2026-01-02T00:00:00Z,-1.5,7
                stockholm,2026-01-01T00:00:00Z,-3.5,4
                uppsala,2026-01-01T00:00:00Z,-5.0,3
                """);
        // Twice: the second time everything is there already.
        for (int run = 0; run < 2; run++) {
            Path output = directory.resolve("output");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            TenLines.class.getName())
                    .directory(directory.toFile())
                    .redirectError(directory.resolve("errors").toFile())
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor())
                    .as(Files.readString(directory.resolve("errors")))
                    .isZero();
            assertThat(Files.readString(output)).contains("{temperature=-1.5, wind=7}");
        }
    }
}
