package io.shearwater.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the values of some rows.
 *
 * @param subject whose rows, in words
 * @param commit the newest commit that was looked at, 0 if there is none or the rows are no group's
 * @param rows how many were counted
 * @param superseded how many of them were replaced or deleted since and should not count: 0 where the figures are exact
 * @param columns in order
 */
public record Statistics(
        String subject,
        long commit,
        long rows,
        long superseded,
        List<ColumnStatistics> columns,
        Optional<Correlations> correlations) {
    public Statistics {
        columns = List.copyOf(columns);
    }

    /**
     * The statistics of one column.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN naming those there are
     */
    public ColumnStatistics column(String name) {
        List<String> names = columns.stream().map(ColumnStatistics::name).toList();
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ModelError.UNKNOWN_COLUMN.because("There are no statistics of the column '" + name
                        + "' of " + subject + "; there are of " + names + "." + Names.didYouMean(name, names)));
    }

    /** Whether each row that was counted still counts. */
    public boolean isExact() {
        return superseded == 0;
    }

    /** Everything as a few lines of text that explain themselves: for people, and for assistants that read. */
    public String text() {
        return StatisticsText.of(this);
    }

    /** Everything as maps, lists, texts, numbers and nulls, for any JSON library; NaN and infinities are texts. */
    public Map<String, Object> toMap() {
        return StatisticsJson.map(this);
    }

    /** Everything as one line of JSON. */
    public String toJson() {
        return StatisticsJson.text(toMap());
    }
}
