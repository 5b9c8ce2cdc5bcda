package io.shearwater.rest;

import java.time.Duration;

/**
 * How large and how slow a request may be.
 *
 * @param document the most bytes of a body that is read whole
 * @param stream the most bytes of a body that is read as it comes
 * @param idle how long a connection may be silent in the middle of a request, and take nothing of an answer
 * @param leastBytesPerSecond what a body has to come with on average, after the first ten seconds
 */
public record Limits(long document, long stream, Duration idle, long leastBytesPerSecond) {
    public static Limits defaults() {
        return new Limits(16L << 20, 64L << 30, Duration.ofSeconds(30), 1024);
    }
}
