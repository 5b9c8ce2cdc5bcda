package io.shearwater.fraud;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares rows value by value and remembers where they differ. Sums of doubles may differ by 1e-9 of their size. */
final class Differences {
    private static final double TOLERANCE = 1e-9;
    private static final int SHOWN = 3;

    private final String proof;
    private final List<String> found = new ArrayList<>();
    private long compared;

    /** @param proof what is to be shown, for the message: "sampled training rows equal brute force" */
    Differences(String proof) {
        this.proof = proof;
    }

    /** Compares two rows of the same names. */
    void compare(
            long payment,
            Map<String, ? extends @Nullable Object> expected,
            Map<String, ? extends @Nullable Object> actual) {
        if (!expected.keySet().equals(actual.keySet())) {
            found.add("payment " + payment + ": the features are " + actual.keySet() + ", not " + expected.keySet());
        }
        expected.forEach((name, value) -> compare(payment, name, value, actual.get(name)));
    }

    void compare(long payment, String name, @Nullable Object expected, @Nullable Object actual) {
        compared++;
        if (!same(expected, actual)) {
            found.add("payment " + payment + ", " + name + ": expected " + expected + ", got " + actual);
        }
    }

    private static boolean same(@Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Double wanted && actual instanceof Double given) {
            return Math.abs(wanted - given) <= TOLERANCE * Math.max(Math.abs(wanted), Math.abs(given));
        }
        if (expected instanceof BigDecimal wanted && actual instanceof BigDecimal given) {
            return wanted.compareTo(given) == 0;
        }
        return Objects.equals(expected, actual);
    }

    /**
     * The number of values compared.
     *
     * @throws io.shearwater.model.ShearwaterException PROOF_FAILED, with the first differences, if there are any
     */
    long none() {
        if (!found.isEmpty()) {
            throw FraudError.PROOF_FAILED.because("The proof that " + proof + " failed: " + found.size() + " of "
                    + compared + " values differ. " + String.join("; ", found.subList(0, Math.min(SHOWN, found.size())))
                    + ". If you changed the data of this store, run the quickstart in another directory.");
        }
        return compared;
    }
}
