package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.ProjectFiles;
import io.shearwater.model.StoredFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Files of a project beside its features. */
@Command(
        name = "files",
        description = {
            "Keep files beside the features: models, reports, notebooks.",
            "A path begins with Training_Datasets, DataValidation, Models, Experiments, Statistics, Logs, Resources or Jupyter."
        })
final class FilesCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("path", "bytes", "modified");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    private FilesCommand() {}

    static CommandLine of(GlobalOptions options, Terminal terminal, Question question) {
        return new CommandLine(new FilesCommand())
                .addSubcommand(new ListFiles(options, terminal))
                .addSubcommand(new Put(options, terminal))
                .addSubcommand(new Get(options))
                .addSubcommand(new Delete(options, terminal, question));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with files: list, put, get or delete");
    }

    private static void print(GlobalOptions options, Terminal terminal, List<StoredFile> files) {
        options.output()
                .printer(terminal)
                .print(new ResultTable(
                        COLUMNS, files.stream().map(FilesCommand::row).toList()));
    }

    private static List<@Nullable Object> row(StoredFile file) {
        return Arrays.asList(file.path().toString(), file.bytes(), file.modified());
    }

    @Command(name = "list", description = "List the files of a project, or those of a directory.")
    static final class ListFiles implements Runnable {
        private final GlobalOptions options;
        private final Terminal terminal;

        @Parameters(arity = "0..1", paramLabel = "DIRECTORY", description = "Such as Models/fraud; all without it.")
        private @Nullable String directory;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private CommandSpec spec;

        ListFiles(GlobalOptions options, Terminal terminal) {
            this.options = options;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            Optional<String> wanted = Optional.ofNullable(directory);
            print(options, terminal, StoreReading.read(options, spec, store -> {
                ProjectFiles files = store.files();
                return wanted.map(files::list).orElseGet(files::list);
            }));
        }
    }

    @Command(name = "put", description = "Copy a file into the project.")
    static final class Put implements Runnable {
        private final GlobalOptions options;
        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "FILE", description = "A file of this machine.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private Path file;

        @Parameters(
                index = "1",
                paramLabel = "PATH",
                description =
                        "Where it is to lie, such as Models/fraud/3/model.json; with / at the end it keeps its name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String path;

        @Option(names = "--replace", description = "Put it in the place of the file that is there.")
        private boolean replace;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private CommandSpec spec;

        Put(GlobalOptions options, Terminal terminal) {
            this.options = options;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            String target = path.endsWith("/")
                    ? path + file.toAbsolutePath().normalize().getFileName()
                    : path;
            StoredFile stored = StoreWriting.change(
                    options,
                    spec,
                    store -> replace
                            ? store.files().replace(file, target)
                            : store.files().upload(file, target));
            print(options, terminal, List.of(stored));
        }
    }

    @Command(name = "get", description = "Copy a file out of the project.")
    static final class Get implements Runnable {
        private final GlobalOptions options;

        @Mixin
        private final StoredPath stored = new StoredPath();

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FILE",
                defaultValue = ".",
                description = "A new file or a directory (default: here).")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private Path file;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private CommandSpec spec;

        Get(GlobalOptions options) {
            this.options = options;
        }

        @Override
        public void run() {
            StoreReading.read(options, spec, store -> store.files().download(stored.path, file));
        }
    }

    @Command(name = "delete", description = "Delete a file of the project.")
    static final class Delete extends Deletion {
        @Mixin
        private final StoredPath stored = new StoredPath();

        Delete(GlobalOptions options, Terminal terminal, Question question) {
            super(options, terminal, question);
        }

        @Override
        Planned look(FeatureStore store) {
            return new Planned(
                    "files", Optional.of("The file '" + stored.path + "' is about to be deleted for good."), now -> {
                        now.files().delete(stored.path);
                        return 1;
                    });
        }
    }

    /** The file of the project that a command is about. */
    private static final class StoredPath {
        @Parameters(index = "0", paramLabel = "PATH", description = "A file of the project.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String path;
    }
}
