package io.shearwater.models;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelFiles.ModelFile;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.FilePath;
import io.shearwater.model.IoReason;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.FileStore.Existing;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The files of model versions, at {@code Models/<name>/<version>/} of the project. Streams; nothing is held whole. */
final class ModelFolder {
    private static final String DIRECTORY = "Models";

    private final FileStore files;

    ModelFolder(FileStore files) {
        this.files = files;
    }

    /** Where a version's files lie. */
    static FilePath directory(ModelRef ref) {
        return FilePath.of(DIRECTORY + "/" + ref.name() + "/" + ref.version());
    }

    private static FilePath path(ModelRef ref, String file) {
        return FilePath.of(directory(ref) + "/" + file);
    }

    /** Copies all files of a directory, and of those in it, into the project. */
    List<ModelFile> store(ModelRef ref, Path directory) {
        List<ModelFile> stored = new ArrayList<>();
        for (Path file : regularFiles(directory)) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            try (DigestInputStream bytes = new DigestInputStream(Files.newInputStream(file), sha256())) {
                long size = files.write(path(ref, name), bytes, Existing.KEEP).bytes();
                stored.add(new ModelFile(name, size, digest(bytes)));
            } catch (IOException unreadable) {
                throw SpiError.BAD_FILE.because(
                        "The file '" + file + "' of the model cannot be read: " + IoReason.of(unreadable) + ".",
                        unreadable);
            }
        }
        return stored;
    }

    /** All files in a directory and below, by path. */
    static List<Path> regularFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw SpiError.BAD_FILE.because("'" + directory + "' is not a directory with the files of a model.");
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> found = walk.filter(Files::isRegularFile).sorted().toList();
            if (found.isEmpty()) {
                throw SpiError.BAD_FILE.because("The directory '" + directory + "' is empty; a model has files.");
            }
            return found;
        } catch (IOException unreadable) {
            throw SpiError.BAD_FILE.because(
                    "The directory '" + directory + "' cannot be read: " + IoReason.of(unreadable) + ".", unreadable);
        }
    }

    /**
     * Copies a version's files to a directory.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_MODEL for a file that is gone or altered
     */
    void copy(ModelRef ref, List<ModelFile> wanted, Path directory) {
        for (ModelFile file : wanted) {
            Path target = directory.resolve(file.path());
            try {
                Files.createDirectories(target.toAbsolutePath().getParent());
                try (OutputStream out = Files.newOutputStream(target)) {
                    read(ref, file, out);
                }
            } catch (IOException failed) {
                throw SpiError.IO.because(
                        "The files of " + ref + " cannot be copied to '" + directory + "': " + IoReason.of(failed)
                                + ".",
                        failed);
            }
        }
    }

    /**
     * Reads a version's files.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_MODEL for a file that is gone or altered
     */
    void check(ModelRef ref, List<ModelFile> wanted) {
        for (ModelFile file : wanted) {
            try {
                read(ref, file, OutputStream.nullOutputStream());
            } catch (IOException failed) {
                throw SpiError.IO.because(
                        "The file '" + path(ref, file.path()) + "' cannot be read: " + IoReason.of(failed) + ".",
                        failed);
            }
        }
    }

    private void read(ModelRef ref, ModelFile file, OutputStream to) throws IOException {
        FilePath path = path(ref, file.path());
        if (files.find(path).isEmpty()) {
            throw LearningError.BAD_MODEL.because(
                    "The file '" + path + "' of " + ref + " is gone. Put it back, or delete the version.");
        }
        try (DigestInputStream bytes = new DigestInputStream(files.read(path), sha256())) {
            bytes.transferTo(to);
            String found = digest(bytes);
            if (!found.equals(file.sha256())) {
                throw LearningError.BAD_MODEL.because("The file '" + path + "' of " + ref
                        + " is not as it was registered: its SHA-256 is " + found + ", not " + file.sha256()
                        + ". Put the original back, or delete the version.");
            }
        }
    }

    /** Deletes all files of a version. */
    void delete(ModelRef ref) {
        FilePath directory = directory(ref);
        files.list().stream().filter(file -> file.path().isIn(directory)).forEach(file -> files.delete(file.path()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java runtime has SHA-256", missing);
        }
    }

    /** Of what was read so far; asked for once, since it begins anew then. */
    private static String digest(DigestInputStream bytes) {
        return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
    }
}
