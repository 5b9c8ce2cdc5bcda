package io.shearwater.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer.Progress;
import io.shearwater.learning.TrainingTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KilledTrainingTest {
    @ParameterizedTest
    @ValueSource(strings = {"gbtree", "dart"})
    void a_training_that_was_killed_ends_with_the_bytes_of_one_that_was_not(
            String booster, @TempDir Path directory, @TempDir Path one, @TempDir Path other)
            throws IOException, InterruptedException {
        TrainingTask task = KilledTraining.task(booster);
        List<Integer> rounds = new ArrayList<>();
        int last;
        try (TrainedModel model = new XgboostTrainer().train(task, (round, metrics) -> {
            rounds.add(round);
            return Progress.GO_ON;
        })) {
            model.save(one);
            last = rounds.getLast();
        }
        int best = last - KilledTraining.PATIENCE;
        XgboostModel saved = Library.load(Files.readAllBytes(one.resolve("model.json")));
        assertThat(((Trees) saved.ensemble()).roots).as("cut to the best round").hasSize(best + 1);

        // Before the best round, and so long after it that the last checkpoint is of after it too.
        for (int halt : new int[] {best - 3, last - 2}) {
            Path checkpoints = Files.createDirectory(directory.resolve("halted after " + halt));
            kill(checkpoints, booster, halt);
            rounds.clear();
            try (TrainedModel model = new XgboostTrainer()
                    .train(task.withCheckpoints(checkpoints), (round, metrics) -> {
                        rounds.add(round);
                        return Progress.GO_ON;
                    })) {
                model.save(other);
            }

            assertThat(rounds.getFirst()).isEqualTo(halt / KilledTraining.CHECKPOINT * KilledTraining.CHECKPOINT);
            assertThat(rounds.getLast()).isEqualTo(last);
            assertThat(other.resolve("model.json")).hasSameBinaryContentAs(one.resolve("model.json"));
        }
    }

    private static void kill(Path checkpoints, String booster, int halt) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTraining.class.getName(),
                        checkpoints.toString(),
                        booster,
                        String.valueOf(halt))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            while (!Files.exists(checkpoints.resolve("halted"))) {
                assertThat(process.isAlive()).as("the child trains").isTrue();
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
    }
}
