package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.fraud.FraudQuickstart;
import io.shearwater.fraud.MartSpec;
import io.shearwater.fraud.QuickstartOptions;
import io.shearwater.fraud.QuickstartReport;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fraud example, as it is, against a server: filled, trained, served from, proved. */
@Tag("server")
class RemoteFraudTest {
    private static final QuickstartOptions SMALL = new QuickstartOptions(MartSpec.scaled(0.004, 7), 50, 40, 10, 1_000);

    @TempDir
    private Path directory;

    @Test
    void theExampleRunsAgainstAServerAsItIs() {
        try (ShearwaterServer server = ServedStores.start(directory, InstantSource.system())) {
            ServedStores.createProject(server.url(), ServedStores.key(directory));
            try (FeatureStore store =
                    FeatureStore.connect(server.url(), ServedStores.PROJECT, ServedStores.key(directory))) {
                QuickstartReport report = FraudQuickstart.run(store, SMALL, new Silent());

                assertThat(report.vectors().requests()).isEqualTo(50);
                assertThat(report.leak().stoppedOverPointInTimeJoin()).isZero();
                assertThat(report.proof().sampledRows()).isEqualTo(40);
                assertThat(report.skew().compared()).isEqualTo(50);
                assertThat(report.skew().agrees()).isTrue();
                assertThat(report.model()).hasValueSatisfying(model -> {
                    assertThat(model.prAuc()).isGreaterThan(0.5);
                    assertThat(model.answers().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                            .isEqualTo(1_000);
                });
            }
        }
    }

    private static final class Silent implements Story {
        @Override
        public void say(String line) {}

        @Override
        public <T> T step(String name, Work<T> work) {
            return work.run(outcome -> {});
        }
    }
}
