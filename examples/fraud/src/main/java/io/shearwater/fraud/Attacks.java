package io.shearwater.fraud;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fraud, spread evenly over the days, on cards drawn at random. Every attack begins and ends on one day; the last of each
 * kind begins in the last day's last hour but one, so that the end of the mart, which the quickstart replays, has both.
 *
 * <p>A <em>geographic</em> attack is two payments with the card in hand, 5 to 30 minutes and at least 3,000 kilometres
 * apart: nobody travels that fast. A <em>chain</em> attack is 5 to 50 payments of 1 to 20 within 15 to 60 minutes.
 */
final class Attacks {
    static final double LEAST_KILOMETRES = 3_000;
    static final Duration LONGEST_CHAIN = Duration.ofMinutes(60);

    private static final Duration LATEST_START = Duration.ofMinutes(22 * 60 + 55);
    private static final Duration LAST_START = Duration.ofMinutes(22 * 60 + 30);

    private final MartSpec spec;
    private final List<Card> cards;
    private final List<Merchant> merchants;

    Attacks(MartSpec spec, List<Card> cards, List<Merchant> merchants) {
        this.spec = spec;
        this.cards = cards;
        this.merchants = merchants;
    }

    /** The attacks' payments of one day. */
    void on(int day, Consumer<Payment> payments) {
        for (long attack = firstOf(day); attack < firstOf(day + 1); attack++) {
            geographic(day, attack, payments);
            chain(day, attack, payments);
        }
    }

    /** Attack k of n is on the day (k + 1) days / n, rounded up, less one: each day has its share, the last the last. */
    private long firstOf(int day) {
        return Math.ceilDiv((long) day * spec.attacksOfEachKind() + 1, spec.days()) - 1L;
    }

    private Instant start(int day, long attack, Dice dice) {
        boolean last = attack == spec.attacksOfEachKind() - 1;
        Duration into = last ? LAST_START.plus(dice.below(LATEST_START.minus(LAST_START))) : dice.below(LATEST_START);
        return spec.start().plus(day, ChronoUnit.DAYS).plus(into);
    }

    private void geographic(int day, long attack, Consumer<Payment> payments) {
        Dice dice = Dice.of(spec.seed(), "geographic", attack);
        Card card = dice.pick(cards);
        List<Place> distant = Place.ALL.stream()
                .filter(place -> place.kilometresTo(card.home()) >= LEAST_KILOMETRES)
                .toList();
        Place away = dice.pick(distant);
        int minutes = dice.between(5, 30);
        Instant first = start(day, attack, dice);
        String why = String.format(
                Locale.ROOT,
                "Geographic attack: %s, then %s %d minutes later",
                card.home().city(),
                away.city(),
                minutes);
        payments.accept(inHand(first, card, card.home(), why, dice));
        payments.accept(inHand(first.plus(minutes, ChronoUnit.MINUTES), card, away, why, dice));
    }

    private Payment inHand(Instant at, Card card, Place place, String why, Dice dice) {
        double amount = Shopping.cents(dice.between(50.0, 900.0));
        return new Payment(0, at, card, dice.pick(merchants), amount, place.address(dice), true, Optional.of(why));
    }

    private void chain(int day, long attack, Consumer<Payment> payments) {
        Dice dice = Dice.of(spec.seed(), "chain", attack);
        Card card = dice.pick(cards);
        int number = dice.between(5, 50);
        Duration length = Duration.ofMinutes(15).plus(dice.below(LONGEST_CHAIN.minusMinutes(15)));
        Instant first = start(day, attack, dice);
        String address = dice.pick(Place.ALL).address(dice);
        String why = "Chain attack: " + number + " small payments in " + length.toMinutes() + " minutes";
        for (int i = 0; i < number; i++) {
            Instant at = switch (i) {
                case 0 -> first;
                case 1 -> first.plus(length);
                default -> first.plus(dice.below(length));
            };
            double amount = Shopping.cents(dice.between(1.0, 20.0));
            payments.accept(new Payment(0, at, card, dice.pick(merchants), amount, address, false, Optional.of(why)));
        }
    }
}
