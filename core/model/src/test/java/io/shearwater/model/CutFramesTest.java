package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Frames that are cut into smaller ones. */
class CutFramesTest {
    private static final Schema SCHEMA = Schema.of(new Field("n", DataType.INT));

    private static Frame frame(int from, int to) {
        FrameBuilder rows = new FrameBuilder(SCHEMA, to - from);
        IntStream.range(from, to).forEach(rows::append);
        return rows.build();
    }

    private static FrameReader frames() {
        return FrameReader.of(
                SCHEMA, List.of(frame(0, 7), frame(7, 9), frame(9, 12)).iterator());
    }

    private static List<Integer> sizes(FrameReader reader) {
        List<Integer> sizes = new ArrayList<>();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            sizes.add(next.get().rows());
        }
        return sizes;
    }

    @Test
    void noFrameIsLargerThanAskedForAndEveryRowIsThereInOrder() {
        assertThat(sizes(frames().inPieces(3))).containsExactly(3, 3, 1, 2, 3);
        assertThat(sizes(frames().inPieces(1))).hasSize(12).containsOnly(1);
        assertThat(sizes(frames().inPieces(7))).containsExactly(7, 2, 3);
        assertThat(frames().inPieces(2).readAll()).isEqualTo(frame(0, 12));
    }
}
