package io.shearwater.rest;

import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Instants and ranges of queries. */
final class Times {
    private Times() {}

    /**
     * An instant of the query.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PARAMETER
     */
    static Optional<Instant> of(Call call, String name) {
        return call.query(name).map(text -> parse(name, text));
    }

    static Instant required(Call call, String name) {
        return of(call, name)
                .orElseThrow(() -> RestError.BAD_PARAMETER.because(
                        "'" + name + "' is missing: an instant such as 2026-01-31T00:00:00Z."));
    }

    /** Instants after {@code from}, up to and with {@code to}; what is missing does not bound. */
    static TimeRange range(Call call) {
        Optional<Instant> from = of(call, "from");
        Optional<Instant> to = of(call, "to");
        if (from.isPresent() && to.isPresent()) {
            return TimeRange.of(from.get(), to.get());
        }
        return from.map(TimeRange::after).or(() -> to.map(TimeRange::upTo)).orElse(TimeRange.ALL);
    }

    private static Instant parse(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException odd) {
            throw RestError.BAD_PARAMETER.because(
                    "'" + name + "' is '" + Texts.shown(text) + "', no instant such as 2026-01-31T00:00:00Z.", odd);
        }
    }
}
