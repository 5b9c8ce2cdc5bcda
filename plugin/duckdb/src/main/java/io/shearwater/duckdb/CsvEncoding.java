package io.shearwater.duckdb;

import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Which encoding a CSV file has: what its reader says and what its first bytes do. */
final class CsvEncoding {
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] LITTLE_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] BIG_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final int LOOKED_AT = 1 << 10;

    private CsvEncoding() {}

    /**
     * The encoding to read a file in.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FILE when what was said is not so
     */
    static Charset of(Path file, Optional<Charset> said) {
        byte[] begin = begin(file);
        Optional<Charset> marked = marked(begin);
        if (marked.isPresent() && said.isPresent() && !isOf(said.get(), marked.get())) {
            throw SpiError.BAD_FILE.because("The file " + file + " begins with the mark of "
                    + marked.get().name() + ", so that it is not " + said.get().name()
                    + " as was said. Leave the encoding away.");
        }
        Charset charset = marked.or(() -> said).orElse(StandardCharsets.UTF_8);
        return marked.isPresent() ? charset : likely(file, begin, charset);
    }

    private static Optional<Charset> marked(byte[] begin) {
        if (begins(begin, UTF_8_MARK)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (begins(begin, LITTLE_MARK)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return begins(begin, BIG_MARK) ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    private static boolean isOf(Charset said, Charset marked) {
        return said.equals(marked) || (said.equals(StandardCharsets.UTF_16) && !marked.equals(StandardCharsets.UTF_8));
    }

    /** Names and delimiters have many bytes of zero in UTF-16 and none in other encodings. */
    private static Charset likely(Path file, byte[] begin, Charset charset) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < begin.length; i++) {
            if (begin[i] == 0) {
                odd += i % 2;
                even += 1 - i % 2;
            }
        }
        boolean wide = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
        if (wide && even + odd == 0 && begin.length > 0) {
            throw SpiError.BAD_FILE.because("The file " + file + " cannot be read: line 1, character 1 is not "
                    + charset.name() + ", of whose bytes some are zero. Leave the encoding away, or say its true one.");
        }
        if (!wide && even + odd > begin.length / 4) {
            throw SpiError.BAD_FILE.because("The file " + file
                    + " cannot be read: line 1 has bytes of zero, so it is not "
                    + charset.name() + ", but perhaps " + utf16(even, odd).name()
                    + ". Say its encoding, or save the file as UTF-8.");
        }
        boolean other = (charset.equals(StandardCharsets.UTF_16LE) && even > odd)
                || (charset.equals(StandardCharsets.UTF_16BE) && odd > even);
        if (other) {
            throw SpiError.BAD_FILE.because("The file " + file + " cannot be read: line 1, character 1 is not "
                    + charset.name() + ", but perhaps " + utf16(even, odd).name() + ". Say its true encoding.");
        }
        return charset.equals(StandardCharsets.UTF_16) ? utf16(even, odd) : charset;
    }

    private static Charset utf16(int even, int odd) {
        return odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    private static byte[] begin(Path file) {
        try (InputStream in = FileText.bytes(file)) {
            return in.readNBytes(LOOKED_AT);
        } catch (IOException failure) {
            throw FileText.unreadable(file, failure);
        }
    }

    private static boolean begins(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }
}
