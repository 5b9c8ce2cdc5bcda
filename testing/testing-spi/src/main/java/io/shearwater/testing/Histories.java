package io.shearwater.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a history of steps; when it fails, looks for a shorter one that fails too, and reports that. */
final class Histories {
    private static final int MOST_RUNS = Integer.getInteger("conformance.shrinks", 120);

    private Histories() {}

    /**
     * Runs the steps.
     *
     * @param run starts from nothing each time; fails by throwing
     * @throws AssertionError naming the seed and the shortest failing steps that were found
     */
    static <S> void check(long seed, List<S> steps, Consumer<List<S>> run) {
        Throwable failure = failure(steps, run);
        if (failure == null) {
            return;
        }
        List<S> shortest = steps;
        int runs = 0;
        for (int size = Math.max(1, steps.size() / 2); size >= 1; size = size == 1 ? 0 : size / 2) {
            for (int at = 0; at < shortest.size() && runs < MOST_RUNS; ) {
                List<S> shorter = new ArrayList<>(shortest.subList(0, at));
                shorter.addAll(shortest.subList(Math.min(at + size, shortest.size()), shortest.size()));
                Throwable other = failure(shorter, run);
                runs++;
                if (other == null) {
                    at += size;
                } else {
                    shortest = shorter;
                    failure = other;
                }
            }
        }
        String lines = shortest.stream().map(Object::toString).collect(Collectors.joining("\n  "));
        throw new AssertionError(
                "With -Dconformance.seed=" + seed + " this history of " + shortest.size() + " steps (of " + steps.size()
                        + ") fails:\n  " + lines + "\n" + failure.getMessage(),
                failure);
    }

    private static <S> @Nullable Throwable failure(List<S> steps, Consumer<List<S>> run) {
        try {
            run.accept(steps);
            return null;
        } catch (AssertionError | RuntimeException failed) {
            return failed;
        }
    }
}
