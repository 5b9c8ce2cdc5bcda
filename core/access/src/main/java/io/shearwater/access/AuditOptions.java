package io.shearwater.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How the log is kept. Immutable.
 *
 * @param clock what tells the time
 * @param fileBytes how large a file becomes before the next is begun
 * @param queue how many events may wait to be written
 * @param patience how long an event waits for its place in a full queue, or to be durable, before the call fails
 * @param headEvery how often the head is written to the registry while there is something new
 * @param keep how long entries are kept; empty: for ever
 */
public record AuditOptions(
        InstantSource clock,
        long fileBytes,
        int queue,
        Duration patience,
        Duration headEvery,
        Optional<Duration> keep) {
    public AuditOptions {
        if (fileBytes < 1_000 || queue < 1 || !patience.isPositive() || !headEvery.isPositive()) {
            throw AccessError.BAD_REQUEST.because(
                    "The audit cannot be kept with files of " + fileBytes + " bytes, a queue of "
                            + queue + ", a patience of " + patience + " and a head every " + headEvery
                            + ": files have at least 1000 bytes, the others are more than nothing.");
        }
        if (keep.isPresent() && !keep.get().isPositive()) {
            throw AccessError.BAD_REQUEST.because(
                    "The audit cannot be kept for " + keep.get() + ": it has to be more than nothing.");
        }
    }

    /** Files of 16 MiB, a queue of 8,192, 10 seconds of patience, the head every minute, kept for ever. */
    public static AuditOptions defaults() {
        return new AuditOptions(
                InstantSource.system(),
                16 << 20,
                8_192,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Optional.empty());
    }

    public AuditOptions withClock(InstantSource next) {
        return new AuditOptions(next, fileBytes, queue, patience, headEvery, keep);
    }

    public AuditOptions withFileBytes(long bytes) {
        return new AuditOptions(clock, bytes, queue, patience, headEvery, keep);
    }

    public AuditOptions withQueue(int events, Duration longestWait) {
        return new AuditOptions(clock, fileBytes, events, longestWait, headEvery, keep);
    }

    public AuditOptions keepingFor(Duration duration) {
        return new AuditOptions(clock, fileBytes, queue, patience, headEvery, Optional.of(duration));
    }
}
