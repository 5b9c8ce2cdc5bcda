package io.shearwater.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model ranks. Filled by picocli before the command runs. */
final class RankingOptions {
    @Option(
            names = "--queries",
            paramLabel = "COLUMN",
            description =
                    "Of a ranking: the training helper, index column or feature that says to which query a row belongs.")
    private @Nullable String column;

    @Option(
            names = "--places",
            paramLabel = "K",
            description = "Of a ranking: how many of the first rows of a query count (default: ${DEFAULT-VALUE}).")
    private int places = 10;

    /** Takes what was said. */
    interface Use<T> {
        T ranking(String column, int places);
    }

    /** With the ranking, if there is one. */
    <T> T apply(T otherwise, Use<T> use) {
        return column == null ? otherwise : use.ranking(column, places);
    }
}
