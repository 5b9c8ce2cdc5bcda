package io.shearwater.airquality;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What rows have to be like before they are written. A row that breaks a rule is left out and named, so that a broken sensor
 * neither stops the job of a day nor spoils what is trained on.
 *
 * @param naming the columns that tell a reader which row is meant
 */
record Expectations(List<String> naming, List<Rule> rules) {
    /** One rule. */
    sealed interface Rule {}

    /** A number between two others, both included; null passes. */
    record InRange(String column, double least, double most) implements Rule {}

    /** A value. */
    record NotNull(String column) implements Rule {}

    /** Values that no earlier row has together. */
    record Unique(List<String> columns) implements Rule {}

    /**
     * Rows, told apart.
     *
     * @param kept those that keep all rules, in their order
     * @param refused a text for each other row: which it is, and why
     */
    record Sifted(Frame kept, List<String> refused) {}

    Expectations {
        naming = List.copyOf(naming);
        rules = List.copyOf(rules);
    }

    /** Tells rows that keep all rules from those that do not. */
    Sifted sift(Frame rows) {
        FrameBuilder kept = new FrameBuilder(rows.schema(), rows.rows());
        List<String> refused = new ArrayList<>();
        Set<List<?>> seen = new HashSet<>();
        for (int row = 0; row < rows.rows(); row++) {
            Optional<String> broken = broken(rows, row, seen);
            if (broken.isPresent()) {
                refused.add(name(rows, row) + ": " + broken.get());
            } else {
                kept.appendRow(rows, row);
            }
        }
        return new Sifted(kept.build(), refused);
    }

    private Optional<String> broken(Frame rows, int row, Set<List<?>> seen) {
        for (Rule rule : rules) {
            Optional<String> why = switch (rule) {
                case NotNull(String column) ->
                    rows.value(row, column) == null ? Optional.of("no " + column) : Optional.empty();
                case InRange(String column, double least, double most) ->
                    rows.value(row, column) instanceof Number number
                                    && !(number.doubleValue() >= least && number.doubleValue() <= most)
                            ? Optional.of(column + " is " + number + ", not from " + least + " to " + most)
                            : Optional.empty();
                case Unique(List<String> columns) ->
                    seen.add(Arrays.asList(columns, values(rows, row, columns)))
                            ? Optional.empty()
                            : Optional.of("an earlier row has the same " + String.join(", ", columns));
            };
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private static List<?> values(Frame rows, int row, List<String> columns) {
        return columns.stream()
                .map(column -> Optional.ofNullable(rows.value(row, column)))
                .toList();
    }

    private String name(Frame rows, int row) {
        return naming.stream()
                .map(column -> String.valueOf(rows.value(row, column)))
                .collect(Collectors.joining(" "));
    }
}
