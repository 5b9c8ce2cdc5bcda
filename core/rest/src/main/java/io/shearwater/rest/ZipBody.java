package io.shearwater.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A zip file that comes from anybody: a document first, then files. What unpacks to far more than came is refused. For one
 * thread.
 */
final class ZipBody {
    static final String MEDIA_TYPE = "application/zip";

    private static final int LONGEST_DOCUMENT = 16 << 20;
    private static final int MOST_FILES = 10_000;
    /** What may unpack from however little. */
    private static final long FREE = 64L << 20;
    /** How many bytes may unpack from each that came, beyond that. */
    private static final long GREATEST_RATIO = 200;

    private final Counted came;
    private final ZipInputStream zip;
    private final byte[] buffer = new byte[1 << 16];
    private long unpacked;

    private ZipBody(InputStream body) {
        this.came = new Counted(body);
        this.zip = new ZipInputStream(came, StandardCharsets.UTF_8);
    }

    /** What a zip file had. */
    record Unpacked(String document, int files) {}

    /**
     * Unpacks a body, and closes it.
     *
     * @param document the name of the first entry
     * @param place where the file of a name goes; empty: it may not be there
     * @throws io.shearwater.model.ShearwaterException BAD_ARCHIVE, TOO_LARGE
     */
    static Unpacked unpack(InputStream body, String document, Function<String, Optional<Path>> place) {
        try (body) {
            return new ZipBody(body).unpack(document, place);
        } catch (ZipException damaged) {
            throw RestError.BAD_ARCHIVE.because("The body is no zip file: " + damaged.getMessage() + ".", damaged);
        } catch (FileAlreadyExistsException twice) {
            throw RestError.BAD_ARCHIVE.because(
                    "The zip file has two files of one name, or one in the place of a directory.", twice);
        } catch (IOException broken) {
            throw RestError.BAD_HTTP.because("The body cannot be unpacked: " + broken.getMessage(), broken);
        }
    }

    private Unpacked unpack(String document, Function<String, Optional<Path>> place) throws IOException {
        ZipEntry first = zip.getNextEntry();
        if (first == null || !first.getName().equals(document)) {
            throw RestError.BAD_ARCHIVE.because(
                    "The zip file begins with " + (first == null ? "nothing" : "'" + Texts.shown(first.getName()) + "'")
                            + " instead of " + document + ".");
        }
        byte[] text = zip.readNBytes(LONGEST_DOCUMENT + 1);
        if (text.length > LONGEST_DOCUMENT) {
            throw RestError.TOO_LARGE.because(document + " is larger than " + LONGEST_DOCUMENT + " bytes.");
        }
        int files = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++files > MOST_FILES) {
                throw RestError.TOO_LARGE.because("The zip file has more than " + MOST_FILES + " files.");
            }
            String name = entry.getName();
            Optional<Path> file = entry.isDirectory() ? Optional.empty() : place.apply(name);
            write(file.orElseThrow(() -> RestError.BAD_ARCHIVE.because(
                    "The zip file has '" + Texts.shown(name) + "', which has no meaning behind " + document + ".")));
        }
        return new Unpacked(new String(text, StandardCharsets.UTF_8), files);
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
