package io.shearwater.fraud;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Repeatable random numbers: the same seed, purpose and indexes give the same numbers on every machine. The generator is
 * SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014). Not thread-safe.
 */
final class Dice {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /** Dice of their own for each purpose and thing, so that what is drawn for one never shifts another. */
    static Dice of(long seed, String purpose, long... which) {
        long state = mix(seed + STEP) ^ mix(purpose.hashCode() * STEP);
        for (long index : which) {
            state = mix(state + (index + 1) * STEP);
        }
        return new Dice(state);
    }

    private static long mix(long value) {
        long once = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }

    /** From 0 (inclusive) to 1 (exclusive). */
    double unit() {
        state += STEP;
        return (mix(state) >>> 11) * 0x1p-53;
    }

    /** From 0 (inclusive) to the bound (exclusive). */
    int below(int bound) {
        return (int) (unit() * bound);
    }

    /** Both included. */
    int between(int lowest, int highest) {
        return lowest + below(highest - lowest + 1);
    }

    /** From nothing (inclusive) to the bound (exclusive), in whole microseconds. */
    Duration below(Duration bound) {
        return Duration.of((long) (unit() * bound.toNanos() / 1_000), ChronoUnit.MICROS);
    }

    double between(double start, double end) {
        return start + unit() * (end - start);
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    <T> T pick(List<T> items) {
        return items.get(below(items.size()));
    }

    /** An index, as likely as its weight says. */
    int weighted(double[] weights, double sum) {
        double rest = unit() * sum;
        int last = weights.length - 1;
        for (int i = 0; i < last; i++) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return last;
    }

    /** Mean 0, standard deviation 1 (Box and Muller, 1958); StrictMath gives the same bits everywhere. */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * Math.PI * unit());
    }

    /** Exp of a normal distribution, with this median. */
    double lognormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * normal());
    }

    /** The number of events where {@code mean} are expected (Knuth's product of uniforms; for means up to some dozens). */
    int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        int events = 0;
        for (double product = unit(); product > limit; product *= unit()) {
            events++;
        }
        return events;
    }
}
