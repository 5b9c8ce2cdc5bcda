package io.shearwater.store;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the opposite order. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes all of it even when one fails. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                RuntimeException unchecked = failed instanceof RuntimeException known
                        ? known
                        : StoreError.BAD_DIRECTORY.because("Closing the store failed: " + failed.getMessage(), failed);
                if (first == null) {
                    first = unchecked;
                } else {
                    first.addSuppressed(unchecked);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
