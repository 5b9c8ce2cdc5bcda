package io.shearwater.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shearwater.model.ErrorCode;
import io.shearwater.model.ShearwaterException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that have to fail. */
final class Refused {
    private Refused() {}

    /** The message with which a call fails, for this reason and no other. */
    static String refused(ErrorCode code, ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).isInstanceOf(ShearwaterException.class);
        assertThat(((ShearwaterException) failure).code())
                .describedAs(failure.getMessage())
                .isEqualTo(code);
        return String.valueOf(failure.getMessage());
    }
}
