package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.RunSearch;
import io.shearwater.learning.Run;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} that is killed, and the same command again. */
class KilledTrainCommandTest {
    private static final int ROUNDS = 3_000;
    private static final int ROWS = 400;

    private static Path store(Path directory) {
        FeatureGroupSpec payments = FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("age", DataType.DOUBLE)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .build();
        Random random = new Random(3);
        FrameBuilder rows = new FrameBuilder(payments.schema(), ROWS);
        for (long id = 0; id < ROWS; id++) {
            double amount = random.nextInt(400);
            rows.append(id, amount, random.nextDouble(), amount + 100 * random.nextGaussian() > 300);
        }
        try (FeatureStore made = Shearwater.open(directory)) {
            made.createFeatureGroup(payments).insert(rows.build());
            made.createFeatureView(FeatureViewSpec.builder(
                            "risk", 1, made.featureGroup("payments").select("amount", "age", "is_fraud"))
                    .labels("is_fraud")
                    .build());
        }
        return directory;
    }

    private static List<String> train(Path store) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "risk", "--model", "risk", "--test", "0.3", "--store", store.toString()));
        for (String parameter : List.of(
                "num_round=" + ROUNDS,
                "checkpoint_rounds=100",
                "max_depth=2",
                "eta=0.01",
                "subsample=0.7",
                "nthread=1")) {
            arguments.add("--param");
            arguments.add(parameter);
        }
        return arguments;
    }

    private static String runs(Path store) {
        Screen screen = Screen.pipe();
        assertThat(screen.run("runs", "risk", "--output", "csv", "--store", store.toString()))
                .isZero();
        return screen.out();
    }

    @Test
    void goesOnFromTheCheckpointAndEndsInTheSameBytes(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path whole = store(directory.resolve("whole"));
        Screen screen = Screen.pipe();
        assertThat(screen.run(train(whole).toArray(String[]::new)))
                .as(screen.err())
                .isZero();
        Path killed = store(directory.resolve("killed"));
        kill(killed, directory.resolve("said"));

        assertThat(runs(killed)).contains("KILLED");
        // Whoever writes next keeps what the training goes on from.
        Shearwater.open(killed).close();
        assertThat(checkpoint(killed)).isPresent();
        assertThat(runs(killed)).contains("KILLED");
        Screen again = Screen.pipe();
        assertThat(again.run(train(killed).toArray(String[]::new)))
                .as(again.err())
                .isZero();

        assertThat(model(killed)).hasSameBinaryContentAs(model(whole));
        assertThat(runs(killed)).contains("resumed", "FINISHED").doesNotContain("KILLED");
        assertThat(checkpoint(killed)).isEmpty();
        try (FeatureStore store = Shearwater.open(killed)) {
            List<Run> all = store.experiments().search(RunSearch.of("risk"));
            assertThat(all).hasSize(1);
            assertThat(all.getFirst().data().tags()).containsEntry("resumed", "1");
            assertThat(store.experiments().history(all.getFirst().runId(), "train-logloss", 0, 2 * ROUNDS))
                    .extracting(Run.MetricPoint::step)
                    .containsExactlyElementsOf(
                            IntStream.range(0, ROUNDS).mapToObj(Long::valueOf).toList());
            assertThat(store.featureView("risk").trainingDatasets()).hasSize(1);
        }
    }

    /** Between its first checkpoint and its end. */
    private static void kill(Path store, Path said) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(train(store));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            while (checkpoint(store).isEmpty()) {
                assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as("killed, not ended").isNotZero();
    }

    private static Optional<Path> checkpoint(Path store) throws IOException {
        if (!Files.exists(store.resolve("checkpoints/default"))) {
            return Optional.empty();
        }
        // Not into the directories of runs, whose half-written files come and go.
        try (Stream<Path> runs = Files.list(store.resolve("checkpoints/default"))) {
            return runs.map(run -> run.resolve("xgboost.checkpoint"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    private static Path model(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve("files"))) {
            return files.filter(file -> file.endsWith("model.json")).findFirst().orElseThrow();
        }
    }
}
