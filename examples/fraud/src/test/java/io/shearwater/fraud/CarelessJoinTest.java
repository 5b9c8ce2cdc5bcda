package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.TrainingData;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.ViewRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CarelessJoinTest {
    private static final Instant NOON = Instant.parse("2025-09-01T12:00:00Z");

    private final FrameBuilder aggregates = new FrameBuilder(
            Schema.of(
                    new Field("cc_num", DataType.STRING),
                    new Field("event_time", DataType.TIMESTAMP),
                    new Field("count_1hour", DataType.LONG)),
            8);
    private final FrameBuilder features = builder("card_present", DataType.BOOLEAN, "count_1hour", DataType.LONG);
    private final FrameBuilder labels = new FrameBuilder(Schema.of(new Field("is_fraud", DataType.BOOLEAN)), 8);
    private final FrameBuilder helpers = new FrameBuilder(Schema.of(new Field("cc_num", DataType.STRING)), 8);
    private final FrameBuilder index = builder("t_id", DataType.LONG, "ts", DataType.TIMESTAMP);

    private static FrameBuilder builder(String first, DataType firstType, String second, DataType secondType) {
        return new FrameBuilder(Schema.of(new Field(first, firstType), new Field(second, secondType)), 8);
    }

    /** A payment without the card that sees {@code before} payments and makes it {@code with}. */
    private void payment(String card, Instant at, boolean fraud, @Nullable Long before, long with) {
        aggregates.append(card, at, with);
        features.append(false, before);
        labels.append(fraud);
        helpers.append(card);
        index.append((long) index.rows() + 1, at);
    }

    private QuickstartReport.Leak leak() {
        Frame all = features.build();
        TrainingDataset dataset = new TrainingDataset(
                new ViewRef("cc_fraud_fv", 1),
                1,
                NOON,
                SplitSpec.whole(),
                Predicate.all(),
                TimeRange.ALL,
                List.of(),
                false,
                TrainingDataset.Outcome.NONE);
        TrainingData data = new TrainingData(
                dataset, Map.of("train", new TrainingData.Part(all, labels.build(), helpers.build(), index.build())));
        return new CarelessJoin(aggregates.build()).besides(data);
    }

    @Test
    void theCarelessJoinStopsAChainAtItsFirstPaymentAndThePointInTimeJoinDoesNot() {
        for (int i = 0; i < 6; i++) {
            payment("1", NOON.plusSeconds(60L * i), true, i == 0 ? null : (long) i, i + 1L);
        }

        assertThat(leak()).isEqualTo(new QuickstartReport.Leak(1, 1, 0));
    }

    @Test
    void honestPaymentsAreNoChain() {
        for (int i = 0; i < 6; i++) {
            payment("1", NOON.plusSeconds(60L * i), false, (long) i, i + 1L);
        }

        assertThat(leak()).isEqualTo(new QuickstartReport.Leak(0, 0, 0));
    }

    @Test
    void aPauseOfMoreThanAnHourOrAnotherCardBeginsAnotherChain() {
        payment("1", NOON, true, null, 1);
        payment("1", NOON.plusSeconds(3600), true, 1L, 2);
        payment("1", NOON.plusSeconds(7201), true, 5L, 5);
        payment("2", NOON.plusSeconds(7202), true, null, 1);

        assertThat(leak()).isEqualTo(new QuickstartReport.Leak(3, 2, 1));
    }
}
