package io.shearwater.client;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.wire.FrameStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** Files; their number. They keep their names, behind a number that keeps their order. */
    int add(List<Path> paths) {
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            entries.add(new Entry(
                    "files/" + files + "/" + String.format(Locale.ROOT, "%05d-", i) + path.getFileName(),
                    out -> Files.copy(path, out)));
        }
        return files++;
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
