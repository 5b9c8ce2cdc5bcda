package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input of more than a frame for a group without history: checked to its end before anything is served. */
class OnlineOnlyStreamTest {
    private static final FeatureGroupSpec SESSIONS = FeatureGroupSpec.builder("sessions", 1)
            .feature("id", DataType.LONG)
            .feature("state", DataType.string(8))
            .feature("vector", DataType.embedding(2))
            .primaryKey("id")
            .onlineOnly()
            .build();
    private static final long ROWS_OF_A_FRAME = 1_000;

    @TempDir
    private Path directory;

    private static FrameReader frames(int count, int badFrame) {
        List<Frame> frames = IntStream.range(0, count)
                .mapToObj(frame -> frame(frame, frame == badFrame))
                .toList();
        return FrameReader.of(SESSIONS.schema(), frames.iterator());
    }

    private static Frame frame(int number, boolean bad) {
        FrameBuilder rows = new FrameBuilder(SESSIONS.schema(), (int) ROWS_OF_A_FRAME);
        for (long row = 0; row < ROWS_OF_A_FRAME; row++) {
            long id = number * ROWS_OF_A_FRAME + row;
            @Nullable Long key = bad && row == 7 ? null : id;
            rows.append(key, "s" + id, new float[] {id, -id});
        }
        return rows.build();
    }

    private static List<Map<String, @Nullable Object>> served(FeatureGroup group, long id) {
        return group.onlineRows(Map.of("id", id), TimeRange.ALL, 10).toMaps();
    }

    private List<Path> scratch() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("scratch"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("rows-"))
                    .toList();
        }
    }

    @Test
    void everyFrameIsServed() throws IOException {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup group = store.createFeatureGroup(SESSIONS);
            Commit commit = group.insert(frames(5, -1), WriteOptions.plain());
            assertThat(commit.counts().inserted()).isEqualTo(5_000);
            for (long id : List.of(0L, 999L, 1_000L, 4_999L)) {
                assertThat(served(group, id)).hasSize(1);
                assertThat(served(group, id).getFirst()).containsEntry("state", "s" + id);
            }
            assertThat(served(group, 5_000)).isEmpty();
            assertThat(scratch()).isEmpty();
        }
    }

    @Test
    void aBadRowInTheLastFrameKeepsTheFirstOnesBack() throws IOException {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup group = store.createFeatureGroup(SESSIONS);
            assertThatThrownBy(() -> group.insert(frames(5, 4), WriteOptions.plain()))
                    .hasMessageContaining("row 4008")
                    .hasMessageContaining("'id' is null");
            assertThat(served(group, 0)).isEmpty();
            assertThat(group.commits()).isEmpty();
            assertThat(scratch()).isEmpty();
        }
    }
}
