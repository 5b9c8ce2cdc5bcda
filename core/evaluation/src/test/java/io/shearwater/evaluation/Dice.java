package io.shearwater.evaluation;

/** Numbers from 0 to 1 that every language makes alike: x becomes (1103515245 x + 12345) mod 2^31. */
final class Dice {
    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    double next() {
        state = (1_103_515_245L * state + 12_345) % (1L << 31);
        return (double) state / (1L << 31);
    }
}
