package io.shearwater.onnx;

import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.testing.ModelRuntimeConformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

class OnnxLinearConformanceTest extends ModelRuntimeConformance {
    private static final Schema FEATURES = Schema.of(IntStream.range(0, 67)
            .mapToObj(i -> new Field("f" + i, DataType.DOUBLE))
            .toList());

    @Override
    protected ModelRuntime runtime() {
        return new OnnxRuntime();
    }

    @Override
    protected ModelSignature signature() {
        return ModelSignature.regression(FEATURES, "y");
    }

    @Override
    protected void write(Path into) throws IOException {
        float[] weights = new float[FEATURES.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.sin(i + 1) / 3;
        }
        Files.write(into.resolve("model.onnx"), OnnxModels.linear(0.1f, weights));
    }

    @Override
    protected int step() {
        return 3;
    }
}
