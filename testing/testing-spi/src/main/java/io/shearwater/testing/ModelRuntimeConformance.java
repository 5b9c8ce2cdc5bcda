package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every runtime of models keeps to. Its model has one file and reads numbers of the type double. */
public abstract class ModelRuntimeConformance {
    private static final Set<LearningError> REFUSALS =
            Set.of(LearningError.BAD_MODEL, LearningError.UNSUPPORTED_MODEL, LearningError.WRONG_FEATURES);

    /** Where each test keeps its model. */
    @TempDir
    protected Path directory;

    /** The runtime. */
    protected abstract ModelRuntime runtime();

    /** What the model reads and predicts. */
    protected abstract ModelSignature signature();

    /** Writes a model of {@link #signature} into a directory that is there and empty. */
    protected abstract void write(Path into) throws IOException;

    /** How many of the bytes of a file lie between two at which it is cut, or changed. */
    protected int step() {
        return 97;
    }

    private Predictor load() throws IOException {
        write(directory);
        return runtime().load(directory, signature());
    }

    private Frame rows(int count) {
        return RandomFeatures.of(signature().features(), count, 3);
    }

    @Test
    void its_files_are_recognised_and_no_others(@TempDir Path empty) throws IOException {
        assertThat(runtime().recognises(empty)).isFalse();
        assertThatThrownBy(() -> runtime().load(empty, signature()))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(LearningError.BAD_MODEL));

        write(directory);

        assertThat(runtime().recognises(directory)).isTrue();
        assertThat(runtime().format()).isNotBlank();
    }

    @Test
    void rows_of_a_batch_get_the_bits_of_single_rows() throws IOException {
        try (Predictor model = load()) {
            int outputs = signature().outputs();
            Frame batch = rows(501);

            double[] together = model.predict(batch);

            assertThat(together).hasSize(501 * outputs);
            for (int row = 0; row < batch.rows(); row++) {
                double[] alone = model.predict(batch.slice(row, row + 1));
                for (int i = 0; i < outputs; i++) {
                    assertThat(Double.doubleToRawLongBits(alone[i]))
                            .as("row %d", row)
                            .isEqualTo(Double.doubleToRawLongBits(together[row * outputs + i]));
                }
            }
        }
    }

    @Test
    void threads_get_the_bits_that_one_gets_alone() throws Exception {
        try (Predictor model = load();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Frame batch = rows(40);
            double[] expected = model.predict(batch);
            List<Callable<double[]>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                calls.add(() -> model.predict(batch));
            }

            for (Future<double[]> scores : threads.invokeAll(calls)) {
                assertThat(scores.get()).containsExactly(expected);
            }
        }
    }

    @Test
    void no_rows_get_no_scores() throws IOException {
        try (Predictor model = load()) {
            assertThat(model.predict(Frame.empty(signature().features()))).isEmpty();
        }
    }

    @Test
    void features_that_are_not_those_of_the_model_are_refused() throws IOException {
        try (Predictor model = load()) {
            List<String> names = signature().features().names();
            Frame rows = rows(3);

            refusesFeatures(model, rows.select(names.subList(0, names.size() - 1)), names.getLast());
            refusesFeatures(model, rows.select(names.reversed()), names.getFirst());
            List<Field> texts =
                    names.stream().map(name -> new Field(name, DataType.STRING)).toList();
            refusesFeatures(model, RandomFeatures.of(Schema.of(texts), 3, 1), names.getFirst());
        }
    }

    private static void refusesFeatures(Predictor model, Frame rows, String named) {
        assertThatThrownBy(() -> model.predict(rows))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(LearningError.WRONG_FEATURES))
                .hasMessageContaining(named);
    }

    @Test
    void a_model_that_reads_another_number_of_features_is_refused() throws IOException {
        write(directory);
        ModelSignature right = signature();
        List<Field> more = new ArrayList<>(
                right.features().names().stream().map(right.features()::field).toList());
        more.add(new Field("one_more", DataType.DOUBLE));
        ModelSignature wrong =
                new ModelSignature(Schema.of(more), right.task(), right.label(), right.classes(), right.quantiles());

        assertThatThrownBy(() -> runtime().load(directory, wrong))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(LearningError.WRONG_FEATURES));
    }

    @Test
    void a_loaded_model_does_not_need_its_files() throws IOException {
        try (Predictor model = load()) {
            Frame rows = rows(5);
            double[] before = model.predict(rows);
            Files.delete(file());

            assertThat(model.predict(rows)).containsExactly(before);
        }
    }

    @Test
    void a_closed_model_says_so() throws IOException {
        Predictor model = load();
        model.close();
        model.close();

        assertThatThrownBy(() -> model.predict(rows(1)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(LearningError.LEARNER_FAILED))
                .hasMessageContaining("closed");
    }

    @Test
    void predictions_under_way_end_well_when_the_model_is_closed() throws Exception {
        for (int round = 0; round < 20; round++) {
            Predictor model = load();
            Frame batch = rows(200);
            double[] expected = model.predict(batch);
            CountDownLatch begun = new CountDownLatch(4);
            AtomicBoolean closed = new AtomicBoolean();
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<Boolean>> ends = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    ends.add(threads.submit(() -> predictUntilClosed(model, batch, expected, begun, closed)));
                }
                begun.await();
                model.close();
                closed.set(true);
                for (Future<Boolean> end : ends) {
                    assertThat(end.get()).isTrue();
                }
            }
        }
    }

    /** Whether a prediction fails as of a closed model, and none that began after it was closed gives scores. */
    private static boolean predictUntilClosed(
            Predictor model, Frame rows, double[] expected, CountDownLatch begun, AtomicBoolean closed) {
        while (true) {
            boolean after = closed.get();
            try {
                assertThat(model.predict(rows)).containsExactly(expected);
            } catch (ShearwaterException e) {
                return e.code() == LearningError.LEARNER_FAILED;
            } finally {
                begun.countDown();
            }
            if (after) {
                return false;
            }
        }
    }

    @Test
    void a_file_that_is_cut_off_is_refused_or_means_the_same() throws IOException {
        write(directory);
        byte[] whole = Files.readAllBytes(file());
        Frame rows = rows(5);
        double[] expected;
        try (Predictor model = runtime().load(directory, signature())) {
            expected = model.predict(rows);
        }
        int refused = 0;
        for (int size = 0; size < whole.length; size += step()) {
            Files.write(file(), java.util.Arrays.copyOf(whole, size));
            try (Predictor model = runtime().load(directory, signature())) {
                assertThat(model.predict(rows)).as("cut at byte %d", size).containsExactly(expected);
            } catch (ShearwaterException e) {
                refused++;
                assertThat(REFUSALS).as(e.getMessage()).contains((LearningError) e.code());
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void a_file_with_a_changed_byte_is_refused_or_predicts() throws IOException {
        write(directory);
        byte[] whole = Files.readAllBytes(file());
        Frame rows = rows(5);
        int refused = 0;
        for (int at = 0; at < whole.length; at += step()) {
            for (int change : new int[] {0x01, 0x80, 0xFF}) {
                byte[] changed = whole.clone();
                changed[at] = (byte) (changed[at] ^ change);
                Files.write(file(), changed);
                try (Predictor model = runtime().load(directory, signature())) {
                    assertThat(model.predict(rows)).hasSize(5 * signature().outputs());
                } catch (ShearwaterException e) {
                    refused++;
                    assertThat(e.code()).as(e.getMessage()).isInstanceOf(LearningError.class);
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void contributions_add_up_to_what_gives_the_score() throws IOException {
        try (Predictor model = load()) {
            if (model.explainer().isEmpty() || signature().outputs() > 1) {
                return;
            }
            Predictor.Explainer explainer = model.explainer().get();
            Frame rows = rows(20);
            double[] scores = model.predict(rows);
            double[] contributions = explainer.contributions(rows);
            int width = signature().features().size() + 1;

            assertThat(contributions).hasSize(20 * width);
            for (int row = 0; row < 20; row++) {
                double margin = 0;
                for (int i = 0; i < width; i++) {
                    margin += contributions[row * width + i];
                }
                assertThat(explainer.score(margin)).isCloseTo(scores[row], offset(1e-5 * (1 + Math.abs(scores[row]))));
            }
        }
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findFirst().orElseThrow();
        }
    }
}
