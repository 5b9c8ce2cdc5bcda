package io.shearwater.client;

import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.IoReason;
import io.shearwater.wire.ModelDraftJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files of models, on their way to a server and back. */
final class ModelUpload {
    private static final String FILES = "files/";

    private ModelUpload() {}

    /** What is said of a model, with its files. */
    static Body of(ModelDraft draft, Path directory) {
        List<Path> files = files(directory);
        return Body.streamed(Attachments.MEDIA_TYPE, out -> write(draft, directory, files, out));
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failed) {
            throw ClientError.IO.because(
                    "The model's files in '" + directory + "' cannot be read: " + IoReason.of(failed) + ".", failed);
        }
    }

    private static void write(ModelDraft draft, Path directory, List<Path> files, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        // Models hardly shrink, and whoever sends one waits for this.
        zip.setLevel(Deflater.NO_COMPRESSION);
        zip.putNextEntry(new ZipEntry("draft.json"));
        zip.write(ModelDraftJson.DRAFTS.write(draft).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        for (Path file : files) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            zip.putNextEntry(new ZipEntry(FILES + name));
            Files.copy(file, zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    /** The files of a version in a directory that is empty or not there; they are those that were registered. */
    static Path received(ModelVersion version, InputStream zipped, Path directory) {
        requireEmpty(directory);
        new ReceivedFiles(directory).receive(zipped, FILES);
        for (ModelFiles.ModelFile file : version.files().files()) {
            if (!digest(directory.resolve(file.path())).equals(file.sha256())) {
                throw ClientError.BAD_ANSWER.because("The file '" + file.path() + "' of " + version.ref()
                        + " is not as it was registered: it was damaged on its way. Download it again.");
            }
        }
        return directory;
    }

    private static void requireEmpty(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.findAny().isPresent()) {
                throw ClientError.IN_THE_WAY.because(
                        "'" + directory + "' is not empty. Name a directory that is, or that is not there.");
            }
        } catch (IOException failed) {
            throw ClientError.IO.because("'" + directory + "' cannot be read: " + IoReason.of(failed) + ".", failed);
        }
    }

    private static String digest(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                sha.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (IOException failed) {
            throw ClientError.IO.because("'" + file + "' cannot be read: " + IoReason.of(failed) + ".", failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
