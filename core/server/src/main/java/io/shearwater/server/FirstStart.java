package io.shearwater.server;

import io.shearwater.access.Access;
import io.shearwater.access.AccessError;
import io.shearwater.access.Authenticated;
import io.shearwater.access.IssuedKey;
import io.shearwater.access.KeyRequest;
import io.shearwater.access.Principal;
import io.shearwater.model.ShearwaterException;
import io.shearwater.store.StoreHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Makes the first administrator of a store that has none. */
final class FirstStart {
    /** What the first administrator is called. */
    static final String ADMINISTRATOR = "admin";

    private static final String FILE = "administrator.key";

    private final StoreHost host;
    private final Access access;

    FirstStart(StoreHost host, Access access) {
        this.host = host;
        this.access = access;
    }

    /** The file with the key, if one was made now. */
    Optional<Path> run(Path directory) {
        if (access.users().hasAdministrator()) {
            return Optional.empty();
        }
        return Optional.of(make(directory));
    }

    /** Makes a key for the administrator, who is made one too if need be; the file with the key. */
    Path make(Path directory) {
        Authenticated operator = Authenticated.operator();
        if (access.users().find(operator, ADMINISTRATOR).isEmpty()) {
            access.users().register(operator, ADMINISTRATOR);
        }
        IssuedKey key =
                access.keys().create(operator, KeyRequest.of(new Principal.User(ADMINISTRATOR), "left in " + FILE));
        Path file = write(directory.resolve(FILE), key.text());
        host.projects().forEach(project -> own(operator, project));
        // Last: a start that is killed before is the first one again.
        access.users().appoint(operator, ADMINISTRATOR);
        return file;
    }

    private void own(Authenticated operator, String project) {
        try {
            access.members().found(operator, project, ADMINISTRATOR);
        } catch (ShearwaterException owned) {
            if (owned.code() != AccessError.ALREADY_EXISTS) {
                throw owned;
            }
        }
    }

    /** Nobody but the process' own user may read it, from its first byte on. */
    private static Path write(Path file, String key) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, key + "\n", StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw ServerError.BAD_FILE.because(
                    "The administrator's key cannot be written to " + file + ": " + failed.getMessage(), failed);
        }
    }
}
