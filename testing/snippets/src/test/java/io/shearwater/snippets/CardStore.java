package io.shearwater.snippets;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.store.Shearwater;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store for the pages to work on: two banks, three cards whose limit shrinks over five days, and forty payments of those
 * days, every eighth of them fraud.
 */
abstract class CardStore {
    static final Instant BEGIN = Instant.parse("2025-03-01T00:00:00Z");
    static final String FIRST_CARD = "4000000000000001";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    FeatureStore store;

    @SuppressWarnings("NullAway.Init") // set before each test
    FeatureGroup banks;

    @SuppressWarnings("NullAway.Init") // set before each test
    FeatureGroup cards;

    @SuppressWarnings("NullAway.Init") // set before each test
    FeatureGroup payments;

    @BeforeEach
    void fill() {
        store = Shearwater.open(directory.resolve("store"));
        banks = store.createFeatureGroup(FeatureGroupSpec.builder("banks", 1)
                .feature("bank_id", DataType.LONG)
                .feature("changed", DataType.TIMESTAMP)
                .feature("rating", DataType.DOUBLE)
                .primaryKey("bank_id")
                .eventTime("changed")
                .online()
                .build());
        cards = store.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .feature("cc_num", DataType.string(16))
                .feature("changed", DataType.TIMESTAMP)
                .feature("bank_id", DataType.LONG)
                .feature("limit_left", DataType.decimal(10, 2))
                .primaryKey("cc_num")
                .eventTime("changed")
                .foreignKey("banks", "bank_id")
                .online()
                .build());
        payments = store.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("ts", DataType.TIMESTAMP)
                .feature("cc_num", DataType.string(16))
                .feature("amount", DataType.DOUBLE)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("t_id")
                .eventTime("ts")
                .foreignKey("cards", "cc_num")
                .build());
        FrameBuilder bankRows = new FrameBuilder(banks.spec().schema(), 2);
        bankRows.append(1L, BEGIN, 0.9).append(2L, BEGIN, 0.7);
        banks.insert(bankRows.build());
        cards.insert(cardRows());
        payments.insert(paymentRows());
    }

    private Frame cardRows() {
        FrameBuilder rows = new FrameBuilder(cards.spec().schema(), 15);
        for (int day = 0; day < 5; day++) {
            for (int card = 1; card <= 3; card++) {
                rows.append(
                        "400000000000000" + card,
                        BEGIN.plus(day, ChronoUnit.DAYS),
                        1L + card % 2,
                        BigDecimal.valueOf(1000L * card - 100L * day));
            }
        }
        return rows.build();
    }

    private Frame paymentRows() {
        FrameBuilder rows = new FrameBuilder(payments.spec().schema(), 40);
        for (int i = 0; i < 40; i++) {
            rows.append(
                    1000L + i,
                    BEGIN.plus(1 + 3L * i, ChronoUnit.HOURS),
                    "400000000000000" + (1 + i % 3),
                    10.0 + i,
                    i % 8 == 0);
        }
        return rows.build();
    }

    /** Whether a payment is fraud, from its amount, its card and the card's bank. */
    FeatureView fraudView() {
        var card = cards.selectFeatures().join(banks.selectFeatures(), Join.inferred());
        return store.getOrCreateFeatureView(FeatureViewSpec.builder(
                        "fraud",
                        1,
                        payments.select("cc_num", "amount", "is_fraud").join(card, Join.inferred()))
                .labels("is_fraud")
                .trainingHelpers("cc_num")
                .build());
    }

    @AfterEach
    void close() {
        store.close();
    }
}
