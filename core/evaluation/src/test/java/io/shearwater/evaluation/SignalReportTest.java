package io.shearwater.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.evaluation.SignalReport.Feature;
import io.shearwater.evaluation.SignalReport.Limits;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignalReportTest {
    private static final Schema FEATURES = Schema.of(
            new Field("noise", DataType.DOUBLE),
            new Field("useful", DataType.DOUBLE),
            new Field("useful_too", DataType.DOUBLE),
            new Field("category", DataType.STRING),
            new Field("id", DataType.STRING),
            new Field("settled_at", DataType.TIMESTAMP),
            new Field("leak", DataType.DOUBLE),
            new Field("vector", DataType.embedding(2)));
    private static final Field FRAUD = new Field("is_fraud", DataType.BOOLEAN);
    private static final int ROWS = 4_000;

    private final FrameBuilder features = new FrameBuilder(FEATURES, ROWS);
    private final FrameBuilder labels = new FrameBuilder(Schema.of(FRAUD), ROWS);

    SignalReportTest() {
        Random dice = new Random(17);
        for (int i = 0; i < ROWS; i++) {
            boolean happened = dice.nextDouble() < 0.1;
            double useful = (happened ? 1 : 0) + 2 * dice.nextDouble();
            @Nullable Object settled = happened ? null : Instant.EPOCH.plusSeconds(i);
            features.append(
                    dice.nextDouble(),
                    useful,
                    3 - 2 * useful,
                    happened && dice.nextDouble() < 0.5 ? "night" : "day" + (int) (3 * dice.nextDouble()),
                    "id" + i,
                    settled,
                    (happened ? 10 : 0) + dice.nextDouble(),
                    new float[] {0, 1});
            labels.append(happened);
        }
    }

    private SignalReport report() {
        Frame label = labels.build();
        return SignalReport.of(features.build(), Map.of(), FRAUD, label.column("is_fraud"), Limits.STANDARD);
    }

    @Test
    void whatLeaksTheLabelComesFirst() {
        SignalReport report = report();
        assertThat(report.features().stream().map(Feature::name).limit(2))
                .containsExactlyInAnyOrder("leak", "settled_at");
        assertThat(report.features().stream()
                        .filter(feature -> feature.suspicion().isPresent()))
                .hasSize(2);
        assertThat(find(report, "leak").suspicion()).contains("it tells the label nearly alone");
        assertThat(find(report, "settled_at").suspicion()).contains("that it is missing tells the label nearly alone");
        assertThat(find(report, "settled_at").missing()).isBetween(0.05, 0.15);
    }

    @Test
    void powerIsOfRowsThatTheGuessWasNotMadeOf() {
        SignalReport report = report();
        assertThat(find(report, "noise").power()).isLessThan(0.02);
        // A value for each row tells nothing, though within the rows it would tell all.
        assertThat(find(report, "id").power()).isLessThan(0.02);
        assertThat(find(report, "id").distinct()).isEqualTo(ROWS);
        assertThat(find(report, "useful").power()).isBetween(0.1, 0.6);
        assertThat(find(report, "category").power()).isBetween(0.1, 0.6);
        assertThat(find(report, "useful").power())
                .isCloseTo(find(report, "useful_too").power(), Offset.offset(0.02));
        assertThat(find(report, "noise").mutualInformation()).isLessThan(0.003);
        // All that there is to know: the label's own entropy.
        assertThat(find(report, "leak").mutualInformation()).isCloseTo(entropy(), Offset.offset(0.02));
    }

    private double entropy() {
        Frame label = labels.build();
        double share = 0;
        for (int row = 0; row < ROWS; row++) {
            share += Boolean.TRUE.equals(label.value(row, "is_fraud")) ? 1.0 / ROWS : 0;
        }
        return -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    }

    @Test
    void trendsAndPairsAreTold() {
        SignalReport report = report();
        double trend = find(report, "useful").trend().orElseThrow();
        assertThat(trend).isBetween(0.2, 0.6);
        assertThat(find(report, "useful_too").trend().orElseThrow()).isCloseTo(-trend, Offset.offset(1e-9));
        assertThat(find(report, "category").trend()).isEmpty();
        assertThat(report.correlated().getFirst().first()).isEqualTo("useful");
        assertThat(report.correlated().getFirst().second()).isEqualTo("useful_too");
        assertThat(report.correlated().getFirst().correlation()).isCloseTo(-1, Offset.offset(1e-12));
        assertThat(report.skipped()).containsOnlyKeys("vector");
        assertThat(report.text())
                .startsWith("What 7 features tell of 'is_fraud', over 4,000 rows")
                .contains("SUSPICIOUS: it tells the label nearly alone")
                .contains("'useful' and 'useful_too' say nearly the same: correlation -1.000")
                .contains("'vector' was left out");
        assertThat(report.toJson())
                .startsWith("{\"label\":\"is_fraud\",\"rows\":4000,\"features\":[{\"name\":\"")
                .contains("\"suspicion\":\"it tells the label nearly alone\"");
    }

    @Test
    void aNumberIsExplainedByTheShareOfItsVariance() {
        Field amount = new Field("amount", DataType.DOUBLE);
        Schema schema = Schema.of(new Field("code", DataType.INT), new Field("x", DataType.DOUBLE));
        FrameBuilder rows = new FrameBuilder(schema, ROWS);
        FrameBuilder label = new FrameBuilder(Schema.of(amount), ROWS);
        Random dice = new Random(23);
        for (int i = 0; i < ROWS; i++) {
            double x = dice.nextDouble();
            int code = (int) (8 * dice.nextDouble());
            rows.append(code, x);
            // Variances: of x 1/12, of the noise 1/12, of the code's own 1/4.
            label.append(x + dice.nextDouble() + code % 2);
        }
        SignalReport report = SignalReport.of(
                rows.build(),
                Map.of("code", FeatureType.NOMINAL),
                amount,
                label.build().column("amount"),
                Limits.STANDARD);
        assertThat(find(report, "x").power()).isCloseTo(0.2, Offset.offset(0.03));
        assertThat(find(report, "code").power()).isCloseTo(0.6, Offset.offset(0.03));
        assertThat(find(report, "code").trend()).isEmpty();
        assertThat(find(report, "x").trend().orElseThrow()).isBetween(0.3, 0.6);
    }

    @Test
    void rowsWithoutALabelAreRefused() {
        Schema schema = Schema.of(new Field("x", DataType.DOUBLE));
        Frame rows = Frame.of(schema, List.of(Map.of("x", 1.0)));
        FrameBuilder label = new FrameBuilder(Schema.of(FRAUD), 1);
        label.append((Object) null);
        assertThatThrownBy(() ->
                        SignalReport.of(rows, Map.of(), FRAUD, label.build().column("is_fraud"), Limits.STANDARD))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("The label 'is_fraud' of row 0 is missing");
    }

    private static Feature find(SignalReport report, String name) {
        Optional<Feature> found = report.features().stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst();
        return found.orElseThrow();
    }
}
