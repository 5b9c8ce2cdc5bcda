package io.shearwater.client;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.FrameStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What goes along with a document: rows and files, in one zip file with {@code request.json} first. For one thread. Rows that can be
 * read once are closed with {@link #close}, sent or not.
 */
final class Attachments implements AutoCloseable {
    static final String MEDIA_TYPE = "application/zip";

    private final List<Entry> entries = new ArrayList<>();
    private final List<FrameReader> readers = new ArrayList<>();
    /** The files of the caller, by the names that they have in the request. */
    private final Map<String, Path> named = new LinkedHashMap<>();

    private int rows;
    private int files;

    /** One file of the zip file. */
    private record Entry(String name, Body.Writer writer) {}

    /** Rows in memory; their number. */
    int add(Frame frame) {
        entries.add(new Entry("rows/" + rows + ".frames", out -> FrameStream.write(frame.reader(), out)));
        return rows++;
    }

    /** Rows that can be read once; their number. */
    int add(FrameReader reader) {
        readers.add(reader);
        entries.add(new Entry("rows/" + rows + ".frames", out -> FrameStream.write(reader, out)));
        return rows++;
    }

    /**
     * Files; their number. They keep their names, behind a number that keeps their order.
     *
     * @throws ShearwaterException BAD_FILE for one that is not there
     */
    int add(List<Path> paths) {
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            requireFile(path);
            String name = "files/" + files + "/" + String.format(Locale.ROOT, "%05d-", i) + path.getFileName();
            named.put(name, path);
            entries.add(new Entry(name, out -> Files.copy(path, out)));
        }
        return files++;
    }

    private static void requireFile(Path path) {
        if (Files.isDirectory(path)) {
            throw ClientError.BAD_FILE.because("'" + path + "' is a directory. Name the files in it one by one.");
        }
        if (Files.notExists(path)) {
            throw ClientError.BAD_FILE.because("There is no file '" + path + "'. Check its name and directory.");
        }
        if (!Files.isReadable(path)) {
            throw ClientError.BAD_FILE.because("This user may not read '" + path + "'. Change its permissions.");
        }
    }

    /** Does something on the server with what goes along. What fails names files as the caller does. */
    <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (ShearwaterException failed) {
            String message = String.valueOf(failed.getMessage());
            String local = message;
            for (Map.Entry<String, Path> file : named.entrySet()) {
                local = local.replace(file.getKey(), file.getValue().toString());
            }
            throw local.equals(message) ? failed : new ShearwaterException(failed.code(), local, failed);
        }
    }

    /** Rows that the server reads from what went along. */
    FrameReader rows(Supplier<FrameReader> asked) {
        FrameReader rows = told(asked);
        return named.isEmpty() ? rows : new ToldRows(rows);
    }

    /** Rows whose failures name files as the caller does. */
    private final class ToldRows implements FrameReader {
        private final FrameReader rows;

        private ToldRows(FrameReader rows) {
            this.rows = rows;
        }

        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public Optional<Frame> next() {
            return told(rows::next);
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The document with what belongs to it. */
    Body body(String document) {
        if (isEmpty()) {
            return Body.text("application/json", document);
        }
        Body.Writer writer = out -> write(document, out);
        return readers.isEmpty() ? Body.streamed(MEDIA_TYPE, writer) : Body.once(MEDIA_TYPE, writer);
    }

    private void write(String document, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.NO_COMPRESSION);
        zip.putNextEntry(new ZipEntry("request.json"));
        zip.write(document.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        for (Entry entry : entries) {
            zip.putNextEntry(new ZipEntry(entry.name));
            entry.writer.write(new Kept(zip));
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Stays open for the next entry, whatever its writer does. */
    private static final class Kept extends FilterOutputStream {
        private Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    @Override
    public void close() {
        readers.forEach(FrameReader::close);
    }
}
