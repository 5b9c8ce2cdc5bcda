package io.shearwater.fraud;

import java.time.Instant;
import java.util.Optional;

/**
 * A payment by card.
 *
 * @param id counts up from 1 in the order of time; 0 until the payment is numbered
 * @param fraud why it is fraud, if it is
 */
record Payment(
        long id,
        Instant at,
        Card card,
        Merchant merchant,
        double amount,
        String ipAddress,
        boolean cardPresent,
        Optional<String> fraud) {

    Payment numbered(long number) {
        return new Payment(number, at, card, merchant, amount, ipAddress, cardPresent, fraud);
    }

    Payment movedTo(Instant instant) {
        return new Payment(id, instant, card, merchant, amount, ipAddress, cardPresent, fraud);
    }
}
