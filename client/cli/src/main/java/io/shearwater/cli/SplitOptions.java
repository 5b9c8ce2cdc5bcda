package io.shearwater.cli;

import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How training data is divided. Filled by picocli before the command runs. */
final class SplitOptions {
    @Option(names = "--test", paramLabel = "SHARE", description = "Share of the rows for testing, such as 0.2.")
    private @Nullable Double test;

    @Option(names = "--validation", paramLabel = "SHARE", description = "Share of the rows for validation.")
    private @Nullable Double validation;

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "Divide into so many equal parts fold_1, fold_2 … for cross-validation.")
    private @Nullable Integer folds;

    @Option(
            names = "--exact",
            description = "Parts of exactly their shares; rows that come later then can move others.")
    private boolean exact;

    @Option(
            names = "--stratify",
            paramLabel = "COLUMN",
            split = ",",
            description = "Give each part its share of the rows of each value of a column, such as the label.")
    private List<String> stratifyBy = List.of();

    @Option(
            names = "--group-by",
            paramLabel = "COLUMN",
            split = ",",
            description = "Keep rows of equal values of a column in one part, so that no entity is in two.")
    private List<String> groupBy = List.of();

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Another number makes another random split (default: 42).")
    private @Nullable Long seed;

    @Option(
            names = "--train-days",
            paramLabel = "DAYS",
            converter = DaysConverter.class,
            description = "Split by the labels' time: first and last day (UTC) of the training part, such as "
                    + "2024-01-01..2024-06-15 or ..2024-06-15.")
    private @Nullable TimeRange trainDays;

    @Option(
            names = "--validation-days",
            paramLabel = "DAYS",
            converter = DaysConverter.class,
            description = "First and last day of the validation part.")
    private @Nullable TimeRange validationDays;

    @Option(
            names = "--test-days",
            paramLabel = "DAYS",
            converter = DaysConverter.class,
            description = "First and last day of the testing part. Rows of days between parts are in none.")
    private @Nullable TimeRange testDays;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    /** Whether something was said about a split. */
    boolean isGiven() {
        return isByTime() || isRandom() || isRefined();
    }

    private boolean isByTime() {
        return trainDays != null || validationDays != null || testDays != null;
    }

    private boolean isRandom() {
        return test != null || validation != null || folds != null;
    }

    private boolean isRefined() {
        return exact || seed != null || !stratifyBy.isEmpty() || !groupBy.isEmpty();
    }

    /** The seed of what is random. */
    long seed() {
        return seed == null ? 42 : seed;
    }

    /** The split; all rows in one part if nothing was said. */
    SplitSpec split() {
        if (isByTime()) {
            if (isRandom() || isRefined()) {
                throw wrong("A split by days is not random; leave out "
                        + "--test, --validation, --folds, --exact, --stratify, --group-by and --seed");
            }
            return byTime();
        }
        if (isRandom()) {
            return refined(random());
        }
        if (isRefined()) {
            throw wrong("Say how to divide: --test SHARE (and --validation SHARE), or --folds K");
        }
        return SplitSpec.whole();
    }

    private SplitSpec byTime() {
        if (trainDays == null || (testDays == null && validationDays == null)) {
            throw wrong("A split by days needs --train-days, and --test-days or --validation-days");
        }
        List<SplitSpec.TimePart> parts = new ArrayList<>();
        parts.add(new SplitSpec.TimePart("train", trainDays));
        if (validationDays != null) {
            parts.add(new SplitSpec.TimePart("validation", validationDays));
        }
        if (testDays != null) {
            parts.add(new SplitSpec.TimePart("test", testDays));
        }
        return new SplitSpec.ByTime(parts);
    }

    private SplitSpec.Random random() {
        long number = seed();
        if (folds != null) {
            if (test != null || validation != null) {
                throw wrong("Each of the --folds is for testing in turn; leave out --test and --validation");
            }
            return SplitSpec.kFold(folds, number);
        }
        double testShare = test == null ? 0 : test;
        return validation == null
                ? SplitSpec.trainTest(testShare, number)
                : SplitSpec.trainValidationTest(validation, testShare, number);
    }

    private SplitSpec.Random refined(SplitSpec.Random plain) {
        SplitSpec.Random split = plain;
        if (!groupBy.isEmpty()) {
            split = split.groupedBy(groupBy.toArray(String[]::new));
        }
        if (!stratifyBy.isEmpty()) {
            split = split.stratifiedBy(stratifyBy.toArray(String[]::new));
        }
        return exact ? split.exact() : split;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** Two days with two dots between them, of which one can be left out. */
    static final class DaysConverter implements ITypeConverter<TimeRange> {
        private static final Pattern DAYS = Pattern.compile("(.*?)\\.\\.(.*)");

        @Override
        public TimeRange convert(String text) {
            Matcher days = DAYS.matcher(text.strip());
            if (!days.matches() || text.strip().length() == 2) {
                throw new TypeConversionException(
                        "'" + text + "' is no stretch of days. Write 2024-01-01..2024-06-15, or "
                                + "leave one of the two days out");
            }
            TimeRange first = day(days.group(1));
            TimeRange last = day(days.group(2));
            return new TimeRange(first.startExclusive(), last.endInclusive());
        }

        private static TimeRange day(String text) {
            try {
                return text.isEmpty() ? TimeRange.ALL : TimeRange.ofDays(LocalDate.parse(text), LocalDate.parse(text));
            } catch (DateTimeException noDay) {
                throw FileOptions.refused("'" + text + "' is no day such as 2024-06-15", noDay);
            }
        }
    }
}
