package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import java.util.OptionalLong;

/** Stretches of event time as JSON: later than {@code after}, up to and including {@code up_to}; either may be left out. */
public final class TimeRangeJson {
    public static final WireCodec<TimeRange> RANGES = WireCodec.ofObject(TimeRangeJson::node, TimeRangeJson::read);

    private TimeRangeJson() {}

    static ObjectNode node(TimeRange range) {
        ObjectNode node = WireJson.object();
        range.startExclusive()
                .ifPresent(micros -> node.put("after", Times.instant(micros).toString()));
        range.endInclusive()
                .ifPresent(micros -> node.put("up_to", Times.instant(micros).toString()));
        return node;
    }

    static TimeRange read(JsonObject range) {
        return new TimeRange(micros(range, "after"), micros(range, "up_to"));
    }

    private static OptionalLong micros(JsonObject range, String name) {
        return range.find(name)
                .map(value -> OptionalLong.of(Times.micros(value.instant())))
                .orElse(OptionalLong.empty());
    }

    /** All of time where it is not there. */
    static TimeRange find(JsonObject object, String name) {
        return object.find(name).map(range -> range.object(TimeRangeJson::read)).orElse(TimeRange.ALL);
    }
}
