package io.shearwater.fraud;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How large a data mart is and what happens in it. Two equal specs give the same data mart, value for value, on every
 * machine.
 *
 * @param seed of everything that is drawn
 * @param firstDay the first day with payments, in UTC
 * @param days the number of days with payments
 * @param paymentsPerCardAndDay the mean; cards differ much
 * @param attackShare the share of payments that belong to an attack, about; 0 for a mart without fraud
 */
public record MartSpec(
        long seed,
        LocalDate firstDay,
        int days,
        int cards,
        int merchants,
        int banks,
        double paymentsPerCardAndDay,
        double attackShare) {
    /** Payments that one geographic and one chain attack have on average: 2 and 5 to 50. */
    private static final double PAYMENTS_OF_A_PAIR = 2 + 27.5;

    public MartSpec {
        require(days >= 1 && days <= 3650, "days", days, "1 to 3650");
        require(cards >= 1 && cards <= 100_000_000, "cards", cards, "1 to 100,000,000");
        require(merchants >= 1 && merchants <= 10_000_000, "merchants", merchants, "1 to 10,000,000");
        require(banks >= 1 && banks <= 100_000, "banks", banks, "1 to 100,000");
        require(
                paymentsPerCardAndDay > 0 && paymentsPerCardAndDay <= 3,
                "payments of a card and day",
                paymentsPerCardAndDay,
                "more than 0 and at most 3");
        require(attackShare >= 0 && attackShare <= 0.2, "share of attacks", attackShare, "0 to 0.2");
    }

    /**
     * The usual mart at a scale: at 1, 30 days in which 100,000 cards of 1,000 banks make 5 million payments at 5,000
     * merchants, with 1,000 geographic and 1,000 chain attacks.
     */
    public static MartSpec scaled(double scale, long seed) {
        require(scale > 0 && scale <= 1_000, "scale", scale, "more than 0 and at most 1,000");
        return new MartSpec(
                seed,
                LocalDate.of(2025, 9, 1),
                30,
                atLeastOne(100_000 * scale),
                atLeastOne(5_000 * scale),
                atLeastOne(1_000 * scale),
                5.0 / 3,
                0.0059);
    }

    /** Nine accounts for ten cards: some have two. */
    public int accounts() {
        return Math.max(1, (int) (cards * 9L / 10));
    }

    /** The number of payments to expect. */
    public long expectedPayments() {
        return Math.round(cards * paymentsPerCardAndDay * days);
    }

    /** The number of geographic attacks, and of chain attacks. */
    public int attacksOfEachKind() {
        return attackShare == 0 ? 0 : atLeastOne(expectedPayments() * attackShare / PAYMENTS_OF_A_PAIR);
    }

    /** The first instant of the first day. */
    public Instant start() {
        return firstDay.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static int atLeastOne(double number) {
        return (int) Math.max(1, Math.round(number));
    }

    private static void require(boolean holds, String what, Object value, String range) {
        if (!holds) {
            throw FraudError.BAD_OPTION.because(
                    "A data mart cannot have " + what + " = " + value + "; it must be " + range + ".");
        }
    }
}
