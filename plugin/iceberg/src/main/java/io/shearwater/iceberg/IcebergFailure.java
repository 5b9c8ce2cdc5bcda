package io.shearwater.iceberg;

import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.NotFoundException;

/** What a failure of Iceberg or of the disk means to the user of a store. */
final class IcebergFailure {
    private IcebergFailure() {}

    /**
     * Does the work and says its failures in Shearwater's words.
     *
     * @param doing what and on which table, for the message
     */
    static <T> T explained(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (ShearwaterException known) {
            throw known;
        } catch (NotFoundException missing) {
            throw SpiError.IO.because(
                    "A file is missing while " + doing + ": " + missing.getMessage()
                            + ". Restore the store's directory from a backup.",
                    missing);
        } catch (UncheckedIOException failure) {
            throw SpiError.IO.because(
                    "The disk failed while " + doing + ": " + reason(failure)
                            + ". Nothing was changed. Check that the store's directory can be written and has free space.",
                    failure);
        } catch (RuntimeException failure) {
            throw SpiError.INTERNAL.because("Iceberg failed while " + doing + ": " + failure.getMessage(), failure);
        }
    }

    private static String reason(UncheckedIOException failure) {
        IOException cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : IoReason.of(cause);
    }
}
