package io.shearwater.model;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How training data is divided. */
public sealed interface SplitSpec {
    /** The most folds of a {@link #kFold}. */
    int MAX_FOLDS = 100;

    /** The names of the parts in order. */
    List<String> names();

    /** The result columns, beside a row's identity and time, by which it divides; a column of two roles twice. */
    default List<String> columns() {
        return List.of();
    }

    /** How many folds it has; 0 if its parts are no {@linkplain #kFold folds}. */
    default int folds() {
        for (int part = 0; part < names().size(); part++) {
            if (!names().get(part).equals(foldName(part + 1))) {
                return 0;
            }
        }
        return names().size();
    }

    /** One part, named {@code train}. */
    record Whole() implements SplitSpec {
        @Override
        public List<String> names() {
            return List.of("train");
        }
    }

    /**
     * By a hash of each row's identity and the seed. How the rows are ordered changes nothing. With {@link Sizes#NEAR} a row
     * keeps its part when other rows come or go.
     *
     * @param parts names and shares that add up to 1
     * @param groupBy result columns whose equal values stay in one part; the row's identity when empty
     * @param stratifyBy result columns each of whose values (null is one) is divided by the shares; needs exact sizes and
     *     excludes {@code groupBy}, as the rows of a group can have several values
     */
    record Random(List<Part> parts, long seed, List<String> groupBy, List<String> stratifyBy, Sizes sizes)
            implements SplitSpec {
        public Random {
            parts = List.copyOf(parts);
            groupBy = List.copyOf(groupBy);
            stratifyBy = List.copyOf(stratifyBy);
            requireDistinct(parts.stream().map(Part::name).toList());
            double sum = parts.stream().mapToDouble(Part::share).sum();
            if (Math.abs(sum - 1) > 1e-9) {
                throw ModelError.BAD_RANGE.because(
                        "The shares of a random split add up to " + sum + ", not 1: " + parts);
            }
            if (!stratifyBy.isEmpty() && !groupBy.isEmpty()) {
                throw ModelError.BAD_DEFINITION.because("A split cannot keep the rows of " + groupBy
                        + " together and the shares of " + stratifyBy + " too: the rows of one group can have several "
                        + "values of it. Leave one of the two out.");
            }
            if (!stratifyBy.isEmpty() && sizes == Sizes.NEAR) {
                throw ModelError.BAD_DEFINITION.because(
                        "A split that is stratified by " + stratifyBy + " has exact sizes; ask for Sizes.EXACT.");
            }
        }

        /** Of nearly the shares' sizes, by rows or by groups of them. */
        public Random(List<Part> parts, long seed, List<String> groupBy) {
            this(parts, seed, groupBy, List.of(), Sizes.NEAR);
        }

        /** The same, keeping rows of equal values in these columns in one part. */
        public Random groupedBy(String... columns) {
            return new Random(parts, seed, List.of(columns), stratifyBy, sizes);
        }

        /** The same, giving each part its share of the rows of each value (or values) of these columns, null among them. */
        public Random stratifiedBy(String... columns) {
            return new Random(parts, seed, groupBy, List.of(columns), Sizes.EXACT);
        }

        /** The same with parts of exactly their shares of the rows, to within one row or, of a grouped split, one group. */
        public Random exact() {
            return new Random(parts, seed, groupBy, stratifyBy, Sizes.EXACT);
        }

        @Override
        public List<String> names() {
            return parts.stream().map(Part::name).toList();
        }

        @Override
        public List<String> columns() {
            return Stream.of(groupBy, stratifyBy).flatMap(List::stream).toList();
        }
    }

    /** How well the parts of a random split meet their shares. */
    enum Sizes {
        /** As chance has it; rows that come or go move no other. */
        NEAR,
        /** To within one row; rows that come or go can move others. */
        EXACT
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
    static Random trainTest(double testShare, long seed) {
        // First what the caller said, so that a message is about it.
        Part test = new Part("test", testShare);
        return new Random(List.of(new Part("train", 1 - testShare), test), seed, List.of());
    }

    /** {@code train}, {@code validation} and {@code test}. */
    static Random trainValidationTest(double validationShare, double testShare, long seed) {
        Part validation = new Part("validation", validationShare);
        Part test = new Part("test", testShare);
        return new Random(
                List.of(new Part("train", 1 - validationShare - testShare), validation, test), seed, List.of());
    }

    /**
     * For cross-validation: parts {@code fold_1} to {@code fold_k} of exactly equal size, to within one row. Each fold in turn
     * is for testing and all others are for training.
     *
     * @throws ShearwaterException BAD_RANGE for fewer than 2 folds, or more than {@value #MAX_FOLDS}
     */
    static Random kFold(int folds, long seed) {
        if (folds < 2 || folds > MAX_FOLDS) {
            throw ModelError.BAD_RANGE.because(
                    "Cross-validation takes 2 to " + MAX_FOLDS + " folds; " + folds + " were asked for.");
        }
        return new Random(
                IntStream.rangeClosed(1, folds)
                        .mapToObj(fold -> new Part(foldName(fold), 1.0 / folds))
                        .toList(),
                seed,
                List.of(),
                List.of(),
                Sizes.EXACT);
    }

    /** What the part of a fold is called; folds count from 1. */
    static String foldName(int fold) {
        return "fold_" + fold;
    }

    /** {@code train} and {@code test} by time; what lies between them belongs to neither. */
    static SplitSpec trainTestByTime(TimeRange train, TimeRange test) {
        return new ByTime(List.of(new TimePart("train", train), new TimePart("test", test)));
    }
}
