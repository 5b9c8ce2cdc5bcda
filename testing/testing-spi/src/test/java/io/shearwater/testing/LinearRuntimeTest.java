package io.shearwater.testing;

import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.nio.file.Path;

class LinearRuntimeTest extends ModelRuntimeConformance {
    @Override
    protected ModelRuntime runtime() {
        return new LinearLearner();
    }

    @Override
    protected ModelSignature signature() {
        return ModelSignature.binary(
                Schema.of(new Field("a", DataType.DOUBLE), new Field("b", DataType.DOUBLE)), "fraud", "no", "yes");
    }

    @Override
    protected void write(Path into) {
        LinearLearner.write(into.resolve("weights.txt"), new double[] {0.25, -3.5, 0.125});
    }

    @Override
    protected int step() {
        return 1;
    }
}
