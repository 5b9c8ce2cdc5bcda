package io.shearwater.store;

import io.shearwater.api.ProjectFiles;
import io.shearwater.model.FilePath;
import io.shearwater.model.IoReason;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.StoredFile;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.FileStore.Existing;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/** The project's files of an embedded store. */
final class EmbeddedFiles implements ProjectFiles {
    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,8}");

    private final StoreParts parts;
    private final FileStore files;

    EmbeddedFiles(StoreParts parts) {
        this.parts = parts;
        this.files = parts.files();
    }

    @Override
    public StoredFile upload(Path from, String path) {
        return write(from, path, Existing.KEEP);
    }

    @Override
    public StoredFile replace(Path from, String path) {
        return write(from, path, Existing.REPLACE);
    }

    @Override
    public StoredFile upload(InputStream from, String path) {
        return write(from, path, Existing.KEEP);
    }

    @Override
    public StoredFile replace(InputStream from, String path) {
        return write(from, path, Existing.REPLACE);
    }

    private StoredFile write(Path from, String path, Existing existing) {
        parts.requireWritable("take the file '" + path + "'");
        FilePath checked = FilePath.of(path);
        if (Files.isDirectory(from)) {
            throw SpiError.BAD_REQUEST.because(
                    "'" + from + "' is a directory; only files are taken. Name the files one by one, or pack them.");
        }
        try {
            return write(Files.newInputStream(from), checked.toString(), existing);
        } catch (IOException unreadable) {
            throw SpiError.BAD_FILE.because(
                    "The file '" + from + "' cannot be read: " + IoReason.of(unreadable) + ".", unreadable);
        }
    }

    private StoredFile write(InputStream from, String path, Existing existing) {
        try (from) {
            parts.requireWritable("take the file '" + path + "'");
            FilePath checked = FilePath.of(path);
            requireNoModel(checked);
            return files.write(checked, from, existing);
        } catch (IOException unreadable) {
            throw SpiError.BAD_FILE.because(
                    "What was to become '" + path + "' cannot be read: " + IoReason.of(unreadable)
                            + ". Nothing was written.",
                    unreadable);
        }
    }

    @Override
    public Path download(String path, Path to) {
        FilePath checked = FilePath.of(path);
        Path target = Files.isDirectory(to) ? to.resolve(checked.names().getLast()) : to;
        try (InputStream bytes = open(path)) {
            // To a name that is not there, so that nobody reads half a file, and nothing is lost.
            Path draft = Files.createTempFile(target.toAbsolutePath().resolveSibling(""), ".download-", "");
            try {
                Files.copy(bytes, draft, StandardCopyOption.REPLACE_EXISTING);
                if (Files.exists(target)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                Files.move(draft, target);
            } finally {
                Files.deleteIfExists(draft);
            }
            return target;
        } catch (FileAlreadyExistsException there) {
            throw SpiError.ALREADY_EXISTS.because("'" + target + "' is there already. Name another file.", there);
        } catch (IOException failed) {
            throw SpiError.IO.because(
                    "'" + path + "' cannot be copied to '" + target + "': " + IoReason.of(failed) + ".", failed);
        }
    }

    @Override
    public InputStream open(String path) {
        parts.requireOpen();
        FilePath checked = FilePath.of(path);
        if (files.find(checked).isEmpty()) {
            throw missing(checked);
        }
        return files.read(checked);
    }

    @Override
    public List<StoredFile> list() {
        parts.requireOpen();
        return files.list();
    }

    @Override
    public List<StoredFile> list(String directory) {
        FilePath wanted =
                FilePath.of(directory.endsWith("/") ? directory.substring(0, directory.length() - 1) : directory);
        return list().stream().filter(file -> file.path().isIn(wanted)).toList();
    }

    @Override
    public boolean exists(String path) {
        parts.requireOpen();
        return files.find(FilePath.of(path)).isPresent();
    }

    @Override
    public void delete(String path) {
        parts.requireWritable("delete the file '" + path + "'");
        FilePath checked = FilePath.of(path);
        requireNoModel(checked);
        if (!files.delete(checked)) {
            throw missing(checked);
        }
    }

    /** The files of a registered model never change. */
    private void requireNoModel(FilePath path) {
        List<String> names = path.names();
        if (names.size() < 4
                || !names.getFirst().equals("Models")
                || !VERSION.matcher(names.get(2)).matches()) {
            return;
        }
        DefinitionKey model = new DefinitionKey(
                parts.registry().project(), Kind.MODEL_VERSION, names.get(1), Integer.parseInt(names.get(2)));
        if (parts.registry().store().read(registry -> registry.find(model)).isPresent()) {
            throw SpiError.BAD_REQUEST.because("'" + path + "' belongs to the " + model
                    + ", whose files never change. Register another version, or delete this one as a model.");
        }
    }

    private ShearwaterException missing(FilePath path) {
        List<String> known =
                files.list().stream().map(file -> file.path().toString()).toList();
        long below =
                files.list().stream().filter(file -> file.path().isIn(path)).count();
        return SpiError.NOT_FOUND.because("There is no file '" + path + "' in the project '"
                + parts.registry().project() + "'."
                + (below > 0 ? " It is a directory of " + below + " files; name one." : "")
                + Names.didYouMean(path.toString(), known));
    }
}
