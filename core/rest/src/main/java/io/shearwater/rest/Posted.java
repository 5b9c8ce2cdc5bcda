package io.shearwater.rest;

import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.FrameStream;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document with what came along with it: as JSON alone, or as a zip file with {@code request.json} first, then rows as {@code
 * rows/0.frames} and files as {@code files/0/name.csv}. For one thread; close it when nothing of it is read any more.
 */
final class Posted implements AutoCloseable {
    private static final String DOCUMENT = "request.json";
    private static final Pattern ROWS = Pattern.compile("rows/[0-9]{1,4}\\.frames");
    private static final Pattern FILE = Pattern.compile("files/[0-9]{1,4}/[^/\\\\]{1,200}");

    private final String text;
    private final Optional<Scratch> scratch;

    private Posted(String text, Optional<Scratch> scratch) {
        this.text = text;
        this.scratch = scratch;
    }

    static Posted of(Call call) {
        if (!call.bodyType().equals(ZipBody.MEDIA_TYPE)) {
            return new Posted(call.text(), Optional.empty());
        }
        Scratch scratch = Scratch.make();
        try {
            ZipBody.Unpacked unpacked =
                    ZipBody.unpack(call.stream(), DOCUMENT, name -> place(name, scratch.directory()));
            return new Posted(unpacked.document(), Optional.of(scratch));
        } catch (RuntimeException | Error failed) {
            scratch.close();
            throw failed;
        }
    }

    private static Optional<Path> place(String name, Path directory) {
        boolean known = ROWS.matcher(name).matches() || FILE.matcher(name).matches();
        // A name of dots alone would be a directory above.
        return known && !name.matches(".*/\\.+") ? Optional.of(directory.resolve(name)) : Optional.empty();
    }

    String text() {
        return text;
    }

    /** Whether rows came along. */
    boolean hasRows() {
        return scratch.isPresent() && Files.exists(below("rows/0.frames"));
    }

    /** The rows of a number. */
    FrameReader rows(int number) {
        Path file = below("rows/" + number + ".frames");
        try {
            return FrameStream.reader(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        } catch (IOException missing) {
            throw RestError.BAD_ARCHIVE.because(
                    "The request names the rows " + number + ", which are not with it.", missing);
        }
    }

    /** The files of a number, by name. */
    List<Path> files(int number) {
        try (Stream<Path> files = Files.list(below("files/" + number))) {
            return files.sorted().toList();
        } catch (IOException missing) {
            throw RestError.BAD_ARCHIVE.because(
                    "The request names the files " + number + ", which are not with it.", missing);
        }
    }

    private Path below(String name) {
        return scratch.orElseThrow(() -> RestError.BAD_ARCHIVE.because("The request names '" + name
                        + "', which comes only with a zip file: request.json and what belongs to it."))
                .directory()
                .resolve(name);
    }

    /**
     * Does something with what came along. What fails names the files as the request does: where they lie meanwhile is nothing to
     * the caller.
     */
    <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (ShearwaterException failed) {
            String message = String.valueOf(failed.getMessage());
            String place =
                    scratch.map(lent -> lent.directory() + File.separator).orElse("");
            if (place.isEmpty() || !message.contains(place)) {
                throw failed;
            }
            throw new ShearwaterException(failed.code(), message.replace(place, ""), failed);
        }
    }

    /** Rows that are read from what came along; closing them lets go of it. */
    Answer answer(FrameReader rows) {
        return new Answer.Rows(new PostedRows(rows, this));
    }

    @Override
    public void close() {
        scratch.ifPresent(Scratch::close);
    }
}
