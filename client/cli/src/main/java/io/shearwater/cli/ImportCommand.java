package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a file into a feature group, which it makes if it is not there. */
@Command(
        name = "import",
        description = {
            "Write a file into a feature group.",
            "A group that is not there is made with the columns of the file. Rows whose key (and event time) is there are "
                    + "replaced, so that importing a file twice does no harm."
        })
final class ImportCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("group", "version", "commit", "inserted", "updated", "duplicates", "columns");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "CSV, Parquet or JSON lines, also compressed (.gz, .zst).")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private Path file;

    @Option(names = "--group", paramLabel = "NAME", description = "The feature group (default: after the file).")
    private @Nullable String group;

    @Option(
            names = "--key",
            paramLabel = "COLUMN",
            split = ",",
            description = "What tells entities apart, for a new group; columns separated by commas.")
    private List<String> key = List.of();

    @Option(
            names = "--event-time",
            paramLabel = "COLUMN",
            description = "When a row became true, for a new group. Without one a group has no history to train from.")
    private @Nullable String eventTime;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Zone of times that are written without one (default: ${DEFAULT-VALUE}).")
    private ZoneId zone = ZoneId.of("UTC");

    @Option(names = "--null", paramLabel = "TEXT", description = "A text that means null, beside the empty field.")
    private List<String> nulls = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ImportCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path directory = StoreReading.directory(options, spec);
        FileSource source = FileSource.of(file).withZone(zone).withNulls(nulls.toArray(String[]::new));
        try (FeatureStore store = Shearwater.open(directory)) {
            ImportedColumns columns = ImportedColumns.of(schema(store, source));
            FeatureGroup into = find(store).orElseGet(() -> create(store, source, columns));
            ImportedColumns typed = columns.typedAs(into.spec().schema());
            Commit commit = write(into, typed.rename(store.reader(source.withSchema(typed.found()))));
            options.output().printer(terminal).print(new ResultTable(COLUMNS, List.of(row(into, commit, typed))));
        }
    }

    private Optional<FeatureGroup> find(FeatureStore store) {
        String name = name();
        return store.featureGroups().stream()
                .filter(known -> known.spec().name().equals(name))
                .reduce((older, newer) -> newer.spec().version() > older.spec().version() ? newer : older);
    }

    /** What --group says, else the file's name without its endings. */
    private String name() {
        String plain = String.valueOf(file.getFileName())
                .replaceAll("(?i)(\\.(gz|zst))?$", "")
                .replaceAll("\\.[^.]*$", "");
        return group == null ? Names.proposal(plain) : group;
    }

    private FeatureGroup create(FeatureStore store, FileSource source, ImportedColumns columns) {
        Optional<String> time = Optional.ofNullable(eventTime).map(columns::name);
        if (key.isEmpty()) {
            throw new ParameterException(spec.commandLine(), whichKey(store, source, columns, time));
        }
        FeatureGroupSpec.Builder definition = FeatureGroupSpec.builder(name(), 1)
                .primaryKey(key.stream().map(columns::name).toArray(String[]::new))
                .online();
        columns.named().fields().forEach(field -> definition.feature(field.name(), field.type()));
        time.ifPresent(definition::eventTime);
        return store.createFeatureGroup(definition.build());
    }

    private static Schema schema(FeatureStore store, FileSource source) {
        try (FrameReader rows = store.reader(source)) {
            return rows.schema();
        }
    }

    private String whichKey(
            FeatureStore store, FileSource source, ImportedColumns columns, Optional<String> eventTime) {
        Optional<String> time = eventTime.filter(columns.named()::contains);
        List<String> candidates = KeyCandidates.of(columns.rename(store.reader(source)), time);
        String together = time.map(column -> " with '" + column + "'").orElse("");
        return "The feature group '" + name()
                + "' is new: which column tells its entities apart? Say --key COLUMN. The file has "
                + columns
                + (candidates.isEmpty()
                        ? "; no column alone is unique" + together + ", several can be named: --key A,B"
                        : "; unique" + together + ": " + String.join(", ", candidates));
    }

    private Commit write(FeatureGroup into, FrameReader rows) {
        try (ProgressBars.Bar bar = new ProgressBars(terminal).start("import", -1)) {
            long[] before = {0};
            return into.insert(rows, WriteOptions.plain().withProgress(done -> {
                bar.advance(done - before[0]);
                before[0] = done;
            }));
        }
    }

    private static List<@Nullable Object> row(FeatureGroup into, Commit commit, ImportedColumns columns) {
        return Arrays.asList(
                into.spec().name(),
                into.spec().version(),
                commit.id(),
                commit.counts().inserted(),
                commit.counts().updated(),
                commit.counts().duplicates(),
                columns.toString());
    }
}
