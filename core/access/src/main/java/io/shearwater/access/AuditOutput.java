package io.shearwater.access;

import io.shearwater.spi.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The file that entries are appended to. Used by one thread; where it ends is seen by all. */
final class AuditOutput implements AutoCloseable {
    private final Path directory;
    private final long fileBytes;
    private FileChannel channel;
    private volatile AuditEnd end;
    private boolean dirty;

    AuditOutput(Path directory, AuditRecovery recovered, long fileBytes) throws IOException {
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.channel = open(recovered.file());
        this.end = new AuditEnd(recovered.file().first(), channel.size(), recovered.place());
    }

    private static FileChannel open(AuditFile file) throws IOException {
        return FileChannel.open(file.path(), StandardOpenOption.WRITE);
    }

    AuditEnd end() {
        return end;
    }

    /** Writes events as the next entries, all of them or, if it fails, none. */
    void append(List<AuditEvent> events) throws IOException {
        AuditEnd before = end;
        ByteArrayOutputStream out = new ByteArrayOutputStream(events.size() * 400);
        AuditChain place = before.place();
        for (AuditEvent event : events) {
            byte[] entry = AuditJson.write(new AuditEntry(place.number() + 1, event));
            place = place.after(entry);
            out.writeBytes(place.line(entry));
        }
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
        while (bytes.hasRemaining()) {
            // What a failure left half written is written over by the next attempt, which begins at the same place.
            channel.write(bytes, before.position() + bytes.position());
        }
        dirty = true;
        end = new AuditEnd(before.first(), before.position() + out.size(), place);
    }

    /** Whether the next entries go into another file. */
    boolean isFull() {
        return end.position() >= fileBytes;
    }

    /** Begins the next file. */
    void rotate() throws IOException {
        force();
        AuditChain place = end.place();
        AuditFile next = AuditFile.create(directory, place);
        FileChannel opened = open(next);
        channel.close();
        channel = opened;
        end = new AuditEnd(next.first(), opened.size(), place);
    }

    /** What was appended is on the disk when this returns. */
    void force() throws IOException {
        if (dirty) {
            channel.force(false);
            dirty = false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            force();
            DurableFiles.force(directory);
        } finally {
            channel.close();
        }
    }
}
