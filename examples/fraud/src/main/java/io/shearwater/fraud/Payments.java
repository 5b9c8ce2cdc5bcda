package io.shearwater.fraud;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The payments of a mart, honest or not, day by day. A small mart keeps its days once they are made, a large one makes them
 * anew each time. Thread-safe.
 */
final class Payments {
    private static final long SMALL = 500_000;

    private static final Comparator<Payment> IN_TIME = Comparator.comparing(Payment::at)
            .thenComparingInt(payment -> payment.card().index());

    private final int days;
    private final List<Card> cards;
    private final Shopping shopping;
    private final Attacks attacks;
    private final boolean small;
    private final Map<Integer, List<Payment>> kept = new ConcurrentHashMap<>();

    Payments(MartSpec spec, List<Card> cards, List<Merchant> merchants) {
        this.days = spec.days();
        this.cards = cards;
        this.shopping = new Shopping(spec, merchants);
        this.attacks = new Attacks(spec, cards, merchants);
        this.small = spec.expectedPayments() <= SMALL;
    }

    /** The payments of one day in the order of time, not numbered. */
    List<Payment> of(int day) {
        return small ? kept.computeIfAbsent(day, this::make) : make(day);
    }

    private List<Payment> make(int day) {
        List<Payment> payments = new ArrayList<>();
        cards.forEach(card -> shopping.on(day, card, payments::add));
        attacks.on(day, payments::add);
        payments.sort(IN_TIME);
        part(payments);
        return payments;
    }

    /** One card never pays twice at one instant: the second payment is a microsecond later. */
    private static void part(List<Payment> payments) {
        boolean parted = false;
        for (int i = 1; i < payments.size(); i++) {
            Payment before = payments.get(i - 1);
            Payment payment = payments.get(i);
            if (payment.card().index() == before.card().index() && !payment.at().isAfter(before.at())) {
                Instant later = before.at().plus(1, ChronoUnit.MICROS);
                payments.set(i, payment.movedTo(later));
                parted = true;
            }
        }
        if (parted) {
            payments.sort(IN_TIME);
        }
    }

    /** All payments in the order of time, numbered from 1; holds one day in memory. */
    Iterator<Payment> all() {
        return new Iterator<>() {
            private int day;
            private long number;
            private Iterator<Payment> today = List.<Payment>of().iterator();

            @Override
            public boolean hasNext() {
                while (!today.hasNext() && day < days) {
                    today = of(day++).iterator();
                }
                return today.hasNext();
            }

            @Override
            public Payment next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("The last day of the mart is over.");
                }
                return today.next().numbered(++number);
            }
        };
    }
}
