package io.shearwater.duckdb;

import java.lang.foreign.MemorySegment;

/**
 * The shapes of C functions: the result, then the arguments; P a pointer, L an {@code idx_t}, I an {@code int}, B a byte.
 * They are public because the JDK implements only public interfaces over method handles.
 */
final class Shapes {
    private Shapes() {}

    /** {@code void f(void *)}. */
    @FunctionalInterface
    public interface VoidOfP {
        void call(MemorySegment a);
    }

    /** {@code void f(void *, void *)}. */
    @FunctionalInterface
    public interface VoidOfPP {
        void call(MemorySegment a, MemorySegment b);
    }

    /** {@code void f(void *, void *, void *)}. */
    @FunctionalInterface
    public interface VoidOfPPP {
        void call(MemorySegment a, MemorySegment b, MemorySegment c);
    }

    /** {@code void f(void *, idx_t)}. */
    @FunctionalInterface
    public interface VoidOfPL {
        void call(MemorySegment a, long b);
    }

    /** {@code void f(void *, bool)}. */
    @FunctionalInterface
    public interface VoidOfPZ {
        void call(MemorySegment a, boolean b);
    }

    /** {@code void f(void *, idx_t, const char *, idx_t)}. */
    @FunctionalInterface
    public interface VoidOfPLPL {
        void call(MemorySegment a, long b, MemorySegment c, long d);
    }

    /** {@code uint8_t f(void *)}. */
    @FunctionalInterface
    public interface ByteOfP {
        byte call(MemorySegment a);
    }

    /** {@code int f(void *)}. */
    @FunctionalInterface
    public interface IntOfP {
        int call(MemorySegment a);
    }

    /** {@code int f(void *, void *)}. */
    @FunctionalInterface
    public interface IntOfPP {
        int call(MemorySegment a, MemorySegment b);
    }

    /** {@code int f(void *, idx_t)}. */
    @FunctionalInterface
    public interface IntOfPL {
        int call(MemorySegment a, long b);
    }

    /** {@code int f(void *, void *, void *)}. */
    @FunctionalInterface
    public interface IntOfPPP {
        int call(MemorySegment a, MemorySegment b, MemorySegment c);
    }

    /** {@code int f(void *, void *, void *, void *)}. */
    @FunctionalInterface
    public interface IntOfPPPP {
        int call(MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d);
    }

    /** {@code idx_t f(void)}. */
    @FunctionalInterface
    public interface LongOf {
        long call();
    }

    /** {@code idx_t f(void *)}. */
    @FunctionalInterface
    public interface LongOfP {
        long call(MemorySegment a);
    }

    /** {@code idx_t f(void *, idx_t)}. */
    @FunctionalInterface
    public interface LongOfPL {
        long call(MemorySegment a, long b);
    }

    /** {@code void *f(void)}. */
    @FunctionalInterface
    public interface PointerOf {
        MemorySegment call();
    }

    /** {@code void *f(void *)}. */
    @FunctionalInterface
    public interface PointerOfP {
        MemorySegment call(MemorySegment a);
    }

    /** {@code void *f(void *, idx_t)}. */
    @FunctionalInterface
    public interface PointerOfPL {
        MemorySegment call(MemorySegment a, long b);
    }

    /** {@code void *f(void *, void *)}. */
    @FunctionalInterface
    public interface PointerOfPP {
        MemorySegment call(MemorySegment a, MemorySegment b);
    }

    /** {@code void *f(void *, void *, idx_t)}. */
    @FunctionalInterface
    public interface PointerOfPPL {
        MemorySegment call(MemorySegment a, MemorySegment b, long c);
    }

    /** {@code void *f(int)}. */
    @FunctionalInterface
    public interface PointerOfI {
        MemorySegment call(int a);
    }

    /** {@code void *f(uint8_t, uint8_t)}. */
    @FunctionalInterface
    public interface PointerOfBB {
        MemorySegment call(byte a, byte b);
    }
}
