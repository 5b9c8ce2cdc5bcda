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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Mixin
    private final FileOptions files = new FileOptions();

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
            split = ",",
            description =
                    "When a row became true. Several columns are joined to one: year,month,day,hour or date,time. "
                            + "Without one a group has no history to train from.")
    private List<String> eventTime = List.of();

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
        FileSource plain = files.source();
        try (FeatureStore store = Shearwater.open(directory)) {
            Optional<FeatureGroup> known = find(store, plain);
            ImportedFiles read = ImportedFiles.of(plain, schema(store, plain), files, eventTime, known);
            FeatureGroup into = known.orElseGet(() -> create(store, read));
            ImportedFiles typed = read.typedAs(into.spec().schema());
            Commit commit = write(into, typed.reader(store));
            options.output()
                    .printer(terminal)
                    .print(new ResultTable(COLUMNS, List.of(row(into, commit, typed.columns()))));
        }
    }

    private Optional<FeatureGroup> find(FeatureStore store, FileSource source) {
        String name = name(source);
        return store.featureGroups().stream()
                .filter(known -> known.spec().name().equals(name))
                .reduce((older, newer) -> newer.spec().version() > older.spec().version() ? newer : older);
    }

    /** What --group says, else the one file's name without its endings. */
    private String name(FileSource source) {
        if (group != null) {
            return group;
        }
        if (source.paths().size() > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Into which feature group go the " + source.paths().size() + " files? Name it with --group NAME.");
        }
        String plain = String.valueOf(source.paths().getFirst().getFileName())
                .replaceAll("(?i)(\\.(gz|zst))?$", "")
                .replaceAll("\\.[^.]*$", "");
        return Names.proposal(plain);
    }

    private FeatureGroup create(FeatureStore store, ImportedFiles read) {
        ImportedColumns columns = read.columns();
        if (key.isEmpty()) {
            throw new ParameterException(spec.commandLine(), whichKey(store, read));
        }
        FeatureGroupSpec.Builder definition = FeatureGroupSpec.builder(name(read.source()), 1)
                .primaryKey(key.stream().map(columns::name).toArray(String[]::new))
                .online();
        columns.named().fields().forEach(field -> definition.feature(field.name(), field.type()));
        read.eventTime().ifPresent(definition::eventTime);
        return store.createFeatureGroup(definition.build());
    }

    private static Schema schema(FeatureStore store, FileSource source) {
        try (FrameReader rows = store.reader(source)) {
            return rows.schema();
        }
    }

    private String whichKey(FeatureStore store, ImportedFiles read) {
        Optional<String> time = read.eventTime().filter(read.columns().named()::contains);
        List<String> candidates = KeyCandidates.of(read.reader(store), time);
        String together = time.map(column -> " with '" + column + "'").orElse("");
        return "The feature group '" + name(read.source())
                + "' is new: which column tells its entities apart? Say --key COLUMN. The file has "
                + read.columns()
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
