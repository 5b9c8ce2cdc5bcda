package io.shearwater.pipeline;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.ProjectFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the state of a pipeline's runs in the project that it writes into. */
record RunStates(ProjectFiles files, String path) {
    static RunStates of(FeatureStore store, String pipeline) {
        return new RunStates(store.files(), "Resources/pipelines/" + pipeline + ".txt");
    }

    RunState read() {
        if (!files.exists(path)) {
            return RunState.NONE;
        }
        try (InputStream bytes = files.open(path)) {
            return RunState.parse(new String(bytes.readAllBytes(), StandardCharsets.UTF_8), path);
        } catch (IOException failed) {
            throw PipelineError.IO.because("The file '" + path + "' cannot be read: " + failed.getMessage(), failed);
        }
    }

    void write(RunState state) {
        files.replace(new ByteArrayInputStream(state.text().getBytes(StandardCharsets.UTF_8)), path);
    }
}
