package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an operation that was refused says of it: every message is for a person, who reads nothing else. */
public final class Refusal {
    /** What a message shows when something native was passed on, or forgotten. */
    private static final Pattern RAW = Pattern.compile(
            "\\bnull\\b(?! besides)|\\bjava\\.|Exception\\b|\\n\\s*at |\\[F@|Optional|C\\+\\+|Invalid Input Error|INTERNAL Error");

    private final ShearwaterException error;

    private Refusal(ShearwaterException error) {
        this.error = error;
    }

    /** The refusal of an action, which must not succeed. */
    public static Refusal of(ThrowingCallable action) {
        Throwable thrown = catchThrowable(action);
        assertThat(thrown).as("the action is refused").isInstanceOf(ShearwaterException.class);
        Refusal refusal = new Refusal((ShearwaterException) thrown);
        refusal.requireClear();
        return refusal;
    }

    private void requireClear() {
        String message = String.valueOf(error.getMessage());
        assertThat(message).matches(Pattern.compile("(?s).{30,}[.?)]"));
        // Where null is the fault, it may be named.
        String rest = message.replaceAll("' is null|mean null|with nulls", "");
        assertThat(RAW.matcher(rest).results().map(MatchResult::group).toList())
                .as("what is not for people in: %s", message)
                .isEmpty();
    }

    /** The name of the code, which is of an enum of a module that this one does not see. */
    public Refusal as(String code, ErrorKind kind) {
        assertThat(error.code().toString()).as(error.getMessage()).isEqualTo(code);
        assertThat(error.kind()).isEqualTo(kind);
        return this;
    }

    /** The parts that the message must have. */
    public Refusal saying(Object... parts) {
        for (Object part : parts) {
            assertThat(error.getMessage()).contains(String.valueOf(part));
        }
        return this;
    }

    /** What the message must not have. */
    public Refusal without(String... parts) {
        assertThat(error.getMessage()).doesNotContain(parts);
        return this;
    }
}
