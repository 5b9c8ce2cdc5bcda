package io.shearwater.duckdb;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The characters of a file outside the store, unpacked where its name ends in .gz or .zst and taken exactly: bytes that are no
 * character of the encoding end the reading with the place where they are. Used by one thread.
 */
final class FileText implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Charset charset;
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private boolean last;
    private boolean ended;
    private long line = 1;
    private long column;
    private boolean afterReturn;

    private FileText(Path file, Charset charset, InputStream in) {
        this.file = file;
        this.charset = charset;
        this.in = in;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Opens a file; a mark of the byte order at its beginning is passed over.
     *
     * @throws ShearwaterException BAD_FILE when it cannot be unpacked
     */
    static FileText open(Path file, Charset charset) {
        FileText text = new FileText(file, charset, bytes(file));
        try {
            if (text.peek() == '\uFEFF') {
                text.chars.get();
            }
            return text;
        } catch (RuntimeException failure) {
            text.close();
            throw failure;
        }
    }

    /** The bytes of a file, unpacked. */
    static InputStream bytes(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
            try {
                return name.endsWith(".gz")
                        ? new GZIPInputStream(in, BUFFER)
                        : name.endsWith(".zst") ? new ZstdInputStreamNoFinalizer(in) : in;
            } catch (IOException | RuntimeException failure) {
                in.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /** Unpacks a file to its end, without keeping anything. */
    static void requireWhole(Path file) {
        try (InputStream in = bytes(file)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    static ShearwaterException unreadable(Path file, IOException failure) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean zst = name.endsWith(".zst");
        if (failure instanceof EOFException
                || (zst && String.valueOf(failure.getMessage()).contains("runcated"))) {
            return SpiError.BAD_FILE.because(
                    "The file " + file + " was cut off: what is packed in it does not end. Copy or write it again.",
                    failure);
        }
        if (failure instanceof ZipException || zst) {
            return SpiError.BAD_FILE.because(
                    "The file " + file + " cannot be unpacked as its ending ." + (zst ? "zst" : "gz") + " says: "
                            + IoReason.of(failure) + ". Copy or write it again, or correct its ending.",
                    failure);
        }
        return SpiError.IO.because("The file " + file + " cannot be read: " + IoReason.of(failure) + ".", failure);
    }

    /** The next character without taking it; -1 at the end. */
    int peek() {
        return chars.hasRemaining() || fill() ? chars.get(chars.position()) : -1;
    }

    /** The next character; -1 at the end. */
    int read() {
        if (!chars.hasRemaining() && !fill()) {
            return -1;
        }
        char c = chars.get();
        if (c == '\n' && afterReturn) {
            afterReturn = false;
        } else if (c == '\n' || c == '\r') {
            line++;
            column = 0;
            afterReturn = c == '\r';
        } else {
            column++;
            afterReturn = false;
        }
        return c;
    }

    /** The line of the character that comes next, counted from 1; any of LF, CR LF and CR ends one. */
    long line() {
        return line;
    }

    /** Where in its line the character is that comes next, counted from 1. */
    long character() {
        return column + 1;
    }

    private boolean fill() {
        try {
            while (!ended) {
                chars.clear();
                CoderResult result = decode();
                chars.flip();
                if (result.isError()) {
                    throw malformed(result.length());
                }
                if (chars.hasRemaining()) {
                    return true;
                }
            }
            return false;
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    private CoderResult decode() throws IOException {
        CoderResult result = decoder.decode(bytes, chars, last);
        if (result.isUnderflow() && chars.position() == 0 && !last) {
            bytes.compact();
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(0, read)).flip();
            last = read < 0;
            result = decoder.decode(bytes, chars, last);
        }
        ended = last && result.isUnderflow();
        // What was understood before an error comes first; then the error is met again.
        return result.isError() && chars.position() > 0 ? CoderResult.UNDERFLOW : result;
    }

    /** Bytes that are no character: what was read before them says where they are. */
    private ShearwaterException malformed(int length) {
        byte[] wrong = new byte[Math.min(length, bytes.remaining())];
        bytes.get(wrong);
        String place = "The file " + file + " cannot be read: line " + line + ", character " + (column + 1)
                + " holds the bytes "
                + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(wrong) + ", which are not "
                + charset.name();
        return SpiError.BAD_FILE.because(place
                + (charset.equals(StandardCharsets.UTF_8)
                        ? ". Say its encoding, which may be windows-1252 or UTF-16, or save the file as UTF-8."
                        : ". Say its true encoding, or save the file as UTF-8."));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException harmless) {
            // What was wanted has been read.
        }
    }
}
