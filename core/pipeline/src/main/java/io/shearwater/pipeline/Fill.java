package io.shearwater.pipeline;

import io.shearwater.model.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Nulls that take the value of another row of the same entity: of the one before, in the order of time, or of the next. Values
 * never pass from one entity to another. Immutable.
 *
 * @param keys of the entity
 * @param time the order of its rows
 * @param columns whose nulls are filled
 * @param most how old a value may be, in microseconds; any age if empty
 */
public record Fill(List<String> keys, String time, List<String> columns, OptionalLong most) {
    public Fill {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
    }

    /** Of the rows of these keys. */
    public static Fill by(String... keys) {
        return new Fill(List.of(keys), "event_time", List.of(), OptionalLong.empty());
    }

    /** The order of the rows. */
    public Fill time(String column) {
        return new Fill(keys, column, columns, most);
    }

    /** Whose nulls are filled. */
    public Fill columns(String... names) {
        return new Fill(keys, time, List.of(names), most);
    }

    /** With values that are no older. Without this, a run reads everything before it to find the last value. */
    public Fill within(Duration age) {
        return new Fill(keys, time, columns, OptionalLong.of(Times.micros(Instant.EPOCH.plus(age))));
    }
}
