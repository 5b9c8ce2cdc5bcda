package io.shearwater.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Models that Python trained and wrote, by {@code python/make.py}: they predict unchanged what they predict in Python. */
class PythonFilesTest {
    private static final List<String> NAMES = List.of("amount", "age", "balance", "noise");
    private static final Schema FEATURES = Schema.of(
            NAMES.stream().map(name -> new Field(name, DataType.DOUBLE)).toList());

    private final List<double[]> predicted = new ArrayList<>();
    private final Frame rows = rows();

    private Frame rows() {
        List<Map<String, @Nullable Object>> features = new ArrayList<>();
        new String(file("predicted.csv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .forEach(line -> {
                    String[] values = line.split(",", -1);
                    Map<String, @Nullable Object> row = new HashMap<>();
                    for (int i = 0; i < NAMES.size(); i++) {
                        row.put(NAMES.get(i), values[i].isEmpty() ? null : Double.valueOf(values[i]));
                    }
                    features.add(row);
                    predicted.add(Arrays.stream(values, NAMES.size(), values.length)
                            .mapToDouble(Double::parseDouble)
                            .toArray());
                });
        return Frame.of(FEATURES, features);
    }

    private static byte[] file(String name) {
        try (InputStream in = Objects.requireNonNull(PythonFilesTest.class.getResourceAsStream("python/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares scores with columns of what Python predicted. */
    private void requireSame(double[] scores, int from, int width) {
        assertThat(predicted).hasSize(40);
        assertThat(scores).hasSize(predicted.size() * width);
        for (int row = 0; row < predicted.size(); row++) {
            for (int i = 0; i < width; i++) {
                assertThat(scores[row * width + i]).isCloseTo(predicted.get(row)[from + i], within(1e-6));
            }
        }
    }

    @Test
    void classesOfTwoAsJson() {
        ModelSignature signature = ModelSignature.binary(FEATURES, "y", "no", "yes");
        try (Predictor model = XgboostRuntime.load(file("binary.json"), "binary.json", signature)) {
            requireSame(model.predict(rows), 0, 1);
            requireSame(model.explainer().orElseThrow().contributions(rows), 5, NAMES.size() + 1);
        }
    }

    @Test
    void aNumberAsBinaryJson() {
        ModelSignature signature = ModelSignature.regression(FEATURES, "y");
        try (Predictor model = XgboostRuntime.load(file("number.ubj"), "number.ubj", signature)) {
            requireSame(model.predict(rows), 1, 1);
        }
    }

    @Test
    void severalClassesAsJson() {
        ModelSignature signature = ModelSignature.multiclass(FEATURES, "y", List.of("low", "middle", "high"));
        try (Predictor model = XgboostRuntime.load(file("classes.json"), "classes.json", signature)) {
            requireSame(model.predict(rows), 2, 3);
        }
    }
}
