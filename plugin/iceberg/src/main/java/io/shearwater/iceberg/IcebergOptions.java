package io.shearwater.iceberg;

import io.shearwater.model.Names;
import io.shearwater.spi.SpiError;
import java.util.List;
import java.util.Map;

/**
 * How tables are written.
 *
 * @param targetFileBytes the size at which a data file is full
 */
record IcebergOptions(long targetFileBytes) {
    private static final String TARGET_FILE_BYTES = "target-file-bytes";
    private static final long DEFAULT_FILE_BYTES = 256L << 20;

    static IcebergOptions of(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!key.equals(TARGET_FILE_BYTES)) {
                throw SpiError.BAD_OPTION.because("The Iceberg store has no option '" + key + "'; it has '"
                        + TARGET_FILE_BYTES + "'." + Names.didYouMean(key, List.of(TARGET_FILE_BYTES)));
            }
        }
        String text = options.getOrDefault(TARGET_FILE_BYTES, Long.toString(DEFAULT_FILE_BYTES));
        try {
            return new IcebergOptions(positive(Long.parseLong(text)));
        } catch (NumberFormatException failure) {
            throw SpiError.BAD_OPTION.because(
                    "The option '" + TARGET_FILE_BYTES + "' is '" + text + "'; it must be a whole number of bytes.",
                    failure);
        }
    }

    private static long positive(long bytes) {
        if (bytes < 1) {
            throw SpiError.BAD_OPTION.because(
                    "The option '" + TARGET_FILE_BYTES + "' is " + bytes + "; it must be at least 1.");
        }
        return bytes;
    }
}
