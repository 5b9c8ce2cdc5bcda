package io.shearwater.rocksdb;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DurableFiles;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineStoreProvider;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opens the embedded online store, named {@code rocksdb}. It takes no options: memory comes from the store's budget. A
 * store that is opened read only follows the process that writes.
 */
public final class RocksOnlineStoreProvider implements OnlineStoreProvider {
    private static final int FORMAT = 1;
    private static final Set<String> NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "9p", "afs", "ncpfs");

    /** For the service loader. */
    public RocksOnlineStoreProvider() {}

    @Override
    public String name() {
        return "rocksdb";
    }

    @Override
    public OnlineStore open(StoreContext context) {
        if (!context.options().isEmpty()) {
            throw SpiError.BAD_REQUEST.because("The online store 'rocksdb' has no options; got "
                    + context.options().keySet() + ". Remove them.");
        }
        Path directory = context.directory();
        try {
            boolean writable = context.mode() == StoreContext.Mode.READ_WRITE;
            if (writable) {
                Files.createDirectories(Database.rows(directory));
                // RocksDB forces what lies in its directory, but not the directory's name. Every time: the process that
                // made it may have been killed.
                DurableFiles.force(directory);
                CurrentManifest.mend(Database.rows(directory));
            } else if (!Files.isDirectory(Database.rows(directory))) {
                throw SpiError.NOT_FOUND.because("There is no online store in " + directory
                        + ". Open the store for writing once, which makes it.");
            }
            Files.createDirectories(context.scratch());
            refuseNetwork(directory);
            boolean made = checkFormat(directory);
            return made || !writable ? new RocksOnlineStore(context) : make(context);
        } catch (IOException e) {
            throw SpiError.IO.because("The online store in " + directory + " could not be opened: " + e, e);
        }
    }

    /**
     * Makes a store; its format is written last. Without it nobody ever had the store open, and what a lost power left of an
     * earlier attempt is begun anew if it cannot be used.
     */
    private static OnlineStore make(StoreContext context) throws IOException {
        Path rows = Database.rows(context.directory());
        OnlineStore store;
        try {
            store = new RocksOnlineStore(context);
        } catch (ShearwaterException halfMade) {
            empty(rows);
            store = new RocksOnlineStore(context);
        }
        try {
            DurableFiles.force(rows);
            DurableFiles.write(context.directory().resolve("format"), FORMAT + "\n");
            return store;
        } catch (IOException failed) {
            store.close();
            throw failed;
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** RocksDB trusts that a synced write stays and that a rename is atomic, which network file systems do not promise. */
    private static void refuseNetwork(Path directory) throws IOException {
        FileStore files = Files.getFileStore(directory);
        String type = files.type().toLowerCase(Locale.ROOT);
        if (NETWORK.contains(type) || type.startsWith("fuse.sshfs")) {
            throw SpiError.BAD_REQUEST.because("The online store cannot lie on the network file system '" + type + "' ("
                    + directory + "): a crash could lose rows. Put the store on a local disk.");
        }
    }

    /** Whether the store was made to its end. */
    private static boolean checkFormat(Path directory) throws IOException {
        Path file = directory.resolve("format");
        if (!Files.exists(file)) {
            return false;
        }
        String text = Files.readString(file).strip();
        if (!text.equals(Integer.toString(FORMAT))) {
            throw SpiError.NEWER_FORMAT.because("The online store in " + directory + " has the format '" + text
                    + "'; this version reads format " + FORMAT
                    + ". Use a newer Shearwater, or delete the directory and rebuild the rows from history.");
        }
        return true;
    }
}
