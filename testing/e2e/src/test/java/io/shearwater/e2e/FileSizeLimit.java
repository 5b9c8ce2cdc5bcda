package io.shearwater.e2e;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The greatest size to which this process may grow a file ({@code RLIMIT_FSIZE}). Reaching it fails a write in the middle, as a
 * full disk does, for a super-user too, and the limit can be lifted again: the disk was cleaned up.
 */
final class FileSizeLimit {
    private static final int RLIMIT_FSIZE = 1;
    private static final long UNLIMITED = -1;

    private FileSizeLimit() {}

    static void set(long bytes) {
        call(bytes);
    }

    static void lift() {
        call(UNLIMITED);
    }

    @SuppressWarnings("restricted") // a call into the C library is what it is for
    private static void call(long soft) {
        Linker linker = Linker.nativeLinker();
        MethodHandle setrlimit = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setrlimit"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
            limits.setAtIndex(ValueLayout.JAVA_LONG, 0, soft);
            limits.setAtIndex(ValueLayout.JAVA_LONG, 1, UNLIMITED);
            if ((int) setrlimit.invokeExact(RLIMIT_FSIZE, limits) != 0) {
                throw new IllegalStateException("setrlimit was refused");
            }
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }
}
