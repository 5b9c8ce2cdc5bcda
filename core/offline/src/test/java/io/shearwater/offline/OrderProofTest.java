package io.shearwater.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderProofTest {
    private static final FeatureGroupSpec GROUP = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.STRING)
            .feature("shop", DataType.INT)
            .feature("at", DataType.TIMESTAMP)
            .primaryKey("id", "shop")
            .eventTime("at")
            .build();
    private static final FeatureGroupSpec TIMELESS = FeatureGroupSpec.builder("shops", 1)
            .feature("id", DataType.LONG)
            .primaryKey("id")
            .build();

    private record Row(String id, int shop, long second) {}

    private static boolean isProved(List<Row> rows, int rowsOfAFrame) {
        OrderProof proof = new OrderProof(GROUP);
        for (int start = 0; start < rows.size(); start += rowsOfAFrame) {
            FrameBuilder frame = new FrameBuilder(GROUP.schema(), rowsOfAFrame);
            rows.subList(start, Math.min(rows.size(), start + rowsOfAFrame))
                    .forEach(row -> frame.append(row.id(), row.shop(), Instant.ofEpochSecond(row.second())));
            proof.add(frame.build());
        }
        return proof.isUnique();
    }

    private static List<Row> random(Random random, int rows, int values) {
        List<Row> made = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            made.add(new Row("ü" + random.nextInt(values), random.nextInt(3), random.nextInt(values)));
        }
        return made;
    }

    @Test
    void sortedRowsAreProvedToDifferExactlyWhenTheyDo() {
        int proved = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Row> rows = random(random, 1 + random.nextInt(12), 2 + random.nextInt(9));
            Comparator<Row> order =
                    random.nextBoolean() ? Comparator.comparing(Row::id) : Comparator.comparingLong(Row::second);
            rows.sort(order);
            boolean unique = new HashSet<>(rows).size() == rows.size();
            assertThat(isProved(rows, 1 + random.nextInt(4)))
                    .as("seed %s: %s", seed, rows)
                    .isEqualTo(unique);
            proved += unique ? 1 : 0;
        }
        assertThat(proved).isBetween(200, 1_800);
    }

    @Test
    void rowsInNoOrderAreNeverProvedWhereOneIsRepeated() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Row> rows = random(random, 2 + random.nextInt(10), 3);
            boolean unique = new HashSet<>(rows).size() == rows.size();
            if (!unique) {
                assertThat(isProved(rows, 3)).as("seed %s: %s", seed, rows).isFalse();
            }
        }
    }

    @Test
    void aKeyOfOneColumnMustGrow() {
        assertThat(isProvedTimeless(1, 2, 5)).isTrue();
        assertThat(isProvedTimeless(1, 2, 2)).isFalse();
        assertThat(isProvedTimeless(1, 3, 2)).isFalse();
        assertThat(isProvedTimeless()).isTrue();
    }

    private static boolean isProvedTimeless(long... ids) {
        OrderProof proof = new OrderProof(TIMELESS);
        FrameBuilder frame = new FrameBuilder(TIMELESS.schema(), ids.length);
        for (long id : ids) {
            frame.append(id);
        }
        Frame rows = frame.build();
        proof.add(rows);
        return proof.isUnique();
    }
}
