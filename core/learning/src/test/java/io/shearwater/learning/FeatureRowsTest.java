package io.shearwater.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {
    private static final Schema ALL = Schema.of(
            new Field("d", DataType.DOUBLE),
            new Field("f", DataType.FLOAT),
            new Field("i", DataType.INT),
            new Field("l", DataType.LONG),
            new Field("b", DataType.BOOLEAN),
            new Field("m", DataType.decimal(10, 2)));

    private static Frame rows(Schema schema, @Nullable Object[]... rows) {
        FrameBuilder builder = new FrameBuilder(schema, rows.length);
        for (@Nullable Object[] row : rows) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < row.length; i++) {
                values.put(schema.field(i).name(), row[i]);
            }
            builder.append(values);
        }
        return builder.build();
    }

    @Test
    void allKindsOfNumbersAreCopiedRowByRowAndNoValueIsNan() {
        Frame frame = rows(
                ALL,
                new Object[] {9.0, 9f, 9, 9L, true, new BigDecimal("9.00")},
                new Object[] {0.1, 2.5f, -3, 1L << 40, true, new BigDecimal("1.25")},
                new @Nullable Object[] {null, null, null, null, null, null},
                new Object[] {1e300, -0.0f, 7, -8L, false, new BigDecimal("-0.01")});
        float[] into = new float[18];

        FeatureRows.copy(frame, 1, 4, into);

        float none = Float.NaN;
        assertThat(into)
                .containsExactly(
                        0.1f,
                        2.5f,
                        -3,
                        0x1p40f,
                        1,
                        1.25f,
                        none,
                        none,
                        none,
                        none,
                        none,
                        none,
                        Float.POSITIVE_INFINITY,
                        -0.0f,
                        7,
                        -8,
                        0,
                        -0.01f);
        assertThat(FeatureRows.number(frame.column("m"), 1)).isEqualTo(1.25);
        assertThat(FeatureRows.number(frame.column("l"), 2)).isNaN();
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (DataType type : List.of(DataType.STRING, DataType.DATE, DataType.TIMESTAMP)) {
            assertThat(FeatureRows.isNumber(type)).isFalse();
            refuses(() -> FeatureRows.requireNumbers(Schema.of(new Field("x", type))), "[x " + type + "] is none");
        }
        refuses(
                () -> FeatureRows.requireNumbers(Schema.of(
                        new Field("x", DataType.STRING), new Field("y", DataType.LONG), new Field("z", DataType.DATE))),
                "[x string, z date] are none");
        FeatureRows.requireNumbers(ALL);
    }

    @Test
    void rowsMustHaveTheFeaturesOfAModelInTheirOrder() {
        Schema two = Schema.of(new Field("amount", DataType.DOUBLE), new Field("age", DataType.LONG));
        ModelSignature model = ModelSignature.regression(two, "y");

        FeatureRows.requireFeatures(model, Frame.empty(two));
        FeatureRows.requireFeatures(
                model, Frame.empty(Schema.of(new Field("amount", DataType.INT), new Field("age", DataType.FLOAT))));
        refuses(
                () -> FeatureRows.requireFeatures(model, Frame.empty(two.select(List.of("age", "amount")))),
                "Column 1 of the rows is 'age', but the model reads 'amount' there. It is there at another place");
        refuses(
                () -> FeatureRows.requireFeatures(
                        model,
                        Frame.empty(Schema.of(new Field("amuont", DataType.DOUBLE), new Field("age", DataType.LONG)))),
                "Did you mean 'amuont'?");
        refuses(
                () -> FeatureRows.requireFeatures(model, Frame.empty(two.select(List.of("amount")))),
                "there is no 'age'");
        refuses(
                () -> FeatureRows.requireFeatures(
                        model, Frame.empty(two.plus(List.of(new Field("more", DataType.LONG))))),
                "The rows have 3 features, the model reads 2");
        refuses(
                () -> FeatureRows.requireFeatures(
                        model,
                        Frame.empty(Schema.of(new Field("amount", DataType.STRING), new Field("age", DataType.LONG)))),
                "'amount' is string in the rows");
    }

    private static void refuses(Runnable action, String because) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(LearningError.WRONG_FEATURES))
                .hasMessageContaining(because);
    }
}
