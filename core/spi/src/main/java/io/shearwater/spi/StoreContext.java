package io.shearwater.spi;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a plugin is given when it is opened.
 *
 * @param directory a directory of the plugin's own within the store; made if it is not there and the mode allows
 * @param scratch a directory for temporary files, emptied when the store is opened
 * @param options the plugin's configuration, kebab-case; unknown keys are refused
 */
public record StoreContext(
        Path directory,
        Path scratch,
        Mode mode,
        MemoryBudget memory,
        InstantSource clock,
        Map<String, String> options) {
    /** Whether changes are possible. */
    public enum Mode {
        READ_WRITE,
        READ_ONLY
    }

    public StoreContext {
        options = Map.copyOf(options);
    }
}
