package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a command. */
class InterruptedCommandTest {
    private static final String SAID =
            "shearwater: interrupted. What was written is kept; run the command again to go on.";

    @TempDir
    Path directory;

    private Process quickstart(Path out, Path err, String terminals) throws IOException {
        // Where the build itself runs in the background, its children would inherit that they ignore the signal.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        List<String> java = JavaProcess.of(
                        "io.shearwater.cli.Main",
                        List.of(
                                "quickstart",
                                "--keep",
                                directory.resolve("store").toString(),
                                "--scale",
                                "0.004"))
                .command();
        command.addAll(java);
        command.add(command.indexOf("-cp"), "-Dshearwater.terminal=" + terminals);
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
    void ends_it_with_one_line_and_the_next_run_finishes_the_work() throws IOException, InterruptedException {
        assumeThat(new ProcessBuilder("env", "--default-signal=INT", "true")
                        .start()
                        .waitFor())
                .as("env resets signals (GNU coreutils 8.31 or later)")
                .isZero();
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        // Once in a pipe, once at what says to be a terminal; each time a little further on.
        String[][] runs = {{"", "insert "}, {"out,err", "insert cc_trans_fg"}};
        for (String[] run : runs) {
            Process process = quickstart(out, err, run[0]);
            while (!Files.readString(out).contains(run[1])) {
                assertThat(process.waitFor(2, TimeUnit.MILLISECONDS))
                        .as(Files.readString(out) + Files.readString(err))
                        .isFalse();
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(130);
            String said = Files.readString(err);
            // On a terminal a progress bar was on the line before; it is gone, and the line is whole.
            assertThat(said.substring(said.lastIndexOf('\r') + 1).replace("\u001b[K", ""))
                    .isEqualTo(SAID + System.lineSeparator());
            assertThat(said).doesNotContain("Exception", "\tat ", "fatal error");
        }
        Process last = quickstart(out, err, "");
        assertThat(last.waitFor()).as(Files.readString(err)).isZero();
        assertThat(Files.readString(out)).contains("100 payments replayed");
        assertThat(Files.readString(err)).isEmpty();
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            assertThat(store.featureGroups()).isNotEmpty();
        }
    }
}
