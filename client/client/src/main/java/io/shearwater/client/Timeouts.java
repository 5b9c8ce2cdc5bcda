package io.shearwater.client;

import java.time.Duration;

/**
 * How long a client waits. Immutable.
 *
 * @param connect for a connection
 * @param answer for the answer to what is little work: definitions, vectors, predictions
 * @param work for the answer to what may be much: inserts, reads, queries, training
 * @param silence between two pieces of an answer or of what is sent
 */
public record Timeouts(Duration connect, Duration answer, Duration work, Duration silence) {
    /** Ten seconds, one minute, one hour, five minutes. */
    public static Timeouts defaults() {
        return new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMinutes(5));
    }

    public Timeouts withConnect(Duration time) {
        return new Timeouts(time, answer, work, silence);
    }

    public Timeouts withAnswer(Duration time) {
        return new Timeouts(connect, time, work, silence);
    }

    public Timeouts withWork(Duration time) {
        return new Timeouts(connect, answer, time, silence);
    }

    public Timeouts withSilence(Duration time) {
        return new Timeouts(connect, answer, work, time);
    }
}
