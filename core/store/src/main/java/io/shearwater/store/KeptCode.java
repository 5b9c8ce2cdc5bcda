package io.shearwater.store;

import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DurableFiles;
import io.shearwater.transform.Transformation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Code of users that is kept in the store as jars, each under its digest. What is registered is the program's own class if that is the
 * same code, else it comes from its jar, in a class loader of its own; never is it other code than what was registered.
 * Thread-safe.
 */
final class KeptCode {
    private final Path directory;
    private final Map<String, ClassLoader> loaders = new ConcurrentHashMap<>();

    /** Jars in a directory. */
    KeptCode(Path directory) {
        this.directory = directory;
    }

    /**
     * Code that was registered.
     *
     * @param subject what it is the code of, for messages
     */
    record Wanted(String className, String digest, String subject) {}

    /** Where the class is as it was registered. */
    ClassLoader loader(Wanted wanted) {
        return loaders.computeIfAbsent(wanted.className + " " + wanted.digest, key -> load(wanted));
    }

    private ClassLoader load(Wanted wanted) {
        Optional<Class<?>> own = ofProgram(wanted.className);
        if (own.isPresent() && digest(own.get()).equals(Optional.of(wanted.digest))) {
            return ofProgram();
        }
        return kept(wanted).loader(ofShearwater());
    }

    /** What is kept, if it is what was registered. */
    CodeArchive kept(Wanted wanted) {
        CodeArchive archive = archive(wanted);
        if (!archive.digest().equals(wanted.digest)) {
            throw StoreError.CHANGED_CODE.because("The code of the " + wanted.subject + " in '" + jar(wanted.digest)
                    + "' is not the code that was registered. Put the file back from a copy of the store.");
        }
        return archive;
    }

    private CodeArchive archive(Wanted wanted) {
        Path jar = jar(wanted.digest);
        try {
            return CodeArchive.ofJar(Files.readAllBytes(jar));
        } catch (NoSuchFileException missing) {
            throw StoreError.MISSING_CODE.because(
                    "The code of the " + wanted.subject + " is neither on the class path as it was registered ("
                            + wanted.className + ") nor in the store: there is no '" + jar
                            + "'. Put the file back from a copy of the store, or the class on the class path.",
                    missing);
        } catch (IOException unreadable) {
            throw StoreError.CHANGED_CODE.because(
                    "The code of the " + wanted.subject + " in '" + jar + "' cannot be read: " + IoReason.of(unreadable)
                            + ".",
                    unreadable);
        }
    }

    private static Optional<String> digest(Class<?> own) {
        try {
            return Optional.of(CodeArchive.of(own).digest());
        } catch (ShearwaterException unreadable) {
            return Optional.empty();
        }
    }

    private Path jar(String digest) {
        return directory.resolve(digest + ".jar");
    }

    /** Keeps code; it is on disk when this returns. */
    void keep(CodeArchive archive) {
        Path jar = jar(archive.digest());
        try {
            if (!Files.exists(jar)) {
                DurableFiles.createDirectories(directory);
                DurableFiles.write(jar, archive.toJar());
            }
        } catch (IOException failed) {
            throw StoreError.BAD_DIRECTORY.because(
                    "'" + jar + "' cannot be written: " + IoReason.of(failed) + ".", failed);
        }
    }

    // ---- the running program

    static ClassLoader ofProgram() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ofShearwater() : context;
    }

    private static ClassLoader ofShearwater() {
        ClassLoader own = Transformation.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    /** A class of the running program. */
    static Optional<Class<?>> ofProgram(String className) {
        try {
            return Optional.of(Class.forName(className, false, ofProgram()));
        } catch (ClassNotFoundException | NoClassDefFoundError notThere) {
            return Optional.empty();
        }
    }
}
