package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.fraud.FraudGroups;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The definitions of the fraud example as YAML are those of its Java code, whole. */
class FraudDefinitionsTest {
    private static final Path FOLDER = Path.of("..", "..", "examples", "fraud", "definitions");

    @TempDir
    private Path directory;

    @Test
    void groupsAndViewAreThoseOfTheJavaCode() {
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FraudGroups groups = FraudGroups.in(store);
            Definitions definitions = Definitions.read(FOLDER);
            groups.view(store);
            assertThat(definitions.plan(store.definitions(), Absent.DELETE).steps())
                    .isEmpty();
            try (FeatureStore other = Shearwater.open(directory.resolve("other"))) {
                definitions.apply(other);
                assertThat(other.definitions()).isEqualTo(store.definitions());
                assertThat(other.checkTransformations()).isEmpty();
                assertThat(FraudGroups.in(other).all()).hasSameSizeAs(groups.all());
            }
        }
    }
}
