package io.shearwater.fraud;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Which account and bank a card belonged to at a time, and when it expires. */
final class CardDirectory {
    private final Map<String, NavigableMap<Instant, Details>> cards = new HashMap<>();

    /** What a card belongs to, and the last day that it is good for. */
    record Details(String accountId, String bankId, LocalDate expiry) {}

    /** Reads {@link MartTables#CARD_DETAILS}. */
    CardDirectory(FrameReader cardDetails) {
        try (cardDetails) {
            for (Optional<Frame> next = cardDetails.next(); next.isPresent(); next = cardDetails.next()) {
                next.get()
                        .toRecords(Row.class)
                        .forEach(row -> cards.computeIfAbsent(row.ccNum, number -> new TreeMap<>())
                                .put(row.lastModified, row.details()));
            }
        }
    }

    private record Row(String ccNum, Instant lastModified, String accountId, String bankId, String ccExpiryDate) {
        Details details() {
            return new Details(accountId, bankId, YearMonth.parse(ccExpiryDate).atEndOfMonth());
        }
    }

    /** The latest details that were written at this time or before. */
    Optional<Details> at(String card, Instant time) {
        return Optional.ofNullable(cards.get(card))
                .map(details -> details.floorEntry(time))
                .map(Map.Entry::getValue);
    }
}
