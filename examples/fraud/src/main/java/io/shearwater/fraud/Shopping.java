package io.shearwater.fraud;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Honest payments. A day has 35 slots of 40 minutes; a card pays at most once in a slot, in its first half, so that two
 * honest payments of a card lie 20 minutes apart or more: never five within an hour, as in a chain attack. Paying with the
 * card in hand happens at home only: never two places too far apart, as in a geographic attack.
 */
final class Shopping {
    static final Duration SLOT = Duration.ofMinutes(40);

    private static final int SLOTS = 35;
    private static final int MOST_PAYMENTS = 30;
    private static final double IN_HAND = 0.7;
    private static final double WEEKEND = 1.2;
    private static final double AMOUNT_SIGMA = 0.6;
    private static final double LEAST_AMOUNT = 0.5;
    private static final double GREATEST_AMOUNT = 9_999.99;

    /** How busy each hour of a day is where the card lives. */
    private static final double[] HOURS = {
        1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.5, 3, 4.5, 5, 5.5, 6.5, 8, 7, 6, 6, 6.5, 8, 8.5, 7.5, 6, 4.5, 3, 2
    };

    private final MartSpec spec;
    private final List<Merchant> merchants;

    Shopping(MartSpec spec, List<Merchant> merchants) {
        this.spec = spec;
        this.merchants = merchants;
    }

    /** The card's payments of one day, in the order of time. */
    void on(int day, Card card, Consumer<Payment> payments) {
        LocalDate date = spec.firstDay().plusDays(day);
        boolean weekend = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        Dice dice = Dice.of(spec.seed(), "shopping", card.index(), day);
        int number = Math.min(MOST_PAYMENTS, dice.poisson(card.paymentsPerDay() * (weekend ? WEEKEND : 1)));
        if (number == 0) {
            return;
        }
        boolean[] chosen = slots(number, card.home().hoursAhead(), dice);
        Instant midnight = spec.start().plus(day, ChronoUnit.DAYS);
        for (int slot = 0; slot < SLOTS; slot++) {
            if (chosen[slot]) {
                Instant at = midnight.plus(SLOT.multipliedBy(slot))
                        .plus(card.phase())
                        .plus(dice.below(SLOT.dividedBy(2)));
                payments.accept(payment(at, card, dice));
            }
        }
    }

    private static boolean[] slots(int number, int hoursAhead, Dice dice) {
        double[] weights = new double[SLOTS];
        double sum = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            long hourThere = SLOT.multipliedBy(slot).toHours() + hoursAhead;
            weights[slot] = HOURS[(int) Math.floorMod(hourThere, 24L)];
            sum += weights[slot];
        }
        boolean[] chosen = new boolean[SLOTS];
        for (int i = 0; i < number; i++) {
            int slot = dice.weighted(weights, sum);
            chosen[slot] = true;
            sum -= weights[slot];
            weights[slot] = 0;
        }
        return chosen;
    }

    private Payment payment(Instant at, Card card, Dice dice) {
        Merchant merchant = merchants.get(popular(dice.unit()));
        boolean inHand = dice.chance(IN_HAND);
        double amount = dice.lognormal(merchant.category().medianAmount(), AMOUNT_SIGMA);
        return new Payment(
                0,
                at,
                card,
                merchant,
                cents(Math.clamp(amount, LEAST_AMOUNT, GREATEST_AMOUNT)),
                inHand ? card.home().address(dice) : card.homeAddress(),
                inHand,
                Optional.empty());
    }

    /** Low numbers are popular: the first tenth of the merchants gets about a third of the payments. */
    private int popular(double unit) {
        return (int) (unit * unit * merchants.size());
    }

    static double cents(double amount) {
        return Math.round(amount * 100) / 100.0;
    }
}
