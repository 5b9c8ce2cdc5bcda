package io.shearwater.store;

import io.shearwater.model.FunctionRef;
import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import io.shearwater.spi.DurableFiles;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.ClassFunctions;
import io.shearwater.transform.Functions;
import io.shearwater.transform.TransformError;
import io.shearwater.transform.Transformation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The code of transformations. One that is registered is the program's own class if that is the same code, else it comes from
 * the jar that is kept in the store, in a class loader of its own; never is it other code than what was registered.
 * Thread-safe.
 */
final class RegisteredFunctions implements Functions {
    private final Path directory;
    private final Map<String, ClassLoader> loaders = new ConcurrentHashMap<>();

    /** Functions whose jars are in a directory. */
    RegisteredFunctions(Path directory) {
        this.directory = directory;
    }

    @Override
    public Transformation find(FunctionRef function) {
        if (function.isBuiltIn()) {
            return BuiltInFunctions.find(function);
        }
        ClassLoader loader = function.digest().isEmpty()
                ? ofProgram()
                : loaders.computeIfAbsent(key(function), key -> load(function));
        return new ClassFunctions(loader).find(function);
    }

    private static String key(FunctionRef function) {
        return function.code() + " " + function.digest();
    }

    private static ClassLoader ofProgram() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ofShearwater() : context;
    }

    private static ClassLoader ofShearwater() {
        ClassLoader own = Transformation.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    private static String className(FunctionRef function) {
        return function.code().split("#", 2)[0];
    }

    private static Optional<Class<?>> ofProgram(FunctionRef function) {
        try {
            return Optional.of(Class.forName(className(function), false, ofProgram()));
        } catch (ClassNotFoundException | NoClassDefFoundError notThere) {
            return Optional.empty();
        }
    }

    private ClassLoader load(FunctionRef function) {
        Optional<Class<?>> own = ofProgram(function);
        if (own.isPresent() && digest(own.get()).equals(Optional.of(function.digest()))) {
            return ofProgram();
        }
        return kept(function).loader(ofShearwater());
    }

    /** What is kept in the store, if it is what was registered. */
    private CodeArchive kept(FunctionRef function) {
        CodeArchive archive = archive(function);
        if (!archive.digest().equals(function.digest())) {
            throw StoreError.CHANGED_CODE.because("The code of the transformation '" + function.name() + "' version "
                    + function.version() + " in '" + jar(function.digest())
                    + "' is not the code that was registered. Put the file back from a copy of the store.");
        }
        return archive;
    }

    /** What is wrong with the code that is kept, by function, whatever the program has on its class path. */
    Map<FunctionRef, String> findBroken(List<FunctionRef> functions) {
        Map<FunctionRef, String> broken = new LinkedHashMap<>();
        for (FunctionRef function : functions) {
            try {
                kept(function);
            } catch (ShearwaterException wrong) {
                broken.put(function, String.valueOf(wrong.getMessage()));
            }
        }
        return broken;
    }

    private static Optional<String> digest(Class<?> own) {
        try {
            return Optional.of(CodeArchive.of(own).digest());
        } catch (ShearwaterException unreadable) {
            return Optional.empty();
        }
    }

    /** The digest of a program's classes that a class reaches, but for those of libraries; empty if they cannot be read. */
    static Optional<String> programDigest(Class<?> own) {
        try {
            return Optional.of(CodeArchive.ofProgram(own.getNestHost()).digest());
        } catch (ShearwaterException unreadable) {
            return Optional.empty();
        }
    }

    private CodeArchive archive(FunctionRef function) {
        Path jar = jar(function.digest());
        try {
            return CodeArchive.ofJar(Files.readAllBytes(jar));
        } catch (NoSuchFileException missing) {
            throw StoreError.MISSING_CODE.because(
                    "The code of the transformation '" + function.name() + "' version " + function.version()
                            + " is neither on the class path as it was registered (" + className(function)
                            + ") nor in the store: there is no '" + jar
                            + "'. Put the file back from a copy of the store, or "
                            + "the class on the class path.",
                    missing);
        } catch (IOException unreadable) {
            throw StoreError.CHANGED_CODE.because(
                    "The code of the transformation '" + function.name() + "' version " + function.version() + " in '"
                            + jar + "' cannot be read: " + IoReason.of(unreadable) + ".",
                    unreadable);
        }
    }

    private Path jar(String digest) {
        return directory.resolve(digest + ".jar");
    }

    /** Whether code is known for a function: it is built in, says its digest, or its class is on the class path. */
    boolean isAtHand(FunctionRef function) {
        return isDigested(function) || ofProgram(function).isPresent();
    }

    /** Calls whose functions have the digests of the program's own classes. */
    List<TransformationCall> digested(List<TransformationCall> calls) {
        return calls.stream()
                .map(call -> isDigested(call.function())
                        ? call
                        : call.withFunction(call.function()
                                .withDigest(archiveOfProgram(call.function()).digest())))
                .toList();
    }

    /** As {@link #digested}; the jars of those that are new are in the store when this returns. */
    List<TransformationCall> registered(List<TransformationCall> calls) {
        for (TransformationCall call : calls) {
            if (!isDigested(call.function())) {
                keep(archiveOfProgram(call.function()));
            }
        }
        return digested(calls);
    }

    private static boolean isDigested(FunctionRef function) {
        return function.isBuiltIn() || !function.digest().isEmpty();
    }

    private static CodeArchive archiveOfProgram(FunctionRef function) {
        Class<?> type = ofProgram(function)
                .orElseThrow(() -> TransformError.BAD_FUNCTION.because("The class '"
                        + className(function) + "' of the transformation '" + function.name()
                        + "' is not on the class path."));
        return CodeArchive.of(type);
    }

    private void keep(CodeArchive archive) {
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
}
