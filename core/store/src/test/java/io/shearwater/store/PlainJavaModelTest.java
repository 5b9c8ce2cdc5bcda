package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in plain Java: a runtime of a user's own, found by its service, loads it from the registry by its format. */
class PlainJavaModelTest {
    @TempDir
    private Path directory;

    /** A weight of the first feature as text. */
    public static final class WeightRuntime implements ModelRuntime {
        @Override
        public String format() {
            return "weight";
        }

        @Override
        public boolean recognises(Path files) {
            return Files.exists(files.resolve("weight.txt"));
        }

        @Override
        public Predictor load(Path files, ModelSignature signature) {
            try {
                double weight = Double.parseDouble(Files.readString(files.resolve("weight.txt")));
                return new LinearPredictor(signature, 0, weight);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void isRegisteredAndLoadedByItsFormat() throws IOException {
        Path services = Files.createDirectories(directory.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(ModelRuntime.class.getName()), WeightRuntime.class.getName());
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.writeString(files.resolve("weight.txt"), "0.25");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] classes = {directory.resolve("classes").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classes, before)) {
            thread.setContextClassLoader(loader);
            try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
                FeatureView view = CardRisk.view(store);
                TrainingData data = CardRisk.data(view);
                Frame features = data.train().features();
                ModelSignature signature = ModelSignature.binary(features.schema(), "fraud", "false", "true");
                ModelVersion model = store.models().register(ModelDraft.of("by_hand", signature), files);

                assertThat(model.files().format()).isEqualTo("weight");
                try (Predictor loaded = store.models().load(model.ref())) {
                    double first = features.toDoubles()[0][0];
                    assertThat(loaded.predict(features)[0])
                            .isCloseTo(LinearPredictor.score(Double.isNaN(first) ? 0 : 0.25 * first), within(1e-12));
                }
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
