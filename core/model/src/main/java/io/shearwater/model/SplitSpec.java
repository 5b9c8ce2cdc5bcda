package io.shearwater.model;

import java.util.HashSet;
import java.util.List;

/** How training data is divided. */
public sealed interface SplitSpec {
    /** The names of the parts in order. */
    List<String> names();

    /** One part, named {@code train}. */
    record Whole() implements SplitSpec {
        @Override
        public List<String> names() {
            return List.of("train");
        }
    }

    /**
     * By a hash of each row's identity and the seed: a row keeps its part when other rows come or go.
     *
     * @param parts names and shares that add up to 1
     * @param groupBy result columns whose equal values stay in one part; the row's identity when empty
     */
    record Random(List<Part> parts, long seed, List<String> groupBy) implements SplitSpec {
        public Random {
            parts = List.copyOf(parts);
            groupBy = List.copyOf(groupBy);
            requireDistinct(parts.stream().map(Part::name).toList());
            double sum = parts.stream().mapToDouble(Part::share).sum();
            if (Math.abs(sum - 1) > 1e-9) {
                throw ModelError.BAD_RANGE.because(
                        "The shares of a random split add up to " + sum + ", not 1: " + parts);
            }
        }

        @Override
        public List<String> names() {
            return parts.stream().map(Part::name).toList();
        }
    }

    /** A named share of the rows, more than 0 and less than 1. */
    record Part(String name, double share) {
        public Part {
            Names.check("part", name);
            if (!(share > 0 && share < 1)) {
                throw ModelError.BAD_RANGE.because(
                        "The share of '" + name + "' is " + share + "; it must be more than 0 and less than 1.");
            }
        }
    }

    /** By the label's event time; rows in a gap between the ranges belong to no part. */
    record ByTime(List<TimePart> parts) implements SplitSpec {
        public ByTime {
            parts = List.copyOf(parts);
            requireDistinct(parts.stream().map(TimePart::name).toList());
            for (int i = 0; i < parts.size(); i++) {
                for (int j = i + 1; j < parts.size(); j++) {
                    if (parts.get(i).range().overlaps(parts.get(j).range())) {
                        throw ModelError.BAD_RANGE.because("The parts '"
                                + parts.get(i).name() + "' "
                                + parts.get(i).range() + " and '" + parts.get(j).name() + "' "
                                + parts.get(j).range() + " overlap: rows would be in both.");
                    }
                }
            }
        }

        @Override
        public List<String> names() {
            return parts.stream().map(TimePart::name).toList();
        }
    }

    /** A named stretch of the label's event time. */
    record TimePart(String name, TimeRange range) {
        public TimePart {
            Names.check("part", name);
        }
    }

    private static void requireDistinct(List<String> names) {
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw ModelError.BAD_DEFINITION.because(
                    "A split needs one or more parts of different names; got " + names + ".");
        }
    }

    static SplitSpec whole() {
        return new Whole();
    }

    /** {@code train} and {@code test}. */
    static SplitSpec trainTest(double testShare, long seed) {
        // First what the caller said, so that a message is about it.
        Part test = new Part("test", testShare);
        return new Random(List.of(new Part("train", 1 - testShare), test), seed, List.of());
    }

    /** {@code train}, {@code validation} and {@code test}. */
    static SplitSpec trainValidationTest(double validationShare, double testShare, long seed) {
        Part validation = new Part("validation", validationShare);
        Part test = new Part("test", testShare);
        return new Random(
                List.of(new Part("train", 1 - validationShare - testShare), validation, test), seed, List.of());
    }

    /** {@code train} and {@code test} by time; what lies between them belongs to neither. */
    static SplitSpec trainTestByTime(TimeRange train, TimeRange test) {
        return new ByTime(List.of(new TimePart("train", train), new TimePart("test", test)));
    }
}
