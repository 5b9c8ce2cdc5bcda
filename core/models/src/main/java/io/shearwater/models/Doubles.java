package io.shearwater.models;

import java.util.Arrays;

/** Doubles, one after the other, any number of them. Not thread-safe. */
final class Doubles {
    private double[] values = new double[16];
    private int size;

    void add(double[] more) {
        if (values.length < size + more.length) {
            values = Arrays.copyOf(values, Math.max(size + more.length, values.length + values.length / 2));
        }
        System.arraycopy(more, 0, values, size, more.length);
        size += more.length;
    }

    int size() {
        return size;
    }

    double[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
