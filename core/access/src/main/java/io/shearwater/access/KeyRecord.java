package io.shearwater.access;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored.
 *
 * @param hash SHA-256 of the text of the key
 * @param formerHash of the text before the last rotation
 */
record KeyRecord(ApiKey key, byte[] hash, byte @Nullable [] formerHash) {
    /** Whether a text with this hash is the key now. Takes the same time whatever the hash is. */
    boolean matches(byte[] presented, Instant at) {
        boolean current = MessageDigest.isEqual(hash, presented);
        boolean former = formerHash != null && MessageDigest.isEqual(formerHash, presented);
        boolean formerCounts =
                key.formerSecretUntil().map(until -> at.isBefore(until)).orElse(false);
        return current || (former && formerCounts);
    }

    KeyRecord revoked(Instant at) {
        return new KeyRecord(
                new ApiKey(
                        key.id(),
                        key.principal(),
                        key.label(),
                        key.scope(),
                        key.createdBy(),
                        key.issued(),
                        key.expires(),
                        Optional.empty(),
                        Optional.of(at)),
                hash,
                null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyRecord that
                && key.equals(that.key)
                && MessageDigest.isEqual(hash, that.hash)
                && Arrays.equals(formerHash, that.formerHash);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key.id());
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
