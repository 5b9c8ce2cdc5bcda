package io.shearwater.store;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The project "bank" shares its cards with the project "fraud", which has payments of its own. */
abstract class ShareFixture {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final AggregationWindow HOUR = AggregationWindow.rolling(Duration.ofHours(1));
    static final GroupRef CARDS = new GroupRef("cards", 1);

    @TempDir
    Path directory;

    StoreHost host;
    FeatureStore bank;
    FeatureStore fraud;
    FeatureGroup cards;

    @BeforeEach
    void open() {
        host = Shearwater.host(directory.resolve("store"), HostOptions.defaults());
        bank = host.createProject("bank");
        fraud = host.createProject("fraud");
        cards = bank.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("secret", DataType.STRING)
                .feature("limit", DataType.DOUBLE)
                .feature("level", DataType.INT)
                .primaryKey("card")
                .eventTime("at")
                .online()
                .build());
        FrameBuilder rows = new FrameBuilder(cards.spec().schema(), 20);
        for (long card = 0; card < 10; card++) {
            rows.append(card, START, "s" + card, 100.0 * card, (int) card);
            rows.append(card, START.plusSeconds(100), "t" + card, 100.0 * card + 1, (int) card + 50);
        }
        cards.insert(rows.build());
        FeatureGroupSpec payments = FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("card", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("amount", DataType.DOUBLE)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .eventTime("at")
                .online()
                .build();
        FrameBuilder paid = new FrameBuilder(payments.schema(), 200);
        for (long id = 0; id < 200; id++) {
            paid.append(id, id % 10, START.plusSeconds(id), 1.0 * id, id % 4 == 0);
        }
        fraud.createFeatureGroup(payments).insert(paid.build());
    }

    @AfterEach
    void close() {
        host.close();
    }

    void reopen() {
        host.close();
        host = Shearwater.host(directory.resolve("store"), HostOptions.defaults());
        bank = host.project("bank");
        fraud = host.project("fraud");
        cards = bank.featureGroup("cards");
    }

    FeatureView view() {
        Query query = fraud.featureGroup("payments")
                .select("amount", "is_fraud")
                .join(fraud.featureGroup("cards").select("limit", "level"), Join.on("card"));
        return fraud.createFeatureView(
                FeatureViewSpec.builder("risk", 1, query).labels("is_fraud").build());
    }

    static Frame key(long card) {
        return Frame.of(Schema.of(new Field("card", DataType.LONG)), List.of(Map.of("card", card)));
    }
}
