package io.shearwater.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. Thread-safe. */
public final class SteppedClock implements InstantSource {
    private Instant now;

    public SteppedClock(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void set(Instant next) {
        now = next;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
