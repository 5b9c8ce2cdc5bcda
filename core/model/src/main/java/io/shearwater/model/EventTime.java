package io.shearwater.model;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * When a row's values became valid, and from when on they were known.
 *
 * @param column a column of type timestamp or date
 * @param zone the zone in which a date is a day; without meaning for timestamps. Every spelling of UTC becomes
 *     {@code UTC}, so that equal definitions are equal
 * @param knownAfter how long after the event time the row may be used: a daily mean dated with its day and known one day
 *     later never reaches a label of that day. Not negative
 */
public record EventTime(String column, ZoneId zone, Duration knownAfter) {
    public EventTime {
        if (knownAfter.isNegative()) {
            throw ModelError.BAD_DEFINITION.because("The event time '" + column + "' is known after " + knownAfter
                    + "; a row cannot be known before it happened.");
        }
        zone = zone.normalized().equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
    }
}
