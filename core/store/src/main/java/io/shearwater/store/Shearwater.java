package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.spi.StoreContext.Mode;
import java.nio.file.Path;

/**
 * Where everybody starts: opens a feature store in this process. One process at a time may write to a store; any number may
 * read it.
 *
 * <pre>{@code
 * try (FeatureStore store = Shearwater.open(Path.of("my-store"))) {
 *     …
 * }
 * }</pre>
 */
public final class Shearwater {
    private Shearwater() {}

    /** Opens the store in a directory, making it if it is not there. */
    public static FeatureStore open(Path directory) {
        return open(directory, StoreOptions.defaults());
    }

    /**
     * Opens the store in a directory, making it if it is not there.
     *
     * @throws io.shearwater.model.ShearwaterException LOCKED naming the process that has it open, NEWER_FORMAT,
     *     BAD_DIRECTORY
     */
    public static FeatureStore open(Path directory, StoreOptions options) {
        return Composition.open(directory, options.host(), Mode.READ_WRITE, host -> host.only(options.project()));
    }

    /**
     * Opens the store in a directory with all of its projects, making it if it is not there. What the last process left
     * unfinished is finished, in every project, before this returns.
     *
     * @throws io.shearwater.model.ShearwaterException LOCKED naming the process that has it open, NEWER_FORMAT,
     *     BAD_DIRECTORY
     */
    public static StoreHost host(Path directory, HostOptions options) {
        return Composition.open(directory, options, Mode.READ_WRITE, host -> {
            host.recover();
            return host;
        });
    }

    /** Opens a store with all of its projects to read only, also while another process writes to it. */
    public static StoreHost hostReadOnly(Path directory, HostOptions options) {
        return Composition.open(directory, options, Mode.READ_ONLY, host -> host);
    }

    /**
     * Opens the store in a directory, for writing too; it must be there.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DIRECTORY where there is none, and what {@link #open} throws
     */
    public static FeatureStore openExisting(Path directory, StoreOptions options) {
        StoreDirectory.open(directory);
        return open(directory, options);
    }

    /**
     * Returns if a directory, or where it will be made, lies on a volume that the kernel encrypts.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_ENCRYPTED where it does not, or where that cannot be seen
     */
    public static void requireEncryptedVolume(Path directory) {
        if (!EncryptedVolume.ofThisMachine().holds(directory)) {
            throw StoreError.NOT_ENCRYPTED.because(
                    "'" + directory + "' is not on a volume that is known to be encrypted with"
                            + " dm-crypt. Put the store on one, as LUKS makes them, or leave the requirement out where something else"
                            + " encrypts the disk.");
        }
    }

    /**
     * Looks at a store from outside, without opening it: also one that another process has open.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DIRECTORY where there is none
     */
    public static StoreInspection inspect(Path directory) {
        return StoreInspection.of(directory);
    }

    /** Opens a store to read only, also while another process writes to it. */
    public static FeatureStore openReadOnly(Path directory, StoreOptions options) {
        return Composition.open(directory, options.host(), Mode.READ_ONLY, host -> host.only(options.project()));
    }
}
