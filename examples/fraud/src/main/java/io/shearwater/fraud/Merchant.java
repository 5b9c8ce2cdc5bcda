package io.shearwater.fraud;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * A shop.
 *
 * @param country where it is registered
 * @param lastModified when its first details were written, up to three years before the first payment
 */
record Merchant(String id, Category category, String country, Instant lastModified) {
    private static final Duration THREE_YEARS = Duration.ofDays(3 * 365);

    /** What a merchant sells, with its share of the merchants and the median of an amount. */
    enum Category {
        GROCERIES(0.22, 32),
        RESTAURANT(0.18, 24),
        CLOTHING(0.12, 55),
        FUEL(0.10, 48),
        ELECTRONICS(0.10, 140),
        PHARMACY(0.08, 18),
        ENTERTAINMENT(0.08, 28),
        TRAVEL(0.06, 260),
        UTILITIES(0.06, 85);

        private static final double[] SHARES =
                Arrays.stream(values()).mapToDouble(category -> category.share).toArray();

        private final double share;
        private final double medianAmount;

        Category(double share, double medianAmount) {
            this.share = share;
            this.medianAmount = medianAmount;
        }

        double medianAmount() {
            return medianAmount;
        }

        /** As it is written in the mart. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Merchant of(MartSpec spec, int index) {
        Dice dice = Dice.of(spec.seed(), "merchant", index);
        return new Merchant(
                String.format(Locale.ROOT, "M%07d", index + 1),
                Category.values()[dice.weighted(Category.SHARES, 1)],
                dice.pick(Countries.CODES),
                spec.start().minusSeconds(1).minus(dice.below(THREE_YEARS)));
    }
}
