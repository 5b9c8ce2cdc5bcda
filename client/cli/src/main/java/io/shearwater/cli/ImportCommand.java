package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
            List.of("group", "version", "commit", "inserted", "updated", "duplicates");
    private static final Pattern DAY = Pattern.compile("\\s*\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}\\s*");

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
            description =
                    "What tells entities apart, for a new group; columns separated by commas. NAME=VALUE adds a column with "
                            + "this value in every row.")
    private List<String> key = List.of();

    @Option(
            names = "--event-time",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "When a row became true. Several columns are joined to one: year,month,day,hour or date,time. "
                            + "Without one a group has no history to train from.")
    private List<String> eventTime = List.of();

    @Option(names = "--dry-run", description = "Show the columns, and stop.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ImportCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        FileSource plain = files.source();
        String name = name(plain);
        if (dryRun) {
            dryRun(plain, name);
            return;
        }
        Path directory = StoreReading.directory(options, spec);
        try (FeatureStore store = Shearwater.open(directory)) {
            ImportTalk talk = new ImportTalk(options, terminal);
            Optional<FeatureGroup> known = newest(store, name);
            Looked looked = look(store, plain, known);
            ImportedFiles read = looked.files();
            ImportPreview preview = looked.preview();
            if (known.isEmpty() && key.isEmpty()) {
                talk.preview(terminal.aside(), read, preview);
                throw new ParameterException(spec.commandLine(), ImportTalk.whichKey(name, read, preview));
            }
            // Refused, if it is, before anything is printed.
            if (known.isEmpty()) {
                requireTimes(store, read, preview);
            }
            Optional<FeatureGroupSpec> made =
                    known.isPresent() ? Optional.empty() : Optional.of(definition(name, read.columns(), read));
            talk.preview(talk.terminal(), read, preview);
            if (known.isEmpty() && read.eventTime().isEmpty()) {
                talk.noEventTime(read);
            }
            FeatureGroup into = known.orElseGet(() -> store.createFeatureGroup(made.orElseThrow()));
            Commit commit = write(store, into, read, known.isEmpty());
            options.output().printer(terminal).print(new ResultTable(COLUMNS, List.of(row(into, commit))));
            Optional<Map<String, Object>> first = ImportedFiles.key(into.spec().primaryKey(), preview.first());
            talk.written(into, commit, first);
            boolean typed = known.isPresent() || !files.types().isEmpty();
            Optional<Map<String, Object>> served =
                    first.filter(key -> into.spec().storage().hasOnline());
            talk.program(new ImportProgram(read.source(), files.named(), directory)
                    .lines(
                            known.isPresent() ? ImportProgram.finding(into.spec()) : ImportProgram.making(into.spec()),
                            typed ? Optional.of(read.columns().found()) : Optional.empty(),
                            served));
            talk.requests(new ImportRequests(directory, into.spec().ref(), served));
        }
    }

    /** Shows the columns, reading through a store that is thrown away. */
    private void dryRun(FileSource plain, String name) {
        Optional<Path> there = options.store().filter(Files::isDirectory);
        try (ScratchDirectory scratch = ScratchDirectory.make();
                FeatureStore store = there.isPresent()
                        ? Shearwater.openReadOnly(there.get(), StoreOptions.defaults())
                        : Shearwater.open(scratch.path())) {
            Looked looked = look(store, plain, newest(store, name));
            ImportedFiles read = looked.files();
            ImportPreview preview = looked.preview();
            options.output().printer(terminal).print(preview.table());
            new ImportTalk(options, terminal).dryRun(name, read, preview);
        }
    }

    /** What the files are taken for, and what their first rows show. */
    private record Looked(ImportedFiles files, ImportPreview preview) {}

    /** Reads up to a million rows, which takes its time. */
    private Looked look(FeatureStore store, FileSource plain, Optional<FeatureGroup> known) {
        try (ProgressBars.Bar bar = new ProgressBars(terminal).start("look at the columns", -1)) {
            FileSource source = withConstants(plain);
            ImportedFiles found = ImportedFiles.of(source, schema(store, source), files, eventTime, known);
            ImportedFiles read =
                    known.map(into -> found.typedAs(into.spec().schema())).orElse(found);
            return new Looked(read, ImportPreview.of(read, bar.reading(read.reader(store))));
        }
    }

    /** With the columns of the key that are said with their value. */
    private FileSource withConstants(FileSource plain) {
        FileSource source = plain;
        for (String column : key) {
            int equals = column.indexOf('=');
            if (equals > 0) {
                source = source.withConstant(column.substring(0, equals), column.substring(equals + 1));
            }
        }
        return source;
    }

    private static Optional<FeatureGroup> newest(FeatureStore store, String name) {
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

    private FeatureGroupSpec definition(String name, ImportedColumns columns, ImportedFiles read) {
        FeatureGroupSpec.Builder definition = FeatureGroupSpec.builder(name, 1)
                .primaryKey(key.stream()
                        .map(column -> columns.name(column.replaceFirst("=.*", "")))
                        .toArray(String[]::new))
                .online();
        columns.named().fields().forEach(field -> definition.feature(field.name(), field.type()));
        read.eventTime().ifPresent(definition::eventTime);
        return definition.build();
    }

    /** An event time that was taken for text has a value that is no time; to read it as what it looks like tells its line. */
    private static void requireTimes(FeatureStore store, ImportedFiles read, ImportPreview preview) {
        Optional<Field> text = read.eventTime()
                .map(read.columns().named()::field)
                .filter(field -> field.type() instanceof DataType.StringType);
        if (text.isEmpty()) {
            return;
        }
        String name = text.get().name();
        boolean day = DAY.matcher(String.valueOf(preview.first().get(name))).matches();
        Schema typed = Schema.of(List.of(new Field(name, day ? DataType.DATE : DataType.TIMESTAMP)));
        try (FrameReader rows = read.typedAs(typed).reader(store)) {
            Optional<Frame> next;
            do {
                next = rows.next();
            } while (next.isPresent());
        }
    }

    private static Schema schema(FeatureStore store, FileSource source) {
        try (FrameReader rows = store.reader(source)) {
            return rows.schema();
        }
    }

    private Commit write(FeatureStore store, FeatureGroup into, ImportedFiles read, boolean made) {
        try (ProgressBars.Bar bar = new ProgressBars(terminal).start("import", -1)) {
            return bar.insert(into, read.reader(store));
        } catch (ShearwaterException refused) {
            if (made && into.commits().isEmpty()) {
                store.deleteFeatureGroup(into.spec().name(), into.spec().version());
            }
            throw refused;
        }
    }

    private static List<@Nullable Object> row(FeatureGroup into, Commit commit) {
        return Arrays.asList(
                into.spec().name(),
                into.spec().version(),
                commit.id(),
                commit.counts().inserted(),
                commit.counts().updated(),
                commit.counts().duplicates());
    }
}
