package io.shearwater.xgboost;

import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.testing.ModelRuntimeConformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class XgboostUbjRuntimeTest extends ModelRuntimeConformance {
    @Override
    protected ModelRuntime runtime() {
        return new XgboostRuntime();
    }

    @Override
    protected ModelSignature signature() {
        return SmallModels.SIGNATURE;
    }

    @Override
    protected void write(Path into) throws IOException {
        Files.write(into.resolve("model.ubj"), SmallModels.file("ubj"));
    }

    @Override
    protected int step() {
        return 61;
    }
}
