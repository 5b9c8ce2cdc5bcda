package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeColumnsTest extends CardStore {
    @Test
    void columnsAreAddedAndWidenedInPlace() {
        // region: columns.append
        cards.appendFeatures(List.of(
                Feature.of("status", DataType.string(12), "active, blocked or lost")
                        .withDefault("active"),
                Feature.of("score", DataType.DOUBLE)));
        // end
        assertThat(cards.read().row(0)).containsEntry("status", "active").containsEntry("score", null);

        // region: columns.widen
        cards.widen("status", DataType.string(40));
        cards.widen("limit_left", DataType.decimal(18, 2));
        // end
        assertThat(cards.spec().column("limit_left").type()).isEqualTo(DataType.decimal(18, 2));

        // region: columns.rename
        cards.rename("score", "risk_score");
        cards.drop("risk_score");
        // end
        assertThat(cards.spec().schema().names()).doesNotContain("score", "risk_score");
    }

    @Test
    void anythingElseIsANewVersion() {
        // region: columns.version
        FeatureGroup next = store.createFeatureGroup(FeatureGroupSpec.builder("cards", 2)
                .feature("cc_num", DataType.string(16))
                .feature("changed", DataType.TIMESTAMP)
                .feature("limit_left", DataType.decimal(10, 2))
                .primaryKey("cc_num")
                .eventTime("changed")
                .online()
                .build());
        try (FrameReader history = cards.reader(ReadOptions.all().select("cc_num", "changed", "limit_left"))) {
            next.insert(history, WriteOptions.plain());
        }
        // end
        assertThat(next.read().rows()).isEqualTo(15);
        assertThat(store.featureGroup("cards").spec().version()).isEqualTo(2);
    }
}
