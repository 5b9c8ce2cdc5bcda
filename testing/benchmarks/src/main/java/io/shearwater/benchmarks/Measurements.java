package io.shearwater.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Times ours beside a reference, in turns, and prints medians and their ratio. */
final class Measurements {
    private final PrintStream out;
    private final int rounds;
    private final List<String> lines = new ArrayList<>();

    Measurements(PrintStream out, int rounds) {
        this.out = out;
        this.rounds = rounds;
    }

    /** Something to time; it is given the number of the round. */
    interface Task {
        void run(int round) throws Exception;
    }

    /** Runs both in every round, so that a noisy machine disturbs both. */
    void compare(String what, Task ours, String reference, Task theirs) throws Exception {
        double[] oursSeconds = new double[rounds];
        double[] theirSeconds = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            oursSeconds[round] = seconds(ours, round);
            theirSeconds[round] = seconds(theirs, round);
        }
        double a = median(oursSeconds);
        double b = median(theirSeconds);
        String line =
                String.format(Locale.ROOT, "%-34s %9.2f s   %-34s %9.2f s   ratio %5.2f", what, a, reference, b, a / b);
        lines.add(line);
        out.println(line);
    }

    private static double seconds(Task task, int round) throws Exception {
        long start = System.nanoTime();
        task.run(round);
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
