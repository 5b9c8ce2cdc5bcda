package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Actor;
import io.shearwater.store.HostOptions;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("cc_num", DataType.STRING)
            .feature("holder", DataType.STRING)
            .feature("limit", DataType.DOUBLE)
            .primaryKey("cc_num")
            .online()
            .build();
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("t_id", DataType.LONG)
            .feature("cc_num", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .feature("fraud", DataType.BOOLEAN)
            .primaryKey("t_id")
            .build();

    @TempDir
    private Path temporary;

    private static Frame cards(double limit) {
        FrameBuilder rows = new FrameBuilder(CARDS.schema(), 1);
        rows.append("4444037300542691", "Ada", limit);
        return rows.build();
    }

    private static Frame payments() {
        FrameBuilder rows = new FrameBuilder(PAYMENTS.schema(), 1);
        rows.append(1L, "4444037300542691", 12.5, false);
        return rows.build();
    }

    @Test
    void aStoreHasSeveralProjects() {
        Path directory = temporary.resolve("my-store");
        // region: projects.host
        try (StoreHost host = Shearwater.host(directory, HostOptions.defaults())) {
            FeatureStore bank = host.createProject("bank");
            FeatureStore fraud = host.createProject("fraud");
            bank.createFeatureGroup(CARDS).insert(cards(500));
            fraud.createFeatureGroup(CARDS).insert(cards(9_000));
            assertThat(bank.featureGroup("cards").read().value(0, "limit")).isEqualTo(500.0);
        }
        // end
        // region: projects.again
        try (StoreHost host = Shearwater.host(directory, HostOptions.defaults())) {
            assertThat(host.projects()).containsExactly("bank", "fraud");
            FeatureStore fraud = host.project("fraud");
            fraud.deleteFeatureGroup("cards", 1);
            host.deleteProject("fraud");
        }
        // end
    }

    @Test
    void changesAreMadeInTheNameOfWhoAsks() {
        Path directory = temporary.resolve("my-store");
        // region: projects.actor
        ThreadLocal<String> user = ThreadLocal.withInitial(() -> "nobody");
        HostOptions options = HostOptions.defaults().withActor(() -> new Actor(user.get()));
        try (StoreHost host = Shearwater.host(directory, options)) {
            user.set("ada@example.com");
            host.createProject("bank").experiments().start("limits", "first");
        }
        // end
        try (StoreHost host = Shearwater.host(directory, options)) {
            assertThat(host.project("bank").experiments().list()).hasSize(1);
        }
    }

    @Test
    void aGroupIsShared() {
        try (StoreHost host = Shearwater.host(temporary.resolve("my-store"), HostOptions.defaults())) {
            FeatureStore bank = host.createProject("bank");
            FeatureStore fraud = host.createProject("fraud");
            bank.createFeatureGroup(CARDS).insert(cards(500));
            fraud.createFeatureGroup(PAYMENTS).insert(payments());
            // region: projects.share
            GroupRef cards = new GroupRef("cards", 1);
            bank.shares().share(cards, "fraud", List.of("limit"));
            // end
            // region: projects.read
            FeatureView view = fraud.createFeatureView(FeatureViewSpec.builder(
                            "risk",
                            1,
                            fraud.featureGroup("payments")
                                    .select("amount", "fraud")
                                    .join(fraud.featureGroup("cards").select("limit"), Join.on("cc_num")))
                    .labels("fraud")
                    .build());
            Frame features =
                    view.trainingData().parts().values().iterator().next().features();
            // end
            assertThat(features.value(0, "limit")).isEqualTo(500.0);
            assertThat(view.featureVector(Map.of("cc_num", "4444037300542691", "amount", 1.0))
                            .toMap())
                    .containsEntry("limit", 500.0);
            Frame keys = Frame.of(
                    Schema.of(new Field("cc_num", DataType.STRING)), List.of(Map.of("cc_num", "4444037300542691")));
            // region: projects.refused
            assertThatThrownBy(() -> fraud.featureGroup("cards").deleteRecords(keys))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining("belongs to the project 'bank'");
            assertThatThrownBy(() -> bank.shares().unshare(cards, "fraud"))
                    .hasMessageContaining("in the project 'fraud' feature view 'risk' version 1 reads it");
            // end
            // region: projects.list
            assertThat(bank.shares().given()).hasSize(1);
            assertThat(fraud.shares().received().getFirst().owner()).isEqualTo("bank");
            // end
            // region: projects.withdraw
            bank.shares().withdraw(cards, "fraud");
            // end
            assertThatThrownBy(view::trainingData).hasMessageContaining("no more");
        }
    }
}
