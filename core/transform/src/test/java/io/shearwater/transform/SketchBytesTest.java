package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import org.junit.jupiter.api.Test;

class SketchBytesTest {
    private static DistinctSketch distinct(int from, int to) {
        ColumnBuilder values = ColumnBuilder.of("v", DataType.STRING, to - from);
        for (int i = from; i < to; i++) {
            values.append("value " + i);
        }
        Column column = values.build();
        DistinctSketch sketch = new DistinctSketch();
        for (int row = 0; row < column.size(); row++) {
            sketch.add(column, row);
        }
        return sketch;
    }

    @Test
    void sketchesOfPartsPutTogetherAreThatOfTheWhole() {
        DistinctSketch merged = new DistinctSketch();
        merged.merge(distinct(500, 2_000).toBytes());
        merged.merge(distinct(0, 1_000).toBytes());

        assertThat(merged.toBytes()).isEqualTo(distinct(0, 2_000).toBytes());
        assertThat(merged.estimate()).isCloseTo(2_000, withinPercentage(5));
    }

    @Test
    void fewValuesTakeFewBytesAndManyFourKibibytes() {
        assertThat(distinct(0, 3).estimate()).isEqualTo(3);
        assertThat(distinct(0, 3).toBytes()).hasSizeLessThan(20);
        assertThat(distinct(0, 100_000).toBytes()).hasSize(4_097);
        DistinctSketch copy = new DistinctSketch();
        copy.merge(distinct(0, 100_000).toBytes());
        assertThat(copy.estimate()).isCloseTo(100_000, withinPercentage(5));
    }

    @Test
    void aNullIsNoValue() {
        ColumnBuilder values = ColumnBuilder.of("v", DataType.LONG, 1);
        values.appendNull();
        DistinctSketch sketch = new DistinctSketch();
        sketch.add(values.build(), 0);
        assertThat(sketch.estimate()).isZero();
    }

    @Test
    void quantilesOfPartsPutTogetherAreThoseOfTheWhole() {
        QuantileSketch whole = new QuantileSketch();
        QuantileSketch left = new QuantileSketch();
        QuantileSketch right = new QuantileSketch();
        for (int i = 1; i <= 1_000; i++) {
            whole.add(i - 500);
            (i % 3 == 0 ? left : right).add(i - 500);
        }
        right.add(Double.NaN);
        left.merge(right.toBytes());

        assertThat(left.toBytes()).isEqualTo(whole.toBytes());
        assertThat(left.count()).isEqualTo(1_000);
        assertThat(left.quantile(0.9)).isCloseTo(400, withinPercentage(0.5));
        assertThat(left.quantile(0.1)).isCloseTo(-400, withinPercentage(0.5));
        assertThat(new QuantileSketch().quantile(0.5)).isNaN();
    }

    @Test
    void otherBytesAreNoSketch() {
        assertThatThrownBy(() -> new DistinctSketch().merge(new byte[] {9}))
                .hasMessageContaining("no sketch of distinct");
        assertThatThrownBy(() -> new DistinctSketch().merge(new byte[] {2, 1}))
                .hasMessageContaining("no sketch of distinct");
        assertThatThrownBy(() -> new QuantileSketch().merge(new byte[0]))
                .hasMessageContaining("no sketch of quantiles");
    }
}
