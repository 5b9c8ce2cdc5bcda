package io.shearwater.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.FrameReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** History in so little memory that almost all events are put aside, in pages and blocks of a few. */
class SmallHistoryConformanceTest extends HistoryConformanceTest {
    @TempDir
    private Path scratch;

    @Override
    AggregatedRows answered(AggregateProgram program, FrameReader stream) {
        EventPool pool = new EventPool(Optional.of(scratch), new HistoryLimits(1_000, 4, 1));
        List<String> beside = List.of(OrderedRows.QUESTION.name());
        return new AggregatedRows(program, stream, new AggregatedRows.Shape(1, false, beside), pool);
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            assertThat(files).isEmpty();
        }
    }
}
