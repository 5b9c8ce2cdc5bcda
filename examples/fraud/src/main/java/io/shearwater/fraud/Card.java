package io.shearwater.fraud;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * A credit card and the habits of its holder.
 *
 * @param number 16 digits that begin with 9999, outside the ranges of the card networks, and end in a check digit
 * @param homeAddress the IP address from which the holder pays without the card
 * @param phase shifts the holder's payments within the slots of a day (see {@link Shopping})
 * @param lastModified when the card's first details were written, before the first payment
 */
record Card(
        int index,
        String number,
        int account,
        int bank,
        Place home,
        String homeAddress,
        Duration phase,
        double paymentsPerDay,
        String type,
        LocalDate issued,
        Instant lastModified) {
    private static final List<String> TYPES = List.of("credit", "debit", "prepaid");
    private static final double[] TYPE_WEIGHTS = {0.55, 0.40, 0.05};
    private static final double ACTIVITY_SIGMA = 1.0;
    private static final double GREATEST_ACTIVITY = 12;
    private static final int YEARS_VALID = 4;
    private static final Duration THREE_YEARS = Duration.ofDays(3 * 365);

    static Card of(MartSpec spec, int index) {
        Dice dice = Dice.of(spec.seed(), "card", index);
        Place home = dice.pick(Place.ALL);
        // This median makes the mean 1.
        double activity = Math.min(
                GREATEST_ACTIVITY,
                dice.lognormal(StrictMath.exp(-ACTIVITY_SIGMA * ACTIVITY_SIGMA / 2), ACTIVITY_SIGMA));
        Instant modified = spec.start().minusSeconds(1).minus(dice.below(THREE_YEARS));
        return new Card(
                index,
                number(index),
                index < spec.accounts() ? index : dice.below(spec.accounts()),
                dice.below(spec.banks()),
                home,
                home.address(dice),
                dice.below(Shopping.SLOT),
                spec.paymentsPerCardAndDay() * activity,
                TYPES.get(dice.weighted(TYPE_WEIGHTS, 1)),
                modified.atZone(ZoneOffset.UTC).toLocalDate().minusDays(dice.below(300)),
                modified);
    }

    /** Only year and month, as it is printed on the card. */
    String expiry() {
        return YearMonth.from(issued).plusYears(YEARS_VALID).toString();
    }

    /** Spread over eleven digits by a factor without a common divisor with ten: no number comes twice. */
    private static String number(int index) {
        long spread = (index + 1L) * 48_271_999L % 100_000_000_000L;
        String digits = "9999" + String.format(Locale.ROOT, "%011d", spread);
        return digits + checkDigit(digits);
    }

    /** ISO/IEC 7812: every second digit doubled, from the right; the sum with the check digit is a multiple of ten. */
    static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted / 10 + weighted % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
