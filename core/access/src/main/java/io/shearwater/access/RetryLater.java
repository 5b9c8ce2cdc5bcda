package io.shearwater.access;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ErrorKind;
import java.time.Duration;

/**
 * The code of a failure that ends by itself: of this name and kind, and the same call may succeed after this time. An edge asks
 * for it where it has a place to say so. Immutable.
 */
public record RetryLater(AccessError error, Duration retryAfter) implements ErrorCode {
    @Override
    public String name() {
        return error.name();
    }

    @Override
    public ErrorKind kind() {
        return error.kind();
    }
}
