package io.shearwater.fraud;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The feature pipeline of {@link FraudGroups#BANKS}: rows of {@link MartTables#BANK_DETAILS} with the age of the rating. */
final class BankFeatures {
    private BankFeatures() {}

    private record Bank(
            String bankId, String country, String creditRating, LocalDate creditRatingChanged, Instant lastModified) {}

    static Frame of(Frame bankDetails) {
        FrameBuilder rows = new FrameBuilder(FraudGroups.BANKS.schema(), bankDetails.rows());
        for (Bank bank : bankDetails.toRecords(Bank.class)) {
            LocalDate written = bank.lastModified.atZone(ZoneOffset.UTC).toLocalDate();
            long age = ChronoUnit.DAYS.between(bank.creditRatingChanged, written);
            rows.append(bank.bankId, bank.lastModified, bank.creditRating, bank.country, age);
        }
        return rows.build();
    }
}
