package io.shearwater.grpc;

import java.time.Duration;

/**
 * How large and how slow a call may be.
 *
 * @param message the most bytes of one message of a caller, such as a batch of rows
 * @param metadata the most bytes of the metadata of a call
 * @param silence how long a stream may owe its next message, and a caller may not read what it asked for
 * @param callsPerConnection how many calls of one connection run at a time; more wait
 * @param connectionAge after which a connection is asked to end, so that callers spread over the servers there are
 * @param memory the most bytes that rows on their way in and out take outside the heap
 */
public record RpcLimits(
        int message, int metadata, Duration silence, int callsPerConnection, Duration connectionAge, long memory) {
    public static RpcLimits defaults() {
        return new RpcLimits(64 << 20, 16 << 10, Duration.ofSeconds(30), 256, Duration.ofHours(1), 1L << 30);
    }

    /** With other greatest messages. */
    public RpcLimits withMessage(int bytes) {
        return new RpcLimits(bytes, metadata, silence, callsPerConnection, connectionAge, memory);
    }

    /** With other patience for silence. */
    public RpcLimits withSilence(Duration time) {
        return new RpcLimits(message, metadata, time, callsPerConnection, connectionAge, memory);
    }
}
