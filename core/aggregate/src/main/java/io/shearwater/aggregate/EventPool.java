package io.shearwater.aggregate;

import io.shearwater.model.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory that the events of one key take: those pages that no window has looked at for longest are put into a file, where
 * there is a directory for it, and come back when a window reaches them. Windows go through events in order, so that a page comes
 * back a few times at most for each window. Not thread-safe.
 */
final class EventPool implements AutoCloseable {
    /** Pages in memory, whatever their size, so that no window has to wait for another. */
    private static final int LEAST_PAGES = 24;

    private final Optional<Path> directory;
    private final HistoryLimits limits;
    /** Pages that are full and in memory, the one that was looked at last behind the others. */
    private final SequencedSet<EventPage> resident = new LinkedHashSet<>();

    private long bytes;
    private int written;
    private @Nullable FileChannel file;
    private long fileEnd;

    /**
     * A pool.
     *
     * @param directory where events are put aside; without one all stay in memory
     */
    EventPool(Optional<Path> directory, HistoryLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /** All in memory. */
    static EventPool unbounded() {
        return new EventPool(Optional.empty(), HistoryLimits.STANDARD);
    }

    HistoryLimits limits() {
        return limits;
    }

    /** A page is looked at: it is in memory after that. */
    void use(EventPage page) {
        if (page.isAway()) {
            read(page);
            bytes += page.bytes;
            resident.addLast(page);
            makeRoom();
        } else if (resident.contains(page)) {
            resident.addLast(page);
        }
    }

    void grown(long more) {
        bytes += more;
    }

    /** A page takes no more events. */
    void filled(EventPage page) {
        resident.addLast(page);
        makeRoom();
    }

    /** Pages are not needed any more. */
    void free(List<EventPage> pages) {
        for (EventPage page : pages) {
            bytes -= page.isAway() ? 0 : page.bytes;
            written -= page.isWritten() ? 1 : 0;
            resident.remove(page);
        }
        if (written == 0) {
            fileEnd = 0;
        }
    }

    private void makeRoom() {
        while (bytes > limits.bytes() && resident.size() > LEAST_PAGES && directory.isPresent()) {
            EventPage oldest = resident.removeFirst();
            if (!oldest.isWritten()) {
                write(oldest);
                written++;
            }
            oldest.leave();
            bytes -= oldest.bytes;
        }
    }

    private void write(EventPage page) {
        ByteBuffer buffer = page.written();
        try {
            FileChannel channel = channel();
            long at = fileEnd;
            page.isAt(at);
            fileEnd += buffer.remaining();
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        } catch (IOException failure) {
            throw failed("written to", failure);
        }
    }

    private void read(EventPage page) {
        ByteBuffer buffer = ByteBuffer.allocate(page.length());
        try {
            FileChannel channel = channel();
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, page.place() + buffer.position()) < 0) {
                    throw new IOException("the file is too short");
                }
            }
        } catch (IOException failure) {
            throw failed("read from", failure);
        }
        page.comeBack(buffer.flip());
    }

    private RuntimeException failed(String done, IOException failure) {
        return AggregateError.IO.because(
                "Events of one key that take more than " + limits.bytes() + " bytes could not be " + done
                        + " a file in '"
                        + directory.map(Path::toString).orElse("") + "': " + IoReason.of(failure)
                        + ". See that there is room and that the file is not removed.",
                failure);
    }

    private FileChannel channel() throws IOException {
        FileChannel known = file;
        if (known == null) {
            Path path = Files.createTempFile(directory.orElseThrow(), "events-", ".tmp");
            known = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException leftForTheNextStart) {
                // The directory is a scratch one, which is emptied.
            }
        }
    }
}
