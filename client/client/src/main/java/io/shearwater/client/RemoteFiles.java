package io.shearwater.client;

import io.shearwater.api.ProjectFiles;
import io.shearwater.model.FilePath;
import io.shearwater.model.IoReason;
import io.shearwater.model.StoredFile;
import io.shearwater.wire.StoredFileJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** The files of a project on a server. Thread-safe. */
final class RemoteFiles implements ProjectFiles {
    private static final String FILES = "files";
    private static final String BYTES = "application/octet-stream";

    private final Http http;

    RemoteFiles(Http http) {
        this.http = http;
    }

    private static Ask ask(String method, String path) {
        Ask ask = method.equals("GET") ? Ask.get(FILES) : Ask.of(method, FILES);
        return ask.below(FilePath.of(path).names()).named("file '" + path + "'");
    }

    @Override
    public StoredFile upload(Path from, String path) {
        return sent(ask("PUT", path).with(file(from)));
    }

    @Override
    public StoredFile replace(Path from, String path) {
        return sent(ask("PUT", path).query("replace", true).repeatable().with(file(from)));
    }

    private static Body file(Path from) {
        if (!Files.isRegularFile(from)) {
            throw ClientError.IO.because("'" + from + "' is no file that can be read. Name the files one by one.");
        }
        return Body.streamed(BYTES, out -> Files.copy(from, out));
    }

    @Override
    public StoredFile upload(InputStream from, String path) {
        return sent(from, ask("PUT", path));
    }

    @Override
    public StoredFile replace(InputStream from, String path) {
        return sent(from, ask("PUT", path).query("replace", true));
    }

    private StoredFile sent(InputStream from, Ask ask) {
        try (from) {
            return sent(ask.with(Body.once(BYTES, from::transferTo)));
        } catch (IOException unreadable) {
            throw ClientError.IO.because(
                    "What was to be sent cannot be read: " + IoReason.of(unreadable) + ".", unreadable);
        }
    }

    private StoredFile sent(Ask ask) {
        return http.read(ask.work(), StoredFileJson.FILES::read);
    }

    @Override
    public Path download(String path, Path to) {
        Path target =
                Files.isDirectory(to) ? to.resolve(FilePath.of(path).names().getLast()) : to;
        if (Files.exists(target)) {
            throw ClientError.IN_THE_WAY.because(inTheWay(target));
        }
        receive(ask("GET", path).accepting(BYTES), target, false);
        return target;
    }

    private static String inTheWay(Path target) {
        return "'" + target + "' is there already. Name another file.";
    }

    /** Receives a file in the place of what is there. */
    void receive(Ask ask, Path target) {
        receive(ask.accepting(BYTES), target, true);
    }

    private void receive(Ask ask, Path target, boolean replace) {
        try (InputStream bytes = http.stream(ask)) {
            // To a name that is not there, so that nobody reads half a file, and nothing is lost.
            Path draft = Files.createTempFile(target.toAbsolutePath().resolveSibling(""), ".download-", "");
            try {
                Files.copy(bytes, draft, StandardCopyOption.REPLACE_EXISTING);
                if (replace) {
                    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.move(draft, target);
                }
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (FileAlreadyExistsException there) {
            throw ClientError.IN_THE_WAY.because(inTheWay(target), there);
        } catch (IOException failed) {
            throw ClientError.IO.because("'" + target + "' cannot be received: " + IoReason.of(failed) + ".", failed);
        }
    }

    /** Makes the directory that a file is to be in, if it is not there. */
    static void requireDirectory(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        } catch (IOException failed) {
            throw ClientError.IO.because(
                    "The file " + file + " cannot be written: " + IoReason.of(failed)
                            + ". Check that its directory can be made, or name another.",
                    failed);
        }
    }

    /** A name for a server that has the ending of a file's name, which tells its format. */
    static String plainName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return "rows" + (dot < 0 ? "" : name.substring(dot));
    }

    @Override
    public InputStream open(String path) {
        return http.stream(ask("GET", path).accepting(BYTES));
    }

    @Override
    public List<StoredFile> list() {
        return listed(Ask.get(FILES));
    }

    @Override
    public List<StoredFile> list(String directory) {
        return listed(Ask.get(FILES).query("directory", directory));
    }

    private List<StoredFile> listed(Ask ask) {
        return http.pages(ask, value -> StoredFileJson.FILES.read(value.node(), value.path()));
    }

    @Override
    public boolean exists(String path) {
        FilePath wanted = FilePath.of(path);
        return list(wanted.names().getFirst()).stream()
                .anyMatch(file -> file.path().equals(wanted));
    }

    @Override
    public void delete(String path) {
        http.done(ask("DELETE", path));
    }
}
