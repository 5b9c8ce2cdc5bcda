package io.shearwater.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of the kinds that exporters write; what they should give is computed here from their definition. */
class OnnxRuntimeTest {
    private static final Schema TWO = schema("a", "b");

    @TempDir
    Path directory;

    private static Schema schema(String... names) {
        return Schema.of(Arrays.stream(names)
                .map(name -> new Field(name, DataType.DOUBLE))
                .toList());
    }

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

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private Predictor load(byte[] model, ModelSignature signature) throws IOException {
        Files.write(directory.resolve("any name.onnx"), model);
        return new OnnxRuntime().load(directory, signature);
    }

    @Test
    void a_linear_model_gives_the_sum_of_what_is_weighted() throws IOException {
        try (Predictor model = load(OnnxModels.linear(0.5f, 2, -3), ModelSignature.regression(TWO, "y"))) {
            double[] scores = model.predict(rows(TWO, row(1.0, 0.25), row(-2.0, 4.0), row(null, 1.0)));

            assertThat(scores).containsExactly(new double[] {1.75, -15.5, Double.NaN}, offset(1e-6));
        }
    }

    @Test
    void of_two_classes_the_score_is_the_probability_of_the_second_be_it_in_a_tensor_or_in_maps() throws IOException {
        ModelSignature signature = ModelSignature.binary(TWO, "y", "no", "yes");
        double[] expected = {1 / (1 + Math.exp(-0.75)), 1 / (1 + Math.exp(12))};
        Frame rows = rows(TWO, row(1.0, 0.25), row(-2.0, 2.5));

        for (byte[] file : List.of(OnnxModels.logisticTensor(-0.5f, 2, -3), OnnxModels.logisticMaps(-0.5f, 2, -3))) {
            try (Predictor model = load(file, signature)) {
                assertThat(model.predict(rows)[0]).isCloseTo(expected[0], offset(1e-6));
                assertThat(model.predict(rows)[1]).isCloseTo(expected[1], offset(1e-6));
            }
        }
    }

    @Test
    void trees_go_where_their_nodes_say() throws IOException {
        try (Predictor model = load(OnnxModels.trees(), ModelSignature.regression(TWO, "y"))) {
            assertThat(model.predict(rows(TWO, row(-1.0, 0.0), row(1.0, 0.3), row(0.0, 0.5), row(null, null))))
                    .containsExactly(11, 22, 23, 21);
        }
    }

    @Test
    void each_feature_may_have_an_input_of_its_own_type() throws IOException {
        Schema schema = Schema.of(
                new Field("present", DataType.BOOLEAN),
                new Field("length", DataType.STRING),
                new Field("amount", DataType.DOUBLE),
                new Field("count", DataType.LONG));
        ModelSignature signature = ModelSignature.regression(schema, "y");

        try (Predictor model = load(OnnxModels.oneInputEach(), signature)) {
            assertThat(model.predict(rows(schema, row(true, "long", 0.5, 3L), row(false, "short", -1.0, -2L))))
                    .containsExactly(2130.5, 979);
            assertThatThrownBy(() -> model.predict(rows(schema, row(true, "long", 0.5, null))))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            e -> assertThat(e.code()).isEqualTo(LearningError.WRONG_FEATURES))
                    .hasMessageContaining("'count' of row 0 has no value");
            assertThatThrownBy(() -> model.predict(rows(schema, row(true, null, 0.5, 1L))))
                    .hasMessageContaining("'length' of row 0 has no value");
        }
    }

    @Test
    void what_does_not_fit_the_signature_is_refused() throws IOException {
        refuses(OnnxModels.linear(0, 1, 2), ModelSignature.quantiles(TWO, "y", List.of(0.1, 0.9)), "has 1 scores");
        refuses(OnnxModels.linear(0, 1, 2, 3), ModelSignature.regression(TWO, "y"), "has 3 features");
        refuses(OnnxModels.oneInputEach(), ModelSignature.regression(TWO, "y"), "is not among the features");
        refuses(
                OnnxModels.oneInputEach(),
                ModelSignature.regression(schema("present", "length", "amount", "count"), "y"),
                "'length' is double");
        refuses(OnnxModels.logisticMaps(0, 1, 2), ModelSignature.regression(TWO, "y"), "can be told to be the scores");
    }

    private void refuses(byte[] file, ModelSignature signature, String because) {
        assertThatThrownBy(() -> {
                    try (Predictor model = load(file, signature)) {
                        model.predict(rows(TWO, row(1.0, 2.0)));
                    }
                })
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(because);
    }

    @Test
    void a_model_for_a_newer_runtime_says_so() throws IOException {
        byte[] file = OnnxModels.linear(0, 1, 2);
        // The first field is the version of the format.
        assertThat(file[0]).isEqualTo((byte) 8);
        file[1] = 99;

        assertThatThrownBy(() -> load(file, ModelSignature.regression(TWO, "y")))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(LearningError.UNSUPPORTED_MODEL));
    }

    @Test
    void rows_go_in_blocks_only_through_models_that_give_each_row_its_own() throws IOException {
        @Nullable Object[][] values = new Object[200][];
        for (int i = 0; i < values.length; i++) {
            values[i] = row(i / 10.0, 1.0);
        }
        try (Predictor model = load(OnnxModels.centred(), ModelSignature.regression(TWO, "y"))) {
            assertThat(((OnnxPredictor) model).block()).isEqualTo(1);
            assertThat(model.predict(rows(TWO, values))).containsOnly(0.0);
        }
        try (Predictor model = load(OnnxModels.linear(0, 1, 2), ModelSignature.regression(TWO, "y"))) {
            assertThat(((OnnxPredictor) model).block()).isGreaterThan(1);
        }
    }
}
