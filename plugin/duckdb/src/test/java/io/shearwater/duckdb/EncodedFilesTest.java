package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.shearwater.model.FileSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Letters are those of the file or the reading ends; packed files, and several files, are one table. */
class EncodedFilesTest extends ReadingFiles {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String TEXT = "namn,pris\n\"Åsa, \"\"Ö\"\"\",1\nÉva\tx,2\n";

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private void assertLetters(FileSource source) {
        assertThat(types(source)).isEqualTo("namn string, pris long");
        assertThat(rows(source)).containsExactly(row("Åsa, \"Ö\"", 1L), row("Éva\tx", 2L));
    }

    @Test
    void everyEncodingGivesTheSameLetters() throws IOException {
        assertLetters(csv(TEXT));
        assertLetters(csv("\uFEFF" + TEXT));
        assertLetters(csv("\uFEFF" + TEXT).withCharset(StandardCharsets.UTF_8));
        for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertLetters(csv("w.csv", "\uFEFF" + TEXT, wide));
            assertLetters(csv("w.csv", "\uFEFF" + TEXT, wide).withCharset(StandardCharsets.UTF_16));
            assertLetters(csv("w.csv", TEXT, wide).withCharset(wide));
            assertLetters(csv("w.csv", TEXT, wide).withCharset(StandardCharsets.UTF_16));
        }
        for (Charset one : List.of(WINDOWS, StandardCharsets.ISO_8859_1)) {
            assertLetters(csv("o.csv", TEXT, one).withCharset(one));
            assertLetters(csv("o.csv", TEXT.replace("\n", "\r\n"), one).withCharset(one));
        }
        assertThat(rows(csv("euro.csv", "a,b\n€,1\n", WINDOWS).withCharset(WINDOWS)))
                .containsExactly(row("€", 1L));
    }

    @Test
    void packedFilesAreReadInEveryEncoding() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16, WINDOWS)) {
            byte[] bytes = TEXT.getBytes(charset);
            FileSource gz = FileSource.of(file("p.csv.gz", gzip(bytes)));
            FileSource zst = FileSource.of(file("p.csv.zst", Zstd.compress(bytes)));
            assertLetters(charset.equals(WINDOWS) ? gz.withCharset(WINDOWS) : gz);
            assertLetters(charset.equals(WINDOWS) ? zst.withCharset(WINDOWS) : zst);
        }
    }

    @Test
    void aPackedFileThatWasCutOffIsNamedWhereverItWasCut() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int row = 0; row < 100_000; row++) {
            text.append(row).append(',').append(row * 7_919L % 1_000_003).append('\n');
        }
        byte[] gz = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        byte[] zst = Zstd.compress(text.toString().getBytes(StandardCharsets.UTF_8));
        for (int part : new int[] {2, 10, 100}) {
            FileSource cutGz = FileSource.of(file("cut.csv.gz", Arrays.copyOf(gz, gz.length - gz.length / part)));
            assertRefused(cutGz, "cut.csv.gz", "was cut off", "again");
            FileSource cutZst = FileSource.of(file("cut.csv.zst", Arrays.copyOf(zst, zst.length - zst.length / part)));
            assertRefused(cutZst, "cut.csv.zst", "was cut off", "again");
        }
        assertRefused(FileSource.of(file("cut.csv.gz", Arrays.copyOf(gz, gz.length - 4))), "was cut off");
        assertRefused(
                FileSource.of(file("plain.csv.gz", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8))),
                "cannot be unpacked as its ending .gz says",
                "correct its ending");
        assertRefused(
                FileSource.of(file("plain.csv.zst", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8))),
                "cannot be unpacked as its ending .zst says");
    }

    @Test
    void aFileThatIsNotWhatWasSaidGivesAnErrorAndNoOtherLetters() throws IOException {
        assertRefused(
                csv("l.csv", "id,name\n1,a\n2,Café\n", StandardCharsets.ISO_8859_1),
                "line 3, character 6 holds the bytes E9, which are not UTF-8",
                "windows-1252");
        assertRefused(
                csv(TEXT).withCharset(StandardCharsets.ISO_8859_1),
                "is UTF-8, as line 2, character 2 shows, and not ISO-8859-1");
        assertRefused(csv(TEXT).withCharset(WINDOWS), "is UTF-8", "not windows-1252");
        assertRefused(csv("\uFEFF" + TEXT).withCharset(WINDOWS), "begins with the mark of UTF-8", "not windows-1252");
        assertRefused(csv(TEXT).withCharset(StandardCharsets.UTF_16), "line 1, character 1", "not UTF-16");
        assertRefused(csv("w.csv", TEXT, StandardCharsets.UTF_16LE), "not UTF-8", "perhaps UTF-16LE");
        assertRefused(
                csv("w.csv", TEXT, StandardCharsets.UTF_16BE).withCharset(StandardCharsets.UTF_16LE),
                "not UTF-16LE",
                "perhaps UTF-16BE");
        assertRefused(
                csv("c.csv", "a,b\n1,2\n€,1\n", WINDOWS).withCharset(StandardCharsets.ISO_8859_1),
                "line 3",
                "U+0080",
                "perhaps windows-1252");
        byte[] odd = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16);
        assertRefused(FileSource.of(file("odd.csv", Arrays.copyOf(odd, odd.length - 1))), "line 2", "not UTF-16BE");
        assertRefused(csv("j.jsonl", "{\"a\": 1}\n", WINDOWS).withCharset(WINDOWS), "only CSV has an encoding");
    }

    @Test
    void aFaultInAnEncodedFileIsNamedWithTheLineOfTheFile() throws IOException {
        FileSource said = csv("w.csv", "id, name\n1, \"a\nb\"\n\n2, é\nx3, c\n", StandardCharsets.UTF_16);
        FileSource typed = said.withSchema(infer(csv("id, name\n1, a\n")));
        assertRefused(typed, "w.csv", "1 of 3 rows", "line 6: the column 'id' is long, not 'x3'");
        assertRefused(
                csv("r.csv", "id,name\n1,a\n2,b,c\n", StandardCharsets.UTF_16),
                "r.csv",
                "line 3 has 3 fields",
                "names 2");
        assertRefused(csv("q.csv", "id,name\n1,a\n2,\"b\n3,c\n", StandardCharsets.UTF_16), "line 3 opens a quote");
    }

    @Test
    void filesWithTheSameColumnsAreOneTableInTheirOrder() throws IOException {
        Path first = file("a.csv", "id,v\n1,1\n2,\n".getBytes(StandardCharsets.UTF_8));
        Path second = file("b.csv", "v;id\n2,5;3\n".getBytes(StandardCharsets.UTF_8));
        Path third = file("c.csv.gz", gzip("\uFEFFid\tv\n4\tfour\n".getBytes(StandardCharsets.UTF_16LE)));
        FileSource all = FileSource.of(List.of(first, second, third));
        assertThat(types(all)).isEqualTo("id long, v string");
        assertThat(rows(all)).containsExactly(row(1L, "1"), row(2L, null), row(3L, "2,5"), row(4L, "four"));
        FileSource found = FileSource.matching(path("?.csv") + "");
        assertThat(found.paths()).containsExactly(first, second);
        assertThat(rows(FileSource.matching(path("{a,b}.*") + "").withSchema(infer(all))))
                .hasSize(3);
    }

    @Test
    void aFileWithOtherColumnsIsNamedWithTheColumn() throws IOException {
        Path first = file("a.csv", "id,value\n1,1\n".getBytes(StandardCharsets.UTF_8));
        Path less = file("b.csv", "id\n1\n".getBytes(StandardCharsets.UTF_8));
        Path more = file("c.csv", "id,value,extra\n1,1,1\n".getBytes(StandardCharsets.UTF_8));
        Path other = file("d.csv", "id,valeu\n1,1\n".getBytes(StandardCharsets.UTF_8));
        assertRefused(FileSource.of(List.of(first, less)), "b.csv has no column 'value'", "a.csv has");
        assertRefused(FileSource.of(List.of(first, more)), "a.csv has no column 'extra'", "c.csv has");
        assertRefused(FileSource.of(List.of(first, other)), "d.csv has no column 'value'", "Did you mean 'valeu'?");
        // Who names the columns leaves the others out.
        assertThat(rows(FileSource.of(List.of(first, more)).withSchema(infer(FileSource.of(first)))))
                .hasSize(2);
    }
}
