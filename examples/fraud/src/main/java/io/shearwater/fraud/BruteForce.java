package io.shearwater.fraud;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What training rows must be, worked out from the raw tables the slow and simple way. Shares no code with the feature
 * pipelines, which it is here to check.
 */
final class BruteForce {
    private static final double EARTH_RADIUS_KM = 6371;

    private final Map<Long, Payment> wanted;
    private final Set<Long> fraud;
    private final Map<String, List<Payment>> payments;
    private final Map<String, List<Card>> cards;
    private final Map<String, List<Merchant>> merchants;
    private final Map<String, List<Account>> accounts;
    private final Map<String, List<Bank>> banks;

    private record Payment(
            long tId,
            Instant ts,
            String ccNum,
            String merchantId,
            double amount,
            String ipAddress,
            boolean cardPresent) {}

    private record Card(
            String ccNum,
            String accountId,
            String bankId,
            String ccExpiryDate,
            String cardType,
            String status,
            Instant lastModified) {}

    private record Merchant(
            String merchantId, String category, String country, BigDecimal cntChrgbackPrevDay, Instant lastModified) {}

    private record Account(String accountId, String zipcode, BigDecimal debtEndPrevMonth, Instant lastModified) {}

    private record Bank(
            String bankId, String country, String creditRating, LocalDate creditRatingChanged, Instant lastModified) {}

    private record Fraud(long tId) {}

    /** Reads what the rows of these payments depend on. */
    BruteForce(DataMart mart, Set<Long> ids) {
        wanted = rows(mart.creditCardTransactions(), Payment.class, payment -> ids.contains(payment.tId)).stream()
                .collect(Collectors.toMap(Payment::tId, payment -> payment));
        fraud = rows(mart.ccFraud(), Fraud.class, label -> ids.contains(label.tId)).stream()
                .map(Fraud::tId)
                .collect(Collectors.toSet());
        Set<String> numbers = keys(wanted.values(), Payment::ccNum);
        payments = rowsByKey(mart.creditCardTransactions(), Payment.class, Payment::ccNum, numbers);
        cards = rowsByKey(mart.cardDetails(), Card.class, Card::ccNum, numbers);
        merchants = rowsByKey(
                mart.merchantDetails(),
                Merchant.class,
                Merchant::merchantId,
                keys(wanted.values(), Payment::merchantId));
        List<Card> versions = cards.values().stream().flatMap(List::stream).toList();
        accounts = rowsByKey(mart.accountDetails(), Account.class, Account::accountId, keys(versions, Card::accountId));
        banks = rowsByKey(mart.bankDetails(), Bank.class, Bank::bankId, keys(versions, Card::bankId));
    }

    boolean isFraud(long id) {
        return fraud.contains(id);
    }

    /** The features of {@code cc_fraud_fv} for a payment, by name. */
    Map<String, @Nullable Object> features(long id) {
        Payment payment = Optional.ofNullable(wanted.get(id)).orElseThrow();
        Map<String, @Nullable Object> features = new HashMap<>();
        features.put("amount", payment.amount);
        features.put("ip_address", payment.ipAddress);
        features.put("card_present", payment.cardPresent);
        Optional<Payment> last = lastBefore(payment);
        addAggregates(features, payment, last);
        addOnDemand(features, payment, last);
        Predicate<Instant> known = time -> !time.isAfter(payment.ts);
        Optional<Card> card = latest(cards.get(payment.ccNum), Card::lastModified, known);
        features.put("card_type", card.map(Card::cardType).orElse(null));
        features.put("status", card.map(Card::status).orElse(null));
        addAccount(features, card.flatMap(of -> latest(accounts.get(of.accountId), Account::lastModified, known)));
        addBank(features, card.flatMap(of -> latest(banks.get(of.bankId), Bank::lastModified, known)));
        addMerchant(features, latest(merchants.get(payment.merchantId), Merchant::lastModified, known));
        return features;
    }

    private Optional<Payment> lastBefore(Payment payment) {
        return latest(payments.get(payment.ccNum), Payment::ts, time -> time.isBefore(payment.ts));
    }

    private void addAggregates(Map<String, @Nullable Object> features, Payment payment, Optional<Payment> last) {
        addWindow(features, "10min", Duration.ofMinutes(10), payment);
        addWindow(features, "1hour", Duration.ofHours(1), payment);
        addWindow(features, "1day", Duration.ofDays(1), payment);
        addWindow(features, "7day", Duration.ofDays(7), payment);
        features.put("prev_ts_transaction", last.map(Payment::ts).orElse(null));
        features.put("prev_ip_transaction", last.map(Payment::ipAddress).orElse(null));
        features.put("prev_card_present", last.map(Payment::cardPresent).orElse(null));
    }

    private void addOnDemand(Map<String, @Nullable Object> features, Payment payment, Optional<Payment> last) {
        features.put(
                "time_since_last_trans",
                last.map(before -> before.ts.until(payment.ts, ChronoUnit.SECONDS))
                        .orElse(null));
        features.put(
                "haversine_distance",
                last.map(before -> kilometres(point(before.ipAddress), point(payment.ipAddress)))
                        .orElse(null));
        LocalDate day = payment.ts.atOffset(ZoneOffset.UTC).toLocalDate();
        features.put(
                "days_to_card_expiry",
                latest(cards.get(payment.ccNum), Card::lastModified, time -> !time.isAfter(payment.ts))
                        .map(card -> YearMonth.parse(card.ccExpiryDate).atEndOfMonth())
                        .map(expiry -> (int) (expiry.toEpochDay() - day.toEpochDay()))
                        .orElse(null));
    }

    /** Through the sphere instead of over it: the angle between two points from the chord. */
    private static double kilometres(double[] from, double[] to) {
        double square = 0;
        for (int axis = 0; axis < from.length; axis++) {
            square += (from[axis] - to[axis]) * (from[axis] - to[axis]);
        }
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(square) / 2);
    }

    private static double[] point(String ipAddress) {
        Place place = Place.ALL.get(Integer.parseInt(ipAddress.split("\\.", -1)[1]));
        double latitude = Math.toRadians(place.latitude());
        double longitude = Math.toRadians(place.longitude());
        return new double[] {
            Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude)
        };
    }

    /** What the card did before: the payment itself does not count. */
    private void addWindow(Map<String, @Nullable Object> features, String window, Duration length, Payment payment) {
        List<Payment> within = payments.getOrDefault(payment.ccNum, List.of()).stream()
                .filter(other -> other.ts.isBefore(payment.ts) && !other.ts.isBefore(payment.ts.minus(length)))
                .toList();
        features.put(
                "sum_" + window, within.stream().mapToDouble(Payment::amount).sum());
        features.put("count_" + window, (long) within.size());
    }

    private static void addAccount(Map<String, @Nullable Object> features, Optional<Account> account) {
        features.put("zipcode", account.map(Account::zipcode).orElse(null));
        features.put(
                "debt_end_prev_month", account.map(Account::debtEndPrevMonth).orElse(null));
    }

    private static void addBank(Map<String, @Nullable Object> features, Optional<Bank> bank) {
        features.put("credit_rating", bank.map(Bank::creditRating).orElse(null));
        features.put(
                "days_since_bank_cr_changed",
                bank.map(row -> ChronoUnit.DAYS.between(
                                row.creditRatingChanged,
                                row.lastModified.atOffset(ZoneOffset.UTC).toLocalDate()))
                        .orElse(null));
    }

    private void addMerchant(Map<String, @Nullable Object> features, Optional<Merchant> merchant) {
        features.put("merchant_category", merchant.map(Merchant::category).orElse(null));
        features.put("merchant_country", merchant.map(Merchant::country).orElse(null));
        features.put(
                "merchant_cnt_chrgback_prev_day",
                merchant.map(Merchant::cntChrgbackPrevDay).orElse(null));
        features.put(
                "merchant_chargeback_rate_prev_week",
                merchant.map(row -> chargebacksOfDay(row, 7)).orElse(null));
        features.put(
                "merchant_chargeback_rate_prev_month",
                merchant.map(row -> chargebacksOfDay(row, 30)).orElse(null));
    }

    private double chargebacksOfDay(Merchant now, int days) {
        Instant start = now.lastModified.minus(days, ChronoUnit.DAYS);
        return merchants.getOrDefault(now.merchantId, List.of()).stream()
                        .filter(row -> row.lastModified.isAfter(start) && !row.lastModified.isAfter(now.lastModified))
                        .mapToDouble(row -> row.cntChrgbackPrevDay.doubleValue())
                        .sum()
                / days;
    }

    private static <T> Optional<T> latest(@Nullable List<T> rows, Function<T, Instant> time, Predicate<Instant> known) {
        return Optional.ofNullable(rows).orElse(List.of()).stream()
                .filter(row -> known.test(time.apply(row)))
                .max(Comparator.comparing(time));
    }

    private static <T> Set<String> keys(Iterable<T> rows, Function<T, String> key) {
        Set<String> keys = new HashSet<>();
        rows.forEach(row -> keys.add(key.apply(row)));
        return keys;
    }

    private static <R extends Record> Map<String, List<R>> rowsByKey(
            FrameReader table, Class<R> type, Function<R, String> key, Set<String> keys) {
        return rows(table, type, row -> keys.contains(key.apply(row))).stream().collect(Collectors.groupingBy(key));
    }

    private static <R extends Record> List<R> rows(FrameReader table, Class<R> type, Predicate<R> wanted) {
        List<R> rows = new ArrayList<>();
        try (table) {
            for (Optional<Frame> next = table.next(); next.isPresent(); next = table.next()) {
                next.get().toRecords(type).stream().filter(wanted).forEach(rows::add);
            }
        }
        return rows;
    }
}
