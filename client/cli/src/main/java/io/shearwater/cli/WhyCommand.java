package io.shearwater.cli;

import io.shearwater.model.KeyPair;
import io.shearwater.model.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Shows the rows behind one served value. */
@Command(
        name = "why",
        description = {
            "Show why a feature is served as it is: the rows behind it, their commits and ages, and the joins between them.",
            "Example: why payments_fv cc_num=4473111 avg_daily_spend"
        })
final class WhyCommand implements Runnable {
    private static final List<String> COLUMNS = List.of(
            "step",
            "group",
            "version",
            "found_by",
            "key",
            "status",
            "event_time",
            "age",
            "commit",
            "operation",
            "committed",
            "row");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final ViewArgument view;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME=VALUE|FEATURE",
            description = "The serving keys, as for vector, and the name of one feature.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private List<String> words;

    WhyCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.view = new ViewArgument(options);
    }

    @Override
    public void run() {
        List<String> features =
                words.stream().filter(word -> !word.contains("=")).toList();
        if (features.size() != 1) {
            throw new ParameterException(
                    view.command().commandLine(),
                    "Name one feature beside the serving keys" + (features.isEmpty() ? "" : ", not " + features));
        }
        Provenance found = view.read(chosen ->
                chosen.why(new EntryValues(view.command()).of(chosen.untransformed(), entry()), features.getFirst()));
        if (options.output() == OutputFormat.table) {
            tell(found);
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Provenance.Row row : found.rows()) {
            rows.add(row(rows.size() + 1, row));
        }
        if (!rows.isEmpty() || options.output() != OutputFormat.table) {
            options.output().printer(terminal).print(new ResultTable(COLUMNS, rows));
        }
    }

    private Map<String, String> entry() {
        Map<String, String> entry = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                entry.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return entry;
    }

    private void tell(Provenance found) {
        String how = switch (found.origin()) {
            case STORED -> "";
            case PASSED -> ", passed by the request";
            case ON_DEMAND -> ", computed on demand";
        };
        terminal.out()
                .println(found.feature() + " = " + (found.value() == null ? "null" : CellText.of(found.value())) + " ("
                        + found.status() + how + ")");
        if (found.origin() == Provenance.Origin.STORED && found.rows().isEmpty()) {
            terminal.out()
                    .println("It is a feature of the group that gives the labels: a request passes it, "
                            + found.feature() + "=VALUE.");
        }
        terminal.out().flush();
    }

    private static List<@Nullable Object> row(int step, Provenance.Row row) {
        return Arrays.asList(
                step,
                row.group().name(),
                row.group().version(),
                row.on().stream().map(KeyPair::toString).collect(Collectors.joining(", ")),
                row.key(),
                row.status(),
                row.eventTime().orElse(null),
                row.eventTime().map(WhyCommand::age).orElse(null),
                row.commit().map(commit -> commit.id()).orElse(null),
                row.commit().map(commit -> commit.operation()).orElse(null),
                row.commit().map(commit -> commit.at()).orElse(null),
                row.values());
    }

    private static String age(Instant eventTime) {
        Duration age = Duration.between(eventTime, InstantSource.system().instant());
        return Ages.text(age);
    }
}
