package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an import tells beside its result: before it the columns, after it how to go on. */
final class ImportTalk {
    private static final int VALUES_SHOWN = 20;

    private final Terminal terminal;

    /** Where the result is for a program, all of this goes to the error stream. */
    ImportTalk(GlobalOptions options, Terminal terminal) {
        this.terminal = options.output() == OutputFormat.table ? terminal : terminal.aside();
    }

    Terminal terminal() {
        return terminal;
    }

    /** The columns of the files. */
    void preview(Terminal to, ImportedFiles read, ImportPreview preview) {
        int files = read.source().paths().size();
        to.out()
                .println((files == 1 ? read.source().paths().getFirst().toString() : files + " files") + ": "
                        + rows(preview) + ", " + read.columns().named().size() + " columns");
        new TablePrinter(to).print(preview.table());
        to.out().println();
        hints(to.out(), preview);
        to.out().flush();
    }

    private static void hints(PrintWriter out, ImportPreview preview) {
        preview.hints().forEach(out::println);
        if (!preview.hints().isEmpty()) {
            out.println();
        }
    }

    private static String rows(ImportPreview preview) {
        String rows = String.format(Locale.ROOT, "%,d", preview.rows()).replace(',', ' ');
        return preview.whole() ? rows + " rows" : "as the first " + rows + " rows show";
    }

    void dryRun(String group, ImportedFiles read, ImportPreview preview) {
        PrintWriter out = terminal.out();
        out.println();
        hints(out, preview);
        out.println("Nothing was written: " + rows(preview) + " would go into the feature group '" + group + "'.");
        out.println(unique(read, preview));
        out.flush();
    }

    /** Why nothing is written before a key is named. */
    static String whichKey(String group, ImportedFiles read, ImportPreview preview) {
        return "The feature group '" + group + "' is new: which column tells its entities apart? Say --key COLUMN. "
                + unique(read, preview);
    }

    private static String unique(ImportedFiles read, ImportPreview preview) {
        String together = read.eventTime()
                .filter(read.columns().named()::contains)
                .map(column -> " with '" + column + "'")
                .orElse("");
        String seen =
                preview.rows() > KeyCandidates.MOST_ROWS ? " in the first " + KeyCandidates.MOST_ROWS + " rows" : "";
        return preview.keys().isEmpty()
                ? "No column alone is unique" + together + seen
                        + ". Several can be named: --key A,B; where all rows are of"
                        + " one entity, give it a column: --key station=NAME."
                : "Unique" + together + seen + ": " + String.join(", ", preview.keys()) + ".";
    }

    /** What a group gives up that has no event time. */
    void noEventTime(ImportedFiles read) {
        List<String> times = read.columns().named().fields().stream()
                .filter(field ->
                        field.type() instanceof DataType.DateType || field.type() instanceof DataType.TimestampType)
                .map(Field::name)
                .toList();
        PrintWriter out = terminal.out();
        out.println("Without --event-time the group knows one row for each key and no history of it:");
        out.println("training data will see the values of today in every row of the past.");
        out.println(
                times.isEmpty()
                        ? "Name the column that says when a row became true, or the columns it is made of."
                        : "It may be " + String.join(" or ", times) + ".");
        out.println();
        out.flush();
    }

    /** The first vector, and what went otherwise than one may think. */
    void written(FeatureGroup into, Commit commit, Optional<Map<String, Object>> key) {
        PrintWriter out = terminal.out();
        if (commit.counts().duplicates() > 0) {
            out.println();
            out.println(commit.counts().duplicates() + " rows had the key"
                    + (into.spec().eventTime().isPresent() ? " and event time" : "")
                    + " of a later row in the files, which was kept.");
        }
        if (key.isPresent() && into.spec().storage().hasOnline()) {
            Frame row = into.onlineRows(key.get(), TimeRange.ALL, 1);
            if (row.rows() > 0) {
                out.println();
                out.println("The newest row of "
                        + key.get().entrySet().stream()
                                .map(part -> part.getKey() + "=" + part.getValue())
                                .collect(Collectors.joining(" "))
                        + " in the online store:");
                new TablePrinter(terminal).print(values(row));
            }
        }
        out.flush();
    }

    private static ResultTable values(Frame row) {
        List<List<@Nullable Object>> values = row.schema().names().stream()
                .limit(VALUES_SHOWN)
                .<List<@Nullable Object>>map(name -> Arrays.asList(name, row.value(0, name)))
                .collect(Collectors.toList());
        int more = row.schema().size() - VALUES_SHOWN;
        if (more > 0) {
            values.add(Arrays.asList("… " + more + " more", null));
        }
        return new ResultTable(List.of("feature", "value"), values);
    }

    /** The program that does the same. */
    void program(List<String> lines) {
        code("The same in Java:", lines);
    }

    /** How programs in other languages come by the rows. */
    void requests(ImportRequests requests) {
        code("For other languages, serve the store:", List.of(requests.serve()));
        code("Then in Python, with the package in client/python:", requests.python());
        code("And with curl:", requests.curl());
    }

    private void code(String title, List<String> lines) {
        PrintWriter out = terminal.out();
        out.println();
        out.println(title);
        out.println();
        lines.forEach(line -> out.println(
                ("    " + line).replace("\n", System.lineSeparator() + "    ").stripTrailing()));
        out.flush();
    }
}
