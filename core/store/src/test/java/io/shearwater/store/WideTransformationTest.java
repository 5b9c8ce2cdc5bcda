package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.transform.BuiltIns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A category of ten thousand values, each of which becomes a column. */
class WideTransformationTest {
    private static final int CATEGORIES = 10_000;
    private static final int ROWS = 12_000;

    @TempDir
    private Path directory;

    @Test
    void batchesAreCutSoThatTheyTakeNoMoreThan64MiB() {
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FeatureGroupSpec visits = FeatureGroupSpec.builder("visits", 1)
                    .feature("id", DataType.LONG)
                    .feature("page", DataType.STRING)
                    .primaryKey("id")
                    .build();
            FrameBuilder rows = new FrameBuilder(visits.schema(), ROWS);
            for (long id = 0; id < ROWS; id++) {
                rows.append(id, "page " + id * 7 % CATEGORIES);
            }
            store.createFeatureGroup(visits).insert(rows.build());
            FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                            "pages", 1, store.featureGroup("visits").select("page"))
                    .transform(BuiltIns.oneHotEncoder("page"))
                    .build());
            TrainingDataset made = view.untransformed()
                    .writeTrainingData(
                            TrainingOptions.of(SplitSpec.whole()),
                            TrainingFiles.of(directory, TrainingFiles.Format.PARQUET));
            FeatureView ready = view.withTrainingDataset(made.version());

            assertThat(ready.featureSchema().size()).isEqualTo(CATEGORIES);
            long read = 0;
            long ones = 0;
            try (FrameReader reader = ready.batchData(TimeRange.ALL)) {
                for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                    Frame frame = next.get();
                    assertThat(4L * CATEGORIES * frame.rows()).isLessThanOrEqualTo(64 << 20);
                    read += frame.rows();
                    ones += ones(frame);
                }
            }
            assertThat(read).isEqualTo(ROWS);
            assertThat(ones).isEqualTo(ROWS);
        }
    }

    private static long ones(Frame frame) {
        return frame.columns().stream()
                .filter(Column.Ints.class::isInstance)
                .mapToLong(column -> Arrays.stream(((Column.Ints) column).values())
                        .limit(frame.rows())
                        .sum())
                .sum();
    }
}
