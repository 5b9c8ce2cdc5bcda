package io.shearwater.rest;

import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelFiles;
import io.shearwater.model.FilePath;
import io.shearwater.wire.ModelDraftJson;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A model as one zip file: of one that is to be registered first {@code draft.json}, and below {@code files/} its files. What comes may
 * be anybody's: names lead nowhere else, and what unpacks to far more than came is refused.
 */
final class ModelArchive {
    static final String MEDIA_TYPE = "application/zip";

    private static final String DRAFT = "draft.json";
    private static final String FILES = "files/";
    private static final int LONGEST_DRAFT = 16 << 20;
    private static final int MOST_FILES = 10_000;
    /** What may unpack from however little. */
    private static final long FREE = 64L << 20;
    /** How many bytes may unpack from each that came, beyond that. */
    private static final long GREATEST_RATIO = 200;

    private final Counted came;
    private final ZipInputStream zip;
    private final byte[] buffer = new byte[1 << 16];
    private long unpacked;

    private ModelArchive(InputStream body) {
        this.came = new Counted(body);
        this.zip = new ZipInputStream(came, StandardCharsets.UTF_8);
    }

    /**
     * Unpacks a model.
     *
     * @param directory empty; then it has the model's files
     * @return what is said of it
     * @throws io.shearwater.model.ShearwaterException BAD_ARCHIVE, BAD_NAME, TOO_LARGE, and what is wrong with the draft
     */
    static ModelDraft unpack(InputStream body, Path directory) {
        try (body) {
            return new ModelArchive(body).unpack(directory);
        } catch (ZipException damaged) {
            throw RestError.BAD_ARCHIVE.because("The body is no zip file: " + damaged.getMessage() + ".", damaged);
        } catch (FileAlreadyExistsException twice) {
            throw RestError.BAD_ARCHIVE.because(
                    "The zip file has two files of one name, or one in the place of a directory.", twice);
        } catch (IOException broken) {
            throw RestError.BAD_HTTP.because("The body cannot be unpacked: " + broken.getMessage(), broken);
        }
    }

    private ModelDraft unpack(Path directory) throws IOException {
        ZipEntry first = zip.getNextEntry();
        if (first == null || !first.getName().equals(DRAFT)) {
            throw RestError.BAD_ARCHIVE.because(
                    "The zip file begins with " + (first == null ? "nothing" : "'" + Texts.shown(first.getName()) + "'")
                            + " instead of " + DRAFT + ".");
        }
        byte[] text = zip.readNBytes(LONGEST_DRAFT + 1);
        if (text.length > LONGEST_DRAFT) {
            throw RestError.TOO_LARGE.because(DRAFT + " is larger than " + LONGEST_DRAFT + " bytes.");
        }
        ModelDraft draft = ModelDraftJson.DRAFTS.read(new String(text, StandardCharsets.UTF_8));
        int files = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++files > MOST_FILES) {
                throw RestError.TOO_LARGE.because("The model has more than " + MOST_FILES + " files.");
            }
            write(place(entry, directory));
        }
        if (files == 0) {
            throw RestError.BAD_ARCHIVE.because("The zip file has no files below " + FILES + ".");
        }
        return draft;
    }

    private static Path place(ZipEntry entry, Path directory) {
        String name = entry.getName();
        if (entry.isDirectory() || !name.startsWith(FILES)) {
            throw RestError.BAD_ARCHIVE.because("The zip file has '" + Texts.shown(name) + "'; behind " + DRAFT
                    + " there are files below " + FILES + ".");
        }
        Path place = directory;
        for (String part : FilePath.of("Models/" + name.substring(FILES.length())).names().stream()
                .skip(1)
                .toList()) {
            place = place.resolve(part);
        }
        return place;
    }

    private void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
                unpacked += count;
                if (unpacked > FREE && unpacked / GREATEST_RATIO > came.count) {
                    throw RestError.TOO_LARGE.because("The zip file unpacks to more than " + GREATEST_RATIO
                            + " times its size. Send the files without packing them.");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    /** Packs the files of a model, below {@code files/} too. */
    static void pack(Path directory, ModelFiles files, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        // Models hardly shrink, and whoever waits for one waits for this.
        zip.setLevel(Deflater.BEST_SPEED);
        for (ModelFiles.ModelFile file : files.files()) {
            zip.putNextEntry(new ZipEntry(FILES + file.path()));
            Files.copy(directory.resolve(file.path()), zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Counts what comes. */
    private static final class Counted extends FilterInputStream {
        private long count;

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int more = super.read(bytes, offset, length);
            count += Math.max(0, more);
            return more;
        }
    }
}
