package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Frame;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingFilesTest extends FraudDatasets {
    @Test
    void filesHoldTheSameRowsAsFrames() {
        SplitSpec byTime = SplitSpec.trainTestByTime(
                TimeRange.upTo(START.plusSeconds(40)), TimeRange.after(START.plusSeconds(60)));
        for (SplitSpec split : List.of(SplitSpec.trainTest(0.3, 42), byTime, SplitSpec.whole())) {
            TrainingOptions options = TrainingOptions.of(split).within(TimeRange.upTo(START.plusSeconds(90)));
            TrainingData frames = datasets.create(VIEW, Form.TRANSFORMED, options);

            TrainingDataset files = datasets.write(
                    VIEW, Form.TRANSFORMED, options, TrainingFiles.of(directory, TrainingFiles.Format.PARQUET));

            assertThat(files.parts()).isEqualTo(frames.dataset().parts());
            assertThat(files.droppedRows()).isEqualTo(frames.dataset().droppedRows());
            for (String part : split.names()) {
                Frame file = file(directory.resolve(part + ".parquet"));
                assertThat(file.schema().names()).containsExactly("amount", "total", "fraud", "card");
                assertThat(file.select(List.of("amount", "total")))
                        .isEqualTo(frames.part(part).features());
                assertThat(file.select(List.of("fraud")))
                        .isEqualTo(frames.part(part).labels());
            }
        }
    }

    @Test
    void partsOfManyRowsAreSeveralFilesAndThoseOfBeforeAreGone() throws IOException {
        TrainingFiles one = TrainingFiles.of(directory, TrainingFiles.Format.TFRECORD);
        TrainingOptions options =
                TrainingOptions.of(SplitSpec.trainTest(0.25, 42).exact());
        Path other = Files.writeString(directory.resolve("train_notes.txt"), "mine");

        datasets.write(VIEW, Form.TRANSFORMED, options, one);
        assertThat(directory).isDirectoryContaining("glob:**/train.tfrecord");
        byte[] whole = Files.readAllBytes(directory.resolve("train.tfrecord"));
        datasets.write(VIEW, Form.TRANSFORMED, options, one.withRowsPerFile(7));
        assertThat(directory.toFile().list())
                .hasSize(1 + 9 + 3)
                .contains("train-00008.tfrecord", "test-00002.tfrecord");
        datasets.write(VIEW, Form.TRANSFORMED, 1, one.withRowsPerFile(25));
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(
                        "train_notes.txt",
                        "train-00000.tfrecord",
                        "train-00001.tfrecord",
                        "train-00002.tfrecord",
                        "test-00000.tfrecord");
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        for (int file = 0; file < 3; file++) {
            together.write(Files.readAllBytes(directory.resolve("train-0000" + file + ".tfrecord")));
        }

        assertThat(together.toByteArray()).isEqualTo(whole);
        assertThat(other).hasContent("mine");
    }

    @Test
    void aPartWithoutRowsIsAFileToo() {
        TrainingOptions options = TrainingOptions.of(SplitSpec.trainTestByTime(
                TimeRange.upTo(START.plusSeconds(40)), TimeRange.after(START.plusSeconds(10_000))));

        datasets.write(
                VIEW,
                Form.TRANSFORMED,
                options,
                TrainingFiles.of(directory, TrainingFiles.Format.NPY).withRowsPerFile(100));

        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(
                        "train_features-00000.npy",
                        "train_labels-00000.npy",
                        "test_features-00000.npy",
                        "test_labels-00000.npy");
        assertThat(directory.resolve("test_features-00000.npy")).hasSize(128);
        assertThat(directory.resolve("train_labels-00000.npy")).hasSize(128 + 32 * 8);
    }

    @Test
    void progressTellsTheRowsSoFar() {
        List<Long> told = new ArrayList<>();

        datasets.create(
                VIEW,
                Form.TRANSFORMED,
                TrainingOptions.of(SplitSpec.trainTest(0.3, 42)).withProgress(told::add));
        datasets.write(
                VIEW,
                Form.TRANSFORMED,
                TrainingOptions.of(SplitSpec.trainTest(0.3, 42)).withProgress(told::add),
                TrainingFiles.of(directory, TrainingFiles.Format.CSV));

        assertThat(told).startsWith(80L).endsWith(80L).hasSize(3);
    }
}
