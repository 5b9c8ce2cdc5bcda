package io.shearwater.access;

/**
 * A key with its secret, which nobody can find out again. Shown once to whom it is for. Immutable; {@link #toString} shows
 * no secret.
 *
 * @param text {@code sw_<id>_<secret>}
 */
public record IssuedKey(ApiKey key, String text) {
    @Override
    public String toString() {
        return "sw_" + key.id() + "_…";
    }
}
