package io.shearwater.training;

import java.util.Arrays;

/** How often each of some evenly spread numbers, such as hashes, was counted: open addressing, no boxes. Not thread-safe. */
final class HashCounts {
    private long[] numbers = new long[16];
    private long[] counts = new long[16];
    private int size;

    /** Counts a number once more. */
    void add(long number) {
        add(number, 1);
        if (size > numbers.length / 2) {
            grow();
        }
    }

    private void add(long number, long times) {
        int at = at(number);
        if (counts[at] == 0) {
            numbers[at] = number;
            size++;
        }
        counts[at] += times;
    }

    /** How often a number was counted. */
    long count(long number) {
        return counts[at(number)];
    }

    /** The numbers that were counted, ascending. */
    long[] sorted() {
        long[] sorted = new long[size];
        int next = 0;
        for (int at = 0; at < numbers.length; at++) {
            if (counts[at] != 0) {
                sorted[next++] = numbers[at];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private int at(long number) {
        int mask = numbers.length - 1;
        int at = (int) number & mask;
        while (counts[at] != 0 && numbers[at] != number) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        long[] oldCounts = counts;
        numbers = new long[oldNumbers.length * 2];
        counts = new long[oldNumbers.length * 2];
        size = 0;
        for (int at = 0; at < oldNumbers.length; at++) {
            if (oldCounts[at] != 0) {
                add(oldNumbers[at], oldCounts[at]);
            }
        }
    }
}
