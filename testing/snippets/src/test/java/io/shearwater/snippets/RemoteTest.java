package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.TrainingData;
import io.shearwater.client.ConnectOptions;
import io.shearwater.client.RemoteFeatureStore;
import io.shearwater.client.Timeouts;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteTest extends CardStore {
    @Test
    void aStoreOnAServerIsUsedAsOneInTheProcess() throws IOException {
        fraudView();
        store.close();
        try (ShearwaterServer server = ShearwaterServer.start(directory.resolve("store"), ServerOptions.defaults())) {
            String address = server.url();
            String key = Files.readString(directory.resolve("store/administrator.key"))
                    .strip();
            // region: remote.connect
            try (FeatureStore fraud = FeatureStore.connect(address, "default", key)) {
                FeatureGroup banks = fraud.featureGroup("banks", 1);
                banks.insert(Frame.of(
                        banks.spec().schema(), List.of(Map.of("bank_id", 3L, "changed", BEGIN, "rating", 0.5))));
                FeatureVector vector =
                        fraud.featureView("fraud").featureVector(Map.of("cc_num", FIRST_CARD, "amount", 99.5));
                TrainingData split = fraud.featureView("fraud").trainTestSplit(0.25, 7);
                // end
                assertThat(vector.value("amount")).isEqualTo(99.5);
                assertThat(split.parts().keySet()).containsExactly("train", "test");
                assertThat(banks.read().rows()).isEqualTo(3);
            }
            // region: remote.options
            ConnectOptions options = ConnectOptions.of(address, key)
                    .withProject("default")
                    .withTimeouts(Timeouts.defaults().withAnswer(Duration.ofSeconds(2)))
                    .withRetries(2);
            try (FeatureStore fraud = RemoteFeatureStore.connect(options)) {
                // end
                assertThatThrownBy(() -> fraud.featureGroup("crads", 1))
                        .isInstanceOfSatisfying(
                                ShearwaterException.class,
                                failed -> assertThat(failed.code().name()).isEqualTo("NOT_FOUND"))
                        .hasMessageContaining("cards");
            }
        }
    }
}
