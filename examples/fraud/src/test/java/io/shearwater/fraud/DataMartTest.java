package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DataMartTest {
    private static final MartSpec SMALL = MartSpec.scaled(0.004, 7);
    private static final DataMart MART = new DataMart(SMALL);
    private static final List<Payment> PAYMENTS = records(MART.creditCardTransactions(), Payment.class);
    private static final Map<Long, String> FRAUD =
            records(MART.ccFraud(), Fraud.class).stream().collect(Collectors.toMap(Fraud::tId, Fraud::explanation));

    record Payment(
            long tId,
            Instant ts,
            String ccNum,
            String merchantId,
            double amount,
            String ipAddress,
            boolean cardPresent) {}

    record Fraud(long tId, String explanation, String reporter) {}

    record CardRow(String ccNum, String accountId, String bankId, String status, Instant lastModified) {}

    record Merchant(String merchantId, BigDecimal cntChrgbackPrevDay, Instant lastModified) {}

    record Dated(Instant lastModified) {}

    static <R extends Record> List<R> records(FrameReader table, Class<R> type) {
        return table.readAll().toRecords(type);
    }

    @Test
    void twoMartsOfOneSpecAreEqual() {
        DataMart again = new DataMart(MartSpec.scaled(0.004, 7));

        assertThat(again.creditCardTransactions().readAll())
                .isEqualTo(MART.creditCardTransactions().readAll());
        assertThat(again.ccFraud().readAll()).isEqualTo(MART.ccFraud().readAll());
        assertThat(again.cardDetails().readAll()).isEqualTo(MART.cardDetails().readAll());
        assertThat(again.accountDetails().readAll())
                .isEqualTo(MART.accountDetails().readAll());
        assertThat(again.bankDetails().readAll()).isEqualTo(MART.bankDetails().readAll());
        assertThat(again.merchantDetails().readAll())
                .isEqualTo(MART.merchantDetails().readAll());
    }

    @Test
    void anotherSeedGivesOtherPayments() {
        DataMart other = new DataMart(MartSpec.scaled(0.004, 8));

        assertThat(other.creditCardTransactions().readAll())
                .isNotEqualTo(MART.creditCardTransactions().readAll());
    }

    @Test
    void theStandardMartIsTheSameOnEveryMachine() {
        DataMart standard = new DataMart(QuickstartOptions.standard().mart());

        assertThat(standard.events()).isEqualTo(new DataMart.Events(156_732, 884));
        Frame first = standard.creditCardTransactions().next().orElseThrow();
        assertThat(first.toRecords(Payment.class).getFirst())
                .isEqualTo(new Payment(
                        1,
                        Instant.parse("2025-09-01T00:05:28.987033Z"),
                        "9999054064638886",
                        "M0000091",
                        17.7,
                        "10.28.169.27",
                        true));
    }

    @Test
    void framesAreBounded() {
        try (FrameReader payments = new DataMart(MartSpec.scaled(0.01, 1)).creditCardTransactions()) {
            List<Integer> sizes = new ArrayList<>();
            for (Optional<Frame> next = payments.next(); next.isPresent(); next = payments.next()) {
                sizes.add(next.get().rows());
            }
            assertThat(sizes).hasSizeGreaterThan(3).allMatch(rows -> rows <= 16_384);
        }
    }

    @Test
    void paymentsAreNumberedInTheOrderOfTime() {
        assertThat(PAYMENTS).isSortedAccordingTo(Comparator.comparing(Payment::ts));
        for (int i = 0; i < PAYMENTS.size(); i++) {
            assertThat(PAYMENTS.get(i).tId).isEqualTo(i + 1);
        }
    }

    @Test
    void paymentsFillTheDaysOfTheSpecAndNoOther() {
        Instant end = SMALL.start().plus(Duration.ofDays(SMALL.days()));

        assertThat(PAYMENTS).allMatch(payment -> !payment.ts.isBefore(SMALL.start()) && payment.ts.isBefore(end));
        assertThat(PAYMENTS.size())
                .isBetween((int) (SMALL.expectedPayments() * 0.8), (int) (SMALL.expectedPayments() * 1.2));
    }

    @Test
    void noCardPaysTwiceAtOneInstant() {
        Set<Map.Entry<String, Instant>> seen = new HashSet<>();

        assertThat(PAYMENTS).allMatch(payment -> seen.add(Map.entry(payment.ccNum, payment.ts)));
    }

    @Test
    void cardNumbersAreDistinctAndHaveSixteenDigitsWithTheRightCheckDigit() {
        Set<String> numbers = records(MART.cardDetails(), CardRow.class).stream()
                .map(CardRow::ccNum)
                .collect(Collectors.toSet());

        assertThat(numbers).hasSize(SMALL.cards()).allMatch(number -> number.matches("9999[0-9]{12}"));
        assertThat(numbers).allMatch(number -> Card.checkDigit(number.substring(0, 15)) == number.charAt(15) - '0');
        // The usual example of the algorithm.
        assertThat(Card.checkDigit("7992739871")).isEqualTo(3);
    }

    @Test
    void whatAPaymentRefersToIsThereAndOlder() {
        Map<String, Instant> cards =
                oldest(records(MART.cardDetails(), CardRow.class), CardRow::ccNum, CardRow::lastModified);
        Map<String, Instant> merchants =
                oldest(records(MART.merchantDetails(), Merchant.class), Merchant::merchantId, Merchant::lastModified);

        assertThat(PAYMENTS)
                .allMatch(payment ->
                        cards.getOrDefault(payment.ccNum, Instant.MAX).isBefore(payment.ts));
        assertThat(PAYMENTS)
                .allMatch(payment ->
                        merchants.getOrDefault(payment.merchantId, Instant.MAX).isBefore(payment.ts));
        assertThat(FRAUD.keySet()).allMatch(id -> id >= 1 && id <= PAYMENTS.size());
    }

    @Test
    void whatACardRefersToIsThereBeforeTheFirstPayment() {
        record Account(String accountId, Instant lastModified) {}
        record Bank(String bankId, Instant lastModified) {}
        Map<String, Instant> accounts =
                oldest(records(MART.accountDetails(), Account.class), Account::accountId, Account::lastModified);
        Map<String, Instant> banks = oldest(records(MART.bankDetails(), Bank.class), Bank::bankId, Bank::lastModified);

        assertThat(records(MART.cardDetails(), CardRow.class))
                .allMatch(card ->
                        accounts.getOrDefault(card.accountId, Instant.MAX).isBefore(SMALL.start())
                                && banks.getOrDefault(card.bankId, Instant.MAX).isBefore(SMALL.start()));
    }

    private static <R> Map<String, Instant> oldest(List<R> rows, Function<R, String> key, Function<R, Instant> time) {
        Map<String, Instant> oldest = new HashMap<>();
        rows.forEach(row -> oldest.merge(key.apply(row), time.apply(row), (a, b) -> a.isBefore(b) ? a : b));
        return oldest;
    }

    @Test
    void everySlowlyChangingTableHasNewerRowsAndNoneAfterTheLastNight() {
        Instant lastNight =
                SMALL.start().plus(Duration.ofDays(SMALL.days() - 1)).plus(Duration.ofHours(2));

        for (FrameReader table : List.of(MART.accountDetails(), MART.merchantDetails(), MART.cardDetails())) {
            List<Dated> rows = records(table, Dated.class);
            assertThat(rows).anyMatch(row -> row.lastModified.isAfter(SMALL.start()));
            assertThat(rows).noneMatch(row -> row.lastModified.isAfter(lastNight));
        }
    }

    @Test
    void atLeastOneCardANightIsBlockedLostOrStolen() {
        List<CardRow> cards = records(MART.cardDetails(), CardRow.class);
        List<CardRow> gone = cards.subList(SMALL.cards(), cards.size());

        assertThat(cards.subList(0, SMALL.cards())).allMatch(card -> card.status.equals("active"));
        assertThat(gone).extracting(CardRow::status).containsOnly("blocked", "lost/stolen");
        // A card that is drawn a second time is gone already.
        assertThat(gone).hasSizeBetween(SMALL.days() - 5, SMALL.days() - 1);
        assertThat(gone).extracting(CardRow::ccNum).doesNotHaveDuplicates();
    }

    @Test
    void chargebacksAreATenthOfAPercentOfTheDayBeforeAtMost() {
        Map<Map.Entry<String, LocalDate>, Double> sales = PAYMENTS.stream()
                .collect(Collectors.groupingBy(
                        payment -> Map.entry(payment.merchantId, day(payment.ts)),
                        Collectors.summingDouble(Payment::amount)));
        List<Merchant> rows = records(MART.merchantDetails(), Merchant.class);
        List<Merchant> nights = rows.subList(SMALL.merchants(), rows.size());

        assertThat(nights).isNotEmpty().allSatisfy(night -> {
            double sold = sales.getOrDefault(
                    Map.entry(night.merchantId, day(night.lastModified).minusDays(1)), Double.NaN);
            assertThat(night.cntChrgbackPrevDay.doubleValue()).isBetween(sold * 0.0001 - 0.005, sold * 0.001 + 0.005);
        });
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    @Test
    void attacksAreTheirShareOfThePayments() {
        DataMart standard = new DataMart(QuickstartOptions.standard().mart());
        DataMart.Events events = standard.events();
        double share = (double) events.fraudulent() / events.payments();

        assertThat(share).isBetween(0.0045, 0.0075);
        assertThat(records(standard.ccFraud(), Fraud.class))
                .extracting(fraud -> fraud.explanation.substring(0, 5))
                .contains("Geogr", "Chain");
    }

    @Test
    void aMartWithoutAttacksHasTheSameHonestPaymentsAndNoFraud() {
        MartSpec peaceful = new MartSpec(
                SMALL.seed(),
                SMALL.firstDay(),
                SMALL.days(),
                SMALL.cards(),
                SMALL.merchants(),
                SMALL.banks(),
                SMALL.paymentsPerCardAndDay(),
                0);
        DataMart mart = new DataMart(peaceful);

        assertThat(mart.ccFraud().readAll().rows()).isZero();
        assertThat(withoutIds(records(mart.creditCardTransactions(), Payment.class)))
                .isEqualTo(withoutIds(honest()));
    }

    private static List<Payment> withoutIds(List<Payment> payments) {
        return payments.stream()
                .map(p -> new Payment(0, p.ts, p.ccNum, p.merchantId, p.amount, p.ipAddress, p.cardPresent))
                .toList();
    }

    private static List<Payment> honest() {
        return PAYMENTS.stream()
                .filter(payment -> !FRAUD.containsKey(payment.tId))
                .toList();
    }

    @Test
    void honestPaymentsOfACardLieTwentyMinutesApart() {
        byCard(honest()).forEach(payments -> {
            for (int i = 1; i < payments.size(); i++) {
                assertThat(Duration.between(payments.get(i - 1).ts, payments.get(i).ts))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(20));
            }
        });
    }

    @Test
    void honestPaymentsWithTheCardInHandAreMadeInOneCity() {
        byCard(honest())
                .forEach(payments -> assertThat(payments.stream()
                                .filter(Payment::cardPresent)
                                .map(payment -> Place.find(payment.ipAddress)
                                        .orElseThrow()
                                        .city())
                                .distinct()
                                .count())
                        .isLessThanOrEqualTo(1));
    }

    @Test
    void aGeographicAttackIsFasterThanAnyoneTravels() {
        assertThat(attacks("Geographic")).hasSize(SMALL.attacksOfEachKind()).allSatisfy(attack -> {
            assertThat(attack).hasSize(2).allMatch(Payment::cardPresent);
            Duration gap = Duration.between(attack.getFirst().ts, attack.getLast().ts);
            assertThat(gap).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(30));
            double kilometres = Place.find(attack.getFirst().ipAddress)
                    .orElseThrow()
                    .kilometresTo(Place.find(attack.getLast().ipAddress).orElseThrow());
            assertThat(kilometres).isGreaterThanOrEqualTo(3_000);
        });
    }

    @Test
    void aChainAttackIsFiveToFiftySmallPaymentsWithinAQuarterToAWholeHour() {
        assertThat(attacks("Chain")).hasSize(SMALL.attacksOfEachKind()).allSatisfy(attack -> {
            assertThat(attack).hasSizeBetween(5, 50).allMatch(payment -> payment.amount <= 20 && !payment.cardPresent);
            assertThat(Duration.between(attack.getFirst().ts, attack.getLast().ts))
                    .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(60));
        });
    }

    @Test
    void theLastHoursHaveAnAttackOfEachKind() {
        Instant evening = SMALL.start().plus(Duration.ofDays(SMALL.days())).minus(Duration.ofMinutes(90));

        for (String kind : List.of("Geographic", "Chain")) {
            assertThat(attacks(kind)).anyMatch(attack -> attack.getFirst().ts.isAfter(evening));
        }
    }

    /** The fraudulent payments of a kind, attack by attack. */
    private static List<List<Payment>> attacks(String kind) {
        return List.copyOf(PAYMENTS.stream()
                .filter(payment -> FRAUD.getOrDefault(payment.tId, "").startsWith(kind))
                .collect(Collectors.groupingBy(payment -> payment.ccNum + FRAUD.get(payment.tId)))
                .values());
    }

    private static List<List<Payment>> byCard(List<Payment> payments) {
        return List.copyOf(
                payments.stream().collect(Collectors.groupingBy(Payment::ccNum)).values());
    }
}
