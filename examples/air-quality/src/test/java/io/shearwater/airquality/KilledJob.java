package io.shearwater.airquality;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that runs the example, to be killed in a step. */
final class KilledJob {
    private KilledJob() {}

    public static void main(String[] arguments) {
        Path charts = Path.of(arguments[2]);
        Story story = new Halting(arguments[3]);
        try (FeatureStore store = Shearwater.open(Path.of(arguments[1]))) {
            AirQualityExample.run(store, Path.of(arguments[0]), story);
            AirQualityExample.charts(store, charts, story);
        }
    }

    /** Says by a byte of its output that a step has come; then waits for ever, or, of a step with a plus before its name, goes on. */
    private record Halting(String wanted) implements Story {
        @Override
        public void say(String line) {}

        @Override
        public <T> T step(String name, Work<T> work) {
            boolean goesOn = wanted.startsWith("+");
            if (name.equals(goesOn ? wanted.substring(1) : wanted)) {
                try {
                    new FileOutputStream(FileDescriptor.out).write(1);
                    if (!goesOn) {
                        new CountDownLatch(1).await();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return work.run(outcome -> {});
        }
    }

    /** Runs the example in a process of its own and kills it when the step has come. */
    static void kill(Path file, Path store, Path charts, String step) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledJob.class.getName(),
                        file.toString(),
                        store.toString(),
                        charts.toString(),
                        step)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            assertThat(output.read()).as("the job reaches '" + step + "'").isOne();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as("it was killed, and had not ended").isNotZero();
    }
}
