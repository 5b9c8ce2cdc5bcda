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
            String booster, @TempDir Path checkpoints, @TempDir Path one, @TempDir Path other)
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
        assertThat(last).as("stops early, and after the kill").isBetween(KilledTraining.HALT + 1, 198);

        kill(checkpoints, booster);
        rounds.clear();
        try (TrainedModel model = new XgboostTrainer().train(task.withCheckpoints(checkpoints), (round, metrics) -> {
            rounds.add(round);
            return Progress.GO_ON;
        })) {
            model.save(other);
        }

        assertThat(rounds.getFirst()).isEqualTo(30);
        assertThat(rounds.getLast()).isEqualTo(last);
        assertThat(other.resolve("model.json")).hasSameBinaryContentAs(one.resolve("model.json"));
        XgboostModel saved = Library.load(Files.readAllBytes(one.resolve("model.json")));
        assertThat(((Trees) saved.ensemble()).roots).as("cut to the best round").hasSize(last - 25 + 1);
    }

    private static void kill(Path checkpoints, String booster) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTraining.class.getName(),
                        checkpoints.toString(),
                        booster)
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
