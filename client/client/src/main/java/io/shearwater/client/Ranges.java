package io.shearwater.client;

import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;

/** Stretches of time in addresses. */
final class Ranges {
    private Ranges() {}

    static Ask in(Ask ask, TimeRange range) {
        Ask asked = ask;
        if (range.startExclusive().isPresent()) {
            asked = asked.query("from", Times.instant(range.startExclusive().getAsLong()));
        }
        return range.endInclusive().isPresent()
                ? asked.query("to", Times.instant(range.endInclusive().getAsLong()))
                : asked;
    }
}
