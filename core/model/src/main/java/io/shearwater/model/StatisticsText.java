package io.shearwater.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Statistics in words. */
final class StatisticsText {
    private static final int PAIRS = 10;
    private static final int LONGEST = 40;
    private static final MathContext DIGITS = new MathContext(6);

    private StatisticsText() {}

    static String of(Statistics statistics) {
        StringBuilder text = new StringBuilder("Statistics of ").append(statistics.subject());
        if (statistics.commit() > 0) {
            text.append(" as of commit ").append(statistics.commit());
        }
        text.append(": ").append(count(statistics.rows(), "row")).append('.');
        if (!statistics.isExact()) {
            text.append(" Of these, ")
                    .append(count(statistics.superseded(), "row"))
                    .append(" were replaced or deleted since and still count.");
        }
        statistics.columns().forEach(column -> text.append('\n').append(line(column)));
        statistics
                .correlations()
                .filter(all -> !all.pairs().isEmpty())
                .ifPresent(all -> text.append("\nstrongest correlations (Pearson): ")
                        .append(all.pairs().stream()
                                .limit(PAIRS)
                                .map(pair -> pair.left() + " with " + pair.right() + " " + number(pair.correlation()))
                                .collect(Collectors.joining(", "))));
        return text.toString();
    }

    private static String line(ColumnStatistics column) {
        StringBuilder text = new StringBuilder(column.name())
                .append(" (")
                .append(column.column().type())
                .append("): ")
                .append(nulls(column));
        if (column.nans() > 0) {
            text.append(", ").append(grouped(column.nans())).append(" NaN");
        }
        column.range()
                .ifPresent(range -> text.append("; from ")
                        .append(value(range.least()))
                        .append(" to ")
                        .append(value(range.greatest())));
        column.moments()
                .filter(moments -> moments.finite() > 0)
                .ifPresent(moments -> text.append("; mean ")
                        .append(number(moments.mean()))
                        .append(moments.finite() > 1 ? ", sample stddev " + number(moments.stddevSample()) : ""));
        column.distribution().ifPresent(spread -> text.append(spread(spread)));
        return text.toString();
    }

    private static String nulls(ColumnStatistics column) {
        if (column.nulls() == 0) {
            return "no nulls";
        }
        return column.nulls() == column.rows()
                ? "only nulls"
                : String.format(Locale.ROOT, "%s (%.3g %%)", count(column.nulls(), "null"), 100 * column.nullShare());
    }

    private static String spread(ColumnStatistics.Distribution spread) {
        StringBuilder text = new StringBuilder();
        if (!spread.quantiles().isEmpty()) {
            text.append("; quantiles ")
                    .append(spread.quantiles().stream()
                            .map(quantile -> number(100 * quantile.share()) + "% " + value(quantile.value()))
                            .collect(Collectors.joining(", ")));
        }
        if (spread.distinct() > 0) {
            text.append("; ")
                    .append(spread.distinctError() > 0 ? "about " : "")
                    .append(count(spread.distinct(), "different value"));
        }
        List<ColumnStatistics.ValueCount> top = spread.top();
        if (!top.isEmpty()) {
            text.append(spread.distinct() > top.size() ? ", most often " : ": ")
                    .append(top.stream()
                            .map(entry -> value(entry.value()) + " × " + grouped(entry.count()))
                            .collect(Collectors.joining(", ")));
        }
        return text.toString();
    }

    private static String count(long count, String what) {
        return grouped(count) + " " + what + (count == 1 ? "" : "s");
    }

    static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String value(Object value) {
        return switch (value) {
            case Double number -> number(number);
            case Float number -> number(number);
            case String text -> quoted(text);
            case byte[] bytes -> shortened("0x" + HexFormat.of().formatHex(bytes));
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        shortened(text).codePoints().forEach(c -> quoted.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return quoted.append('"').toString();
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** A number with six significant digits; whole numbers with all of theirs. */
    static String number(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString((long) number);
        }
        BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
        return rounded.scale() > 12 || rounded.precision() - rounded.scale() > 15
                ? rounded.toString()
                : rounded.toPlainString();
    }
}
