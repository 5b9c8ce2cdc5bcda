package io.shearwater.onnx;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that a Python program wrote, {@code python/make.py}: it gives unchanged what its formula gives there. */
class PythonFileTest {
    private static final Schema FEATURES = Schema.of(
            new Field("a", DataType.DOUBLE), new Field("b", DataType.DOUBLE), new Field("c", DataType.DOUBLE));

    @TempDir
    private Path directory;

    private static byte[] file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PythonFileTest.class.getResourceAsStream("python/" + name))) {
            return in.readAllBytes();
        }
    }

    @Test
    void aFileMadeElsewhereServesUnchanged() throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        new String(file("predicted.csv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .forEach(line -> {
                    String[] values = line.split(",", -1);
                    rows.add(Map.of(
                            "a",
                            Double.valueOf(values[0]),
                            "b",
                            Double.valueOf(values[1]),
                            "c",
                            Double.valueOf(values[2])));
                    expected.add(Double.valueOf(values[3]));
                });
        Files.write(directory.resolve("model.onnx"), file("network.onnx"));
        ModelSignature signature = ModelSignature.binary(FEATURES, "y", "no", "yes");

        try (Predictor model = new OnnxRuntime().load(directory, signature)) {
            double[] scores = model.predict(Frame.of(FEATURES, rows));
            assertThat(scores).hasSize(20);
            for (int row = 0; row < scores.length; row++) {
                assertThat(scores[row]).isCloseTo(expected.get(row), within(1e-6));
            }
        }
    }
}
