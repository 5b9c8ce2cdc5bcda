package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.Aggregation;
import io.shearwater.model.Commit;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StatisticsSpec.Part;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the columns of a feature group, what each is for and what its values are like. */
@Command(
        name = "describe",
        description = {
            "Show the columns of a feature group, what they are for and what their values are like.",
            "Large writes keep statistics of their rows, so that this answers at once. --output json or csv has all of them."
        })
final class DescribeCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final GroupArgument group;

    @Option(
            names = "--compute",
            description = "Read every row instead of taking what was kept, and compute correlations too.")
    private boolean compute;

    @Option(names = "--text", description = "Say all of it in plain sentences, as an assistant reads them.")
    private boolean text;

    DescribeCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.group = new GroupArgument(options);
    }

    /** What is to be shown. */
    private record Described(FeatureGroupSpec spec, List<Commit> commits, Optional<Statistics> statistics) {}

    @Override
    public void run() {
        Described described = group.read(read -> new Described(read.spec(), read.commits(), statistics(read)));
        DescribedColumns columns = new DescribedColumns(described.spec(), described.statistics());
        if (text) {
            print(described, columns);
        } else if (options.output() == OutputFormat.table) {
            head(described);
            Optional<Integer> screen = terminal.screen() ? Optional.of(terminal.width()) : Optional.empty();
            options.output().printer(terminal).print(columns.telling(screen));
            remarks(described);
        } else {
            options.output().printer(terminal).print(columns.complete());
        }
        terminal.out().flush();
    }

    private Optional<Statistics> statistics(FeatureGroup read) {
        if (!hasRows(read.spec()) || read.spec().schemaIsOpen()) {
            return Optional.empty();
        }
        return compute
                ? Optional.of(read.computeStatistics(StatisticsSpec.of(Part.DISTRIBUTION, Part.CORRELATION)))
                : read.storedStatistics();
    }

    /** Whether it has rows of its own that could be read. */
    private static boolean hasRows(FeatureGroupSpec spec) {
        return spec.isWritten() && spec.storage().hasOffline();
    }

    private void head(Described described) {
        FeatureGroupSpec spec = described.spec();
        PrintWriter out = terminal.out();
        out.println("group        " + spec.name() + " version " + spec.version()
                + (spec.description().isEmpty() ? "" : ": " + CellText.of(spec.description())));
        spec.aggregation().ifPresent(part -> out.println("aggregates   " + CellText.of(origin(part))));
        if (spec.isWritten()) {
            out.println("rows         " + rows(described));
            out.println("commits      " + described.commits().size());
        }
        if (!described.commits().isEmpty()) {
            Commit newest = described.commits().getLast();
            Duration age = Duration.between(newest.at(), InstantSource.system().instant());
            out.println("last commit  " + newest.id() + " at " + newest.at() + " " + Ages.text(age) + " ago");
        }
        lastEvent(described).ifPresent(event -> out.println("last event   " + event));
        spec.onDemand().forEach(call -> out.println("on demand    " + CellText.of(call.toString())));
        fromRequests(spec).ifPresent(names -> out.println("it needs     " + names));
        out.println();
    }

    /** Where rows come from that are not written. */
    private static String origin(Aggregation aggregation) {
        return "the events of " + aggregation.events().name() + " version "
                + aggregation.events().version()
                + (aggregation.where().passesAll() ? "" : " where " + aggregation.where())
                + ", as of any time";
    }

    private static long rows(Described described) {
        return described.commits().stream()
                .map(Commit::counts)
                .mapToLong(counts -> counts.inserted() - counts.deleted())
                .sum();
    }

    private static Optional<Object> lastEvent(Described described) {
        return described
                .spec()
                .eventTime()
                .map(EventTime::column)
                .flatMap(time -> described.statistics().stream()
                        .flatMap(known -> known.columns().stream())
                        .filter(column -> column.name().equals(time))
                        .findFirst())
                .flatMap(column -> column.range())
                .map(range -> range.greatest());
    }

    /** What transformations on demand compute with that is no column: it comes with rows and requests. */
    private static Optional<String> fromRequests(FeatureGroupSpec spec) {
        Set<String> names = new LinkedHashSet<>();
        spec.onDemand().forEach(call -> names.addAll(call.inputs()));
        spec.features().forEach(feature -> names.remove(feature.name()));
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    private void remarks(Described described) {
        described
                .statistics()
                .filter(known -> !known.isExact())
                .ifPresent(
                        known -> terminal.err()
                                .println(
                                        "(" + known.superseded()
                                                + " rows that were replaced or deleted since count here still: --compute leaves them out)"));
        if (described.statistics().isEmpty() && hasRows(described.spec())) {
            terminal.err().println("(no statistics were kept of these rows: --compute reads them all)");
        }
    }

    private void print(Described described, DescribedColumns columns) {
        FeatureGroupSpec spec = described.spec();
        PrintWriter out = terminal.out();
        out.println("Feature group '" + spec.name() + "' version " + spec.version() + ". "
                + CellText.of(spec.description()));
        for (Feature feature : spec.features()) {
            out.println("column " + feature.name() + " (" + feature.type() + "), " + columns.role(feature.name())
                    + (feature.description().isEmpty() ? "" : ": " + CellText.of(feature.description())));
        }
        spec.onDemand().forEach(call -> out.println("On demand it computes " + CellText.of(call.toString()) + "."));
        fromRequests(spec).ifPresent(names -> out.println("Rows and requests have to give " + names + " for it."));
        spec.aggregation()
                .ifPresentOrElse(
                        part -> out.println("Its rows are computed from " + CellText.of(origin(part)) + "."),
                        () -> out.println("It has " + rows(described) + " rows from "
                                + described.commits().size() + " commits"
                                + (described.commits().isEmpty()
                                        ? "."
                                        : ", the newest at "
                                                + described.commits().getLast().at() + ".")));
        lastEvent(described).ifPresent(event -> out.println("The newest event time is " + event + "."));
        described.statistics().ifPresent(known -> out.println(known.text()));
        remarks(described);
    }
}
