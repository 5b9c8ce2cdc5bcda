package io.shearwater.access;

import org.jspecify.annotations.Nullable;

/** A text that is not to be seen: no log and no message shows it by accident. Immutable. */
public final class SecretValue {
    private static final int LONGEST = 65_536;

    private final String text;

    private SecretValue(String text) {
        this.text = text;
    }

    /**
     * A secret with this text.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for an empty text and one of more than 65,536 characters
     */
    public static SecretValue of(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw AccessError.BAD_REQUEST.because("A secret has 1 to " + LONGEST + " characters, and this has "
                    + text.length() + ". Keep larger things as project files.");
        }
        return new SecretValue(text);
    }

    /** The text itself. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretValue that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
