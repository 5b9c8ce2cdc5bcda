package io.shearwater.fraud;

import static io.shearwater.fraud.MartTables.row;

import io.shearwater.model.FrameReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A made-up data mart of credit cards: the tables of {@link MartTables}, as large as its {@link MartSpec} says. Every table
 * can be read any number of times and is the same each time; whatever a row refers to has a row of its own that is older.
 * Slowly changing tables are written at night, at {@value #NIGHT_HOUR}:00 UTC. Memory: the cards, the merchants, and one
 * day of payments; of a mart of up to 500,000 payments, all of them. Thread-safe.
 */
public final class DataMart {
    private static final int NIGHT_HOUR = 2;
    private static final Duration THREE_YEARS = Duration.ofDays(3 * 365);
    private static final List<String> RATINGS = List.of("AAA", "AA", "A", "BBB", "BB");
    private static final double[] RATING_WEIGHTS = {0.10, 0.25, 0.35, 0.20, 0.10};
    private static final double RATING_CHANGES = 0.2;
    private static final double BLOCKED_EACH_DAY = 0.00001;
    private static final List<String> REPORTERS = List.of("cardholder", "bank", "merchant");
    private static final double[] REPORTER_WEIGHTS = {0.6, 0.3, 0.1};

    private final MartSpec spec;
    private final List<Card> cards;
    private final List<Merchant> merchants;
    private final Payments payments;

    public DataMart(MartSpec spec) {
        this.spec = spec;
        this.cards = IntStream.range(0, spec.cards())
                .mapToObj(index -> Card.of(spec, index))
                .toList();
        this.merchants = IntStream.range(0, spec.merchants())
                .mapToObj(index -> Merchant.of(spec, index))
                .toList();
        this.payments = new Payments(spec, cards, merchants);
    }

    public MartSpec spec() {
        return spec;
    }

    /** How many payments there are. */
    public record Events(long payments, long fraudulent) {}

    /** Counts the payments. */
    public Events events() {
        long fraudulent = 0;
        long number = 0;
        for (int day = 0; day < spec.days(); day++) {
            List<Payment> today = payments.of(day);
            number += today.size();
            fraudulent += today.stream()
                    .filter(payment -> payment.fraud().isPresent())
                    .count();
        }
        return new Events(number, fraudulent);
    }

    public FrameReader bankDetails() {
        return MartTables.reader(
                MartTables.BANK_DETAILS,
                IntStream.range(0, spec.banks()).boxed().flatMap(this::bank));
    }

    private Stream<Object[]> bank(int index) {
        Dice dice = Dice.of(spec.seed(), "bank", index);
        Instant taken = beforeTheStart(dice);
        int rating = dice.weighted(RATING_WEIGHTS, 1);
        String country = dice.pick(Countries.CODES);
        LocalDate changed = day(taken).minusDays(dice.below(1_000));
        Object[] first = row(bankId(index), country, RATINGS.get(rating), changed, taken);
        if (spec.days() == 1 || !dice.chance(RATING_CHANGES)) {
            return Stream.<Object[]>of(first);
        }
        Instant night = night(dice.between(1, spec.days() - 1));
        String next = RATINGS.get(rating == 0 ? 1 : rating - 1);
        return Stream.of(first, row(bankId(index), country, next, day(night), night));
    }

    public FrameReader accountDetails() {
        return MartTables.reader(
                MartTables.ACCOUNT_DETAILS,
                IntStream.range(0, spec.accounts()).boxed().flatMap(this::account));
    }

    private Stream<Object[]> account(int index) {
        Dice dice = Dice.of(spec.seed(), "account", index);
        Instant opened = beforeTheStart(dice);
        String zipcode = String.format(Locale.ROOT, "%05d", dice.below(100_000));
        double usual = dice.lognormal(1_200, 0.8);
        Stream<Instant> months = IntStream.range(0, spec.days())
                .filter(day -> spec.firstDay().plusDays(day).getDayOfMonth() == 1)
                .mapToObj(this::night);
        return Stream.concat(Stream.of(opened), months)
                .map(at -> row(accountId(index), zipcode, money(usual * dice.between(0.5, 1.5)), at));
    }

    /** The merchants, then, night by night, those with sales the day before. */
    public FrameReader merchantDetails() {
        Stream<Object[]> first = merchants.stream()
                .map(merchant -> row(
                        merchant.id(),
                        merchant.category().text(),
                        merchant.country(),
                        money(0),
                        merchant.lastModified()));
        Stream<Object[]> nights = IntStream.range(1, spec.days()).boxed().flatMap(this::chargebacks);
        return MartTables.reader(MartTables.MERCHANT_DETAILS, Stream.concat(first, nights));
    }

    /** Of each merchant's sales of the day before, 0.01 % to 0.1 % come back. */
    private Stream<Object[]> chargebacks(int nightOfDay) {
        Map<String, Sales> sales = new TreeMap<>();
        for (Payment payment : payments.of(nightOfDay - 1)) {
            sales.computeIfAbsent(payment.merchant().id(), id -> new Sales(payment.merchant()))
                    .add(payment.amount());
        }
        Dice dice = Dice.of(spec.seed(), "chargebacks", nightOfDay);
        return sales.values().stream()
                .map(sold -> row(
                        sold.merchant.id(),
                        sold.merchant.category().text(),
                        sold.merchant.country(),
                        money(sold.sum * dice.between(0.0001, 0.001)),
                        night(nightOfDay)));
    }

    private static final class Sales {
        private final Merchant merchant;
        private double sum;

        Sales(Merchant merchant) {
            this.merchant = merchant;
        }

        void add(double amount) {
            sum += amount;
        }
    }

    /** The cards, then, night by night, those that were blocked, lost or stolen the day before. */
    public FrameReader cardDetails() {
        BitSet gone = new BitSet();
        Stream<Object[]> first = cards.stream().map(card -> card(card, "active", card.lastModified()));
        Stream<Object[]> nights = IntStream.range(1, spec.days()).boxed().flatMap(night -> blocked(night, gone));
        return MartTables.reader(MartTables.CARD_DETAILS, Stream.concat(first, nights));
    }

    /** One card in 100,000 and at least one, if it is still active. */
    private Stream<Object[]> blocked(int night, BitSet gone) {
        Dice dice = Dice.of(spec.seed(), "blocked", night);
        long number = Math.max(1, Math.round(spec.cards() * BLOCKED_EACH_DAY));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Card card = dice.pick(cards);
            if (!gone.get(card.index())) {
                gone.set(card.index());
                rows.add(card(card, dice.chance(0.5) ? "blocked" : "lost/stolen", night(night)));
            }
        }
        return rows.stream();
    }

    private Object[] card(Card card, String status, Instant at) {
        return row(
                card.number(),
                card.expiry(),
                accountId(card.account()),
                bankId(card.bank()),
                card.issued(),
                card.type(),
                status,
                at);
    }

    public FrameReader creditCardTransactions() {
        return MartTables.reader(
                MartTables.CREDIT_CARD_TRANSACTIONS,
                stream(payments.all())
                        .map(payment -> row(
                                payment.id(),
                                payment.at(),
                                payment.card().number(),
                                payment.merchant().id(),
                                payment.amount(),
                                payment.ipAddress(),
                                payment.cardPresent())));
    }

    public FrameReader ccFraud() {
        return MartTables.reader(
                MartTables.CC_FRAUD,
                stream(payments.all())
                        .filter(payment -> payment.fraud().isPresent())
                        .map(payment -> row(payment.id(), payment.fraud().orElseThrow(), reporter(payment.id()))));
    }

    private String reporter(long payment) {
        return REPORTERS.get(Dice.of(spec.seed(), "reporter", payment).weighted(REPORTER_WEIGHTS, 1));
    }

    private static <T> Stream<T> stream(Iterator<T> items) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED), false);
    }

    private Instant beforeTheStart(Dice dice) {
        return spec.start().minusSeconds(1).minus(dice.below(THREE_YEARS));
    }

    private Instant night(int day) {
        return spec.start().plus(day, ChronoUnit.DAYS).plus(NIGHT_HOUR, ChronoUnit.HOURS);
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static BigDecimal money(double amount) {
        return BigDecimal.valueOf(Math.round(amount * 100), 2);
    }

    private static String bankId(int index) {
        return String.format(Locale.ROOT, "B%05d", index + 1);
    }

    private static String accountId(int index) {
        return String.format(Locale.ROOT, "A%09d", index + 1);
    }
}
