package io.shearwater.cli;

import io.shearwater.learning.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Validations of a version as a table. */
final class ValidationTable {
    private ValidationTable() {}

    static ResultTable of(List<Validation> validations) {
        TreeSet<String> metrics = new TreeSet<>();
        validations.forEach(each -> metrics.addAll(each.metrics().keySet()));
        List<String> columns = new ArrayList<>(List.of("number", "name", "at", "by", "data", "rows", "checks"));
        columns.addAll(metrics);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Validation validation : validations) {
            List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                    validation.number(),
                    validation.name(),
                    validation.at(),
                    validation.by(),
                    validation.data().toString(),
                    validation.data().rows(),
                    checks(validation)));
            metrics.forEach(metric -> row.add(Measured.of(validation.metrics().get(metric))));
            rows.add(row);
        }
        return new ResultTable(columns, rows);
    }

    private static String checks(Validation validation) {
        int all = validation.scorecard().findings().size();
        int failed = validation.scorecard().failed().size();
        return all == 0 ? "none" : failed == 0 ? "passed" : failed + " of " + all + " failed";
    }
}
