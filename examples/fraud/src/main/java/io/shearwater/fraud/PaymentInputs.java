package io.shearwater.fraud;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts beside each payment what {@link CardFeatures} need of it: when and from where its card paid last, and when the card
 * expires. Takes frame after frame, each card's payments in the order of time. Not thread-safe.
 */
final class PaymentInputs {
    static final Schema SCHEMA = MartTables.CREDIT_CARD_TRANSACTIONS.plus(List.of(
            new Field("prev_ts_transaction", DataType.TIMESTAMP),
            new Field("prev_ip_transaction", DataType.STRING),
            new Field("cc_expiry_date", DataType.DATE)));

    private final CardDirectory cards;
    private final Map<String, Payment> last = new HashMap<>();

    PaymentInputs(CardDirectory cards) {
        this.cards = cards;
    }

    private record Payment(String ccNum, Instant ts, String ipAddress) {}

    Frame of(Frame payments) {
        FrameBuilder rows = new FrameBuilder(SCHEMA, payments.rows());
        List<Payment> all = payments.toRecords(Payment.class);
        int given = payments.schema().size();
        for (int row = 0; row < all.size(); row++) {
            Payment payment = all.get(row);
            Optional<Payment> before = Optional.ofNullable(last.put(payment.ccNum, payment));
            @Nullable Object[] values = Arrays.copyOf(payments.row(row).values().toArray(), SCHEMA.size());
            values[given] = before.map(Payment::ts).orElse(null);
            values[given + 1] = before.map(Payment::ipAddress).orElse(null);
            values[given + 2] = cards.at(payment.ccNum, payment.ts)
                    .map(CardDirectory.Details::expiry)
                    .orElse(null);
            rows.append(values);
        }
        return rows.build();
    }
}
