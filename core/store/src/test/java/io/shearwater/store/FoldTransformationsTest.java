package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.transform.BuiltIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transformations that learn for each fold of a cross-validation, beside what is computed by hand from the rows as stored. */
class FoldTransformationsTest {
    private static final int ROWS = 120;
    private static final int FOLDS = 4;

    @TempDir
    private Path directory;

    private FeatureStore store;
    private FeatureView view;

    /** A row as it is stored. */
    private record Payment(long id, double amount, String shop) {}

    @BeforeEach
    void insertRows() {
        store = Shearwater.open(directory.resolve("store"));
        FeatureGroupSpec payments = FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("shop", DataType.STRING)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .online()
                .build();
        FrameBuilder rows = new FrameBuilder(payments.schema(), ROWS);
        for (long id = 0; id < ROWS; id++) {
            // One shop has a single row, so that the fold with it for testing has not seen it; one amount is far off.
            rows.append(id, id == 7 ? 1e6 : id * id % 97 / 4.0, id == 11 ? "rare" : "shop " + id % 3, id % 5 == 0);
        }
        store.createFeatureGroup(payments).insert(rows.build());
        view = store.createFeatureView(FeatureViewSpec.builder(
                        "risk", 1, store.featureGroup("payments").select("amount", "shop", "is_fraud"))
                .labels("is_fraud")
                .transform(
                        BuiltIns.removeByQuantile("amount", 0, 0.99),
                        BuiltIns.minMaxScaler("amount"),
                        BuiltIns.oneHotEncoder("shop"))
                .build());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static TrainingOptions folds() {
        return TrainingOptions.of(SplitSpec.kFold(FOLDS, 5));
    }

    private static List<Payment> payments(TrainingData.Part raw) {
        List<Payment> payments = new ArrayList<>();
        for (int row = 0; row < raw.features().rows(); row++) {
            payments.add(new Payment(
                    (Long) Objects.requireNonNull(raw.index().value(row, "id")),
                    (Double) Objects.requireNonNull(raw.features().value(row, "amount")),
                    (String) Objects.requireNonNull(raw.features().value(row, "shop"))));
        }
        return payments;
    }

    /** What a model must see of rows, when everything is learnt from others that are given. */
    private static Map<Long, Map<String, Object>> expected(List<Payment> rows, List<Payment> training) {
        List<Payment> kept = training.stream().filter(row -> row.amount() < 1e6).toList();
        double min = kept.stream().mapToDouble(Payment::amount).min().orElseThrow();
        double max = kept.stream().mapToDouble(Payment::amount).max().orElseThrow();
        TreeSet<String> shops = new TreeSet<>(kept.stream().map(Payment::shop).toList());
        Map<Long, Map<String, Object>> expected = new TreeMap<>();
        for (Payment row : rows) {
            Map<String, Object> features = new TreeMap<>();
            features.put("amount", (row.amount() - min) / (max - min));
            shops.forEach(shop ->
                    features.put("shop_" + shop.replace(' ', '_'), row.shop().equals(shop) ? 1 : 0));
            expected.put(row.id(), features);
        }
        return expected;
    }

    private static List<Payment> inliers(List<Payment> rows) {
        return rows.stream().filter(row -> row.amount() < 1e6).toList();
    }

    private static Map<Long, Map<String, Object>> rows(TrainingData.Part part) {
        Map<Long, Map<String, Object>> rows = new TreeMap<>();
        for (int row = 0; row < part.features().rows(); row++) {
            rows.put(
                    (Long) part.index().value(row, "id"),
                    new TreeMap<>(part.features().row(row)));
        }
        return rows;
    }

    @Test
    void eachFoldIsTransformedWithWhatTheOthersTaught() {
        TrainingData data = view.trainingData(folds());
        TrainingData raw = view.untransformed().trainingData(data.dataset().version());
        int unseen = 0;
        for (TrainingData read : List.of(data, view.trainingData(1))) {
            for (int number = 1; number <= FOLDS; number++) {
                TrainingData.Fold fold = read.fold(number);
                List<Payment> train = payments(raw.fold(number).train());
                List<Payment> test = payments(raw.fold(number).test());
                assertThat(rows(fold.test())).isEqualTo(expected(test, train));
                assertThat(rows(fold.train())).isEqualTo(expected(inliers(train), train));
                assertThat(fold.test().labels().rows()).isEqualTo(test.size());
                unseen += fold.test().features().schema().contains("shop_rare") ? 0 : 1;
            }
        }
        assertThat(unseen).as("folds whose others lack a shop").isEqualTo(2);
        List<Payment> all = payments(raw.all());
        assertThat(all).hasSize(ROWS);
        assertThat(rows(data.all())).isEqualTo(expected(inliers(all), all));
    }

    @Test
    void theFinalModelIsServedWithWhatAllFoldsTaught() {
        TrainingData data = view.trainingData(folds());
        List<Payment> all = payments(view.untransformed().trainingData(1).all());
        FeatureView ready = view.withTrainingDataset(data.dataset().version());
        Map<Long, Map<String, Object>> expected = expected(all, all);
        for (Payment payment : all) {
            Map<String, Object> request = Map.of("amount", payment.amount(), "shop", payment.shop());
            assertThat(new TreeMap<>(ready.featureVector(request).toMap())).isEqualTo(expected.get(payment.id()));
        }
    }

    @Test
    void filesHoldWhatFramesHoldAndEveryFoldHasItsOwn() throws IOException {
        Path files = directory.resolve("files");
        view.untransformed().writeTrainingData(folds(), TrainingFiles.of(files, TrainingFiles.Format.PARQUET));
        TrainingDataset written = view.writeTrainingData(1, TrainingFiles.of(files, TrainingFiles.Format.PARQUET));
        TrainingDataset anew = view.writeTrainingData(
                folds(), TrainingFiles.of(directory.resolve("anew"), TrainingFiles.Format.PARQUET));
        TrainingData data = view.trainingData(1);
        for (int number = 1; number <= FOLDS; number++) {
            assertThat(sorted(files, "fold_" + number + "_test"))
                    .isEqualTo(sorted(data.fold(number).test()))
                    .isEqualTo(sorted(directory.resolve("anew"), "fold_" + number + "_test"));
            assertThat(sorted(files, "fold_" + number + "_train"))
                    .isEqualTo(sorted(data.fold(number).train()));
        }
        assertThat(sorted(files, "all_folds")).isEqualTo(sorted(data.all()));
        assertThat(written.foldsFitted()).hasSize(FOLDS).isEqualTo(anew.foldsFitted());
        assertThat(written.fitted()).isEqualTo(anew.fitted());
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left.map(file -> file.getFileName().toString())).hasSize(2 * FOLDS + 1);
        }
    }

    private List<String> sorted(Path files, String name) {
        Frame rows =
                store.reader(FileSource.of(files.resolve(name + ".parquet"))).readAll();
        return texts(rows);
    }

    private static List<String> sorted(TrainingData.Part part) {
        return texts(part.features());
    }

    /** Rows as texts, without labels, in an order that does not depend on where they stood. */
    private static List<String> texts(Frame rows) {
        List<String> names = rows.schema().names().stream()
                .filter(name -> !name.equals("is_fraud"))
                .toList();
        return rows.select(names).toMaps().stream()
                .map(row -> new TreeMap<>(row).toString())
                .sorted()
                .toList();
    }

    @Test
    void whatAFoldLearntIsDeletedWithItsVersionAndRefusedWhenItWasChanged() throws IOException {
        view.trainingData(folds());
        List<Path> learnt = fittedFiles();
        assertThat(learnt).hasSize(FOLDS + 1);
        Path second = learnt.stream()
                .filter(file -> file.toString().contains("fold_2"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(second);
        bytes[bytes.length - 1]++;
        Files.write(second, bytes);
        assertThatThrownBy(() -> view.trainingData(1)).hasMessageContaining("was changed from outside");
        view.deleteTrainingDataset(1);
        assertThat(fittedFiles()).isEmpty();
    }

    private List<Path> fittedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("store"))) {
            return files.filter(file -> file.toString().endsWith(".fitted")).toList();
        }
    }

    @Test
    void aFoldWhoseOthersTeachNothingIsNamed() {
        FeatureView sparse = store.createFeatureView(FeatureViewSpec.builder(
                        "sparse", 1, store.featureGroup("payments").select("amount"))
                .transform(BuiltIns.minMaxScaler("amount"))
                .build());
        assertThatThrownBy(() -> sparse.trainingData(
                        TrainingOptions.of(SplitSpec.kFold(2, 1)).where(Predicate.atLeast("amount", 1e6))))
                .hasMessageContaining("From the rows for training of 'fold_")
                .hasMessageContaining("'amount' has no value");
        assertThat(sparse.trainingDatasets()).isEmpty();
    }
}
