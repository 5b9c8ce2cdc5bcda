package io.shearwater.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * DuckDB's shared library, loaded once a process. It is taken out of the driver's jar into a private temporary directory,
 * or, where that directory does not allow programs, read from the path in the system property
 * {@value #PATH_PROPERTY}. Thread-safe.
 */
// A native library can only be used through methods that Java marks as restricted; they are kept to this file.
@SuppressWarnings("restricted")
final class NativeLibrary {
    /** Names a library that is already unpacked. */
    static final String PATH_PROPERTY = "shearwater.duckdb.library";

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = load();

    private NativeLibrary() {}

    /**
     * A C function as an instance of an interface with one method, whose types say the function's: {@code long} is
     * {@code idx_t}, {@link MemorySegment} a pointer.
     */
    static <T> T bind(Class<T> shape, String function, Linker.Option... options) {
        FunctionDescriptor descriptor = descriptor(method(shape));
        return MethodHandleProxies.asInterfaceInstance(shape, handle(function, descriptor, options));
    }

    private static Method method(Class<?> shape) {
        return Arrays.stream(shape.getMethods())
                .filter(candidate -> Modifier.isAbstract(candidate.getModifiers()))
                .findFirst()
                .orElseThrow();
    }

    private static FunctionDescriptor descriptor(Method method) {
        MemoryLayout[] arguments = Arrays.stream(method.getParameterTypes())
                .map(NativeLibrary::layout)
                .toArray(MemoryLayout[]::new);
        return method.getReturnType() == void.class
                ? FunctionDescriptor.ofVoid(arguments)
                : FunctionDescriptor.of(layout(method.getReturnType()), arguments);
    }

    /** A C function whose arguments an interface can't say, such as a struct passed by value. */
    static MethodHandle handle(String function, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address = SYMBOLS.find(function)
                .orElseThrow(() -> DuckDbError.LIBRARY_UNUSABLE.because("The DuckDB library has no function '"
                        + function + "'. Use the library of the version that Shearwater was built with."));
        return LINKER.downcallHandle(address, descriptor, options);
    }

    /**
     * A pointer by which DuckDB calls Java; lives as long as the process. What is called must not throw: there is no Java frame
     * above it.
     *
     * @param shape an interface with one method, as for {@link #bind}
     */
    static <T> MemorySegment callback(Class<T> shape, T target) {
        Method method = method(shape);
        try {
            MethodHandle handle =
                    MethodHandles.publicLookup().in(shape).unreflect(method).bindTo(target);
            return LINKER.upcallStub(handle, descriptor(method), Arena.global());
        } catch (IllegalAccessException impossible) {
            throw new LinkageError(shape + " is not public", impossible);
        }
    }

    /** The same address with a known length in bytes. */
    static MemorySegment sized(MemorySegment pointer, long bytes) {
        return pointer.reinterpret(bytes);
    }

    /** All memory of the process, for copies from addresses that C structs hold. */
    static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** The text behind a {@code const char *}, or nothing for a null pointer. */
    static Optional<String> text(MemorySegment pointer) {
        return pointer.address() == 0
                ? Optional.empty()
                : Optional.of(pointer.reinterpret(Long.MAX_VALUE).getString(0));
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == int.class) {
            return ValueLayout.JAVA_INT;
        }
        if (type == long.class) {
            return ValueLayout.JAVA_LONG;
        }
        if (type == byte.class) {
            return ValueLayout.JAVA_BYTE;
        }
        if (type == boolean.class) {
            return ValueLayout.JAVA_BOOLEAN;
        }
        return ValueLayout.ADDRESS;
    }

    private static SymbolLookup load() {
        String given = System.getProperty(PATH_PROPERTY);
        if (given != null) {
            return open(Path.of(given));
        }
        try {
            Path directory = Files.createTempDirectory("shearwater-duckdb");
            Path file = directory.resolve("duckdb");
            try (InputStream library = resource()) {
                Files.copy(library, file);
                return open(file);
            } finally {
                // A loaded library no longer needs its name, except on Windows, where it goes at the end of the
                // process.
                if (System.getProperty("os.name").startsWith("Windows")) {
                    directory.toFile().deleteOnExit();
                    file.toFile().deleteOnExit();
                } else {
                    Files.deleteIfExists(file);
                    Files.deleteIfExists(directory);
                }
            }
        } catch (IOException failure) {
            throw DuckDbError.LIBRARY_UNUSABLE.because(
                    "The DuckDB library could not be unpacked to " + System.getProperty("java.io.tmpdir") + " ("
                            + failure.getMessage() + "). Make room there, or name an unpacked library with -D"
                            + PATH_PROPERTY + "=PATH.",
                    failure);
        }
    }

    private static SymbolLookup open(Path file) {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException failure) {
            throw DuckDbError.LIBRARY_UNUSABLE.because(
                    "The DuckDB library " + file + " could not be loaded (" + failure.getMessage()
                            + "). If its directory forbids programs (noexec), name an unpacked library elsewhere with -D"
                            + PATH_PROPERTY + "=PATH.",
                    failure);
        }
    }

    private static InputStream resource() throws IOException {
        String name = "/libduckdb_java.so_" + system() + "_" + processor();
        InputStream library = org.duckdb.DuckDBDriver.class.getResourceAsStream(name);
        if (library == null) {
            throw new IOException("the driver's jar has no " + name + " for this system");
        }
        return library;
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "windows";
        }
        return name.startsWith("mac") ? "macos" : "linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") || name.equals("arm64") ? "arm64" : "amd64";
    }
}
