package io.shearwater.client;

import io.shearwater.model.IoReason;
import io.shearwater.model.TrainingFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Files that come in a zip file, into a directory: all of them or none. For one thread. */
final class ReceivedFiles {
    private final Path directory;

    ReceivedFiles(Path directory) {
        this.directory = directory;
    }

    /** Receives the files of parts, in the place of those that were there of these parts. */
    void replace(InputStream zipped, Collection<String> parts, TrainingFiles.Format format) {
        try (zipped) {
            Files.createDirectories(directory);
            Path draft = Files.createTempDirectory(directory, ".receiving-");
            try {
                List<Path> received = unpack(zipped, "", draft);
                for (String part : parts) {
                    removeOld(part, format);
                }
                for (Path file : received) {
                    Files.move(
                            file,
                            directory.resolve(String.valueOf(file.getFileName())),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                remove(draft);
            }
        } catch (IOException failed) {
            throw cannotWrite(failed);
        }
    }

    /**
     * Receives files below a name.
     *
     * @return where they are
     */
    List<Path> receive(InputStream zipped, String below) {
        try (zipped) {
            Files.createDirectories(directory);
            return unpack(zipped, below, directory);
        } catch (IOException failed) {
            throw cannotWrite(failed);
        }
    }

    private RuntimeException cannotWrite(IOException failed) {
        return ClientError.IO.because(
                "The files cannot be received into '" + directory + "': " + IoReason.of(failed) + ".", failed);
    }

    private static List<Path> unpack(InputStream zipped, String below, Path into) throws IOException {
        List<Path> received = new ArrayList<>();
        ZipInputStream zip = new ZipInputStream(zipped);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Path file = into.resolve(
                            entry.getName().startsWith(below) ? entry.getName().substring(below.length()) : "..")
                    .normalize();
            if (!file.startsWith(into) || file.equals(into)) {
                throw new IOException("the server sent a file '" + entry.getName() + "', which leads elsewhere");
            }
            Files.createDirectories(file.getParent());
            Files.copy(zip, file);
            received.add(file);
        }
        // A stream that is cut ends like one that is whole, but not behind the zip file's list of contents.
        zipped.readAllBytes();
        return received;
    }

    /** Removes what an earlier writing left of a part: one file, numbered ones, or arrays. */
    private void removeOld(String part, TrainingFiles.Format format) throws IOException {
        Pattern ours = Pattern.compile(
                Pattern.quote(part) + "(_features|_labels|_weights)?(-[0-9]{5,})?" + Pattern.quote(format.ending()));
        List<Path> old;
        try (Stream<Path> all = Files.list(directory)) {
            old = all.filter(file ->
                            ours.matcher(String.valueOf(file.getFileName())).matches())
                    .toList();
        }
        for (Path file : old) {
            Files.delete(file);
        }
    }

    private static void remove(Path draft) throws IOException {
        try (Stream<Path> left = Files.list(draft)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(draft);
    }
}
