package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartProgramTest {
    @TempDir
    private Path directory;

    @Test
    void theProgramOfTheFirstPageRunsOnTwoFiles() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("weather.csv"), """
                city,at,temperature
                stockholm,2025-06-01T00:00:00Z,14.5
                stockholm,2025-06-02T00:00:00Z,17.0
                """);
        StringBuilder sales = new StringBuilder("receipt,at,city,amount\n");
        for (int i = 0; i < 20; i++) {
            sales.append(i).append(",2025-06-01T10:").append(10 + i).append(":00Z,stockholm,7.5\n");
        }
        Files.writeString(directory.resolve("sales.csv"), sales);
        Path output = directory.resolve("output");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartProgram.class.getName())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains(" rows, now {temperature=17.0} PRESENT");
    }
}
