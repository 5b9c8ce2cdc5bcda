package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.transform.Transformations;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardFeaturesTest {
    private static final Instant NOON = Instant.parse("2025-09-01T12:00:00Z");

    @Test
    void aDistanceIsOverTheSphere() {
        assertThat(CardFeatures.haversineDistance("10.1.7.7", "10.2.9.9")).isCloseTo(343.5, within(2.0));
        assertThat(CardFeatures.haversineDistance("10.1.7.7", "10.1.9.9")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"203.0.113.7", "10.40.0.1", "10.999.0.1", "10.1.7", "10.1.7.7.7", "2001:db8::1", "", "unknown"})
    void aDistanceFromOrToAnUnknownPlaceIsUnknown(String foreign) {
        assertThat(CardFeatures.haversineDistance(foreign, "10.1.7.7")).isNull();
        assertThat(CardFeatures.haversineDistance("10.1.7.7", foreign)).isNull();
        Schema schema = Schema.of(
                List.of(new Field("ip_address", DataType.STRING), new Field("prev_ip_transaction", DataType.STRING)));
        Frame rows = Frame.of(schema, List.of(Map.of("ip_address", foreign, "prev_ip_transaction", "10.1.7.7")));
        Frame computed = Transformations.apply(rows, Transformations.method(CardFeatures.class, "haversineDistance"));
        assertThat(computed.column("haversine_distance").value(0)).isNull();
    }

    @Test
    void daysAreWholeAndByDate() {
        LocalDate expiry = LocalDate.of(2025, 9, 30);
        assertThat(CardFeatures.daysToCardExpiry(expiry, NOON)).isEqualTo(29);
        assertThat(CardFeatures.daysToCardExpiry(expiry, Instant.parse("2025-09-30T23:59:59Z")))
                .isZero();
        assertThat(CardFeatures.daysToCardExpiry(expiry, Instant.parse("2025-10-01T00:00:00Z")))
                .isEqualTo(-1);
        assertThat(CardFeatures.timeSinceLastTrans(NOON.plusMillis(1_999), NOON))
                .isEqualTo(1);
    }

    @Test
    void aPaymentBringsItsCardsLastPaymentAlsoFromAnotherFrame() {
        FrameBuilder cards = new FrameBuilder(MartTables.CARD_DETAILS, 1);
        cards.append(
                "9999000000000017",
                "2026-02",
                "A1",
                "B1",
                LocalDate.of(2022, 2, 1),
                "credit",
                "active",
                NOON.minusSeconds(60));
        PaymentInputs inputs = new PaymentInputs(new CardDirectory(cards.build().reader()));
        FrameBuilder payments = new FrameBuilder(MartTables.CREDIT_CARD_TRANSACTIONS, 2);
        payments.append(1L, NOON, "9999000000000017", "M1", 1.0, "10.0.0.1", true);
        payments.append(2L, NOON.plusSeconds(5), "9999000000000017", "M1", 1.0, "10.1.0.1", true);
        Frame both = payments.build();

        Frame first = inputs.of(both.slice(0, 1));
        Frame second = inputs.of(both.slice(1, 2));

        assertThat(first.row(0)).containsEntry("prev_ts_transaction", null).containsEntry("prev_ip_transaction", null);
        assertThat(second.row(0))
                .containsEntry("prev_ts_transaction", NOON)
                .containsEntry("prev_ip_transaction", "10.0.0.1")
                .containsEntry("cc_expiry_date", LocalDate.of(2026, 2, 28));
    }
}
