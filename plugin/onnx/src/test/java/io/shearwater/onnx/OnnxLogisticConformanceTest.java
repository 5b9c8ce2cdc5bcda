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

class OnnxLogisticConformanceTest extends ModelRuntimeConformance {
    private static final Schema FEATURES = Schema.of(
            new Field("a", DataType.DOUBLE), new Field("b", DataType.DOUBLE), new Field("c", DataType.DOUBLE));

    @Override
    protected ModelRuntime runtime() {
        return new OnnxRuntime();
    }

    @Override
    protected ModelSignature signature() {
        return ModelSignature.binary(FEATURES, "y", "no", "yes");
    }

    @Override
    protected void write(Path into) throws IOException {
        Files.write(into.resolve("model.onnx"), OnnxModels.logisticMaps(0.25f, 1.5f, -2, 0.5f));
    }

    @Override
    protected int step() {
        return 3;
    }
}
