package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** CSV as it should not be: read exactly right, or refused with file, line, value and what to do. */
class NastyCsvTest extends ReadingFiles {
    @Test
    void quotesAndLineEndsInFieldsAreTaken() throws IOException {
        assertThat(rows(csv("a,b\n\"x, \"\"y\"\"\",1\n\"two\nlines\",2\n\"two\r\nlines\",3\n\"\",4\n,5\n")))
                .containsExactly(
                        row("x, \"y\"", 1L),
                        row("two\nlines", 2L),
                        row("two\r\nlines", 3L),
                        row("", 4L),
                        row(null, 5L));
        // A quote within a field that does not begin with one is a character.
        assertThat(rows(csv("a,b\n6\" pipe,1\nx\"y\"z,2\n"))).containsExactly(row("6\" pipe", 1L), row("x\"y\"z", 2L));
        // Blanks around quotes are none of the field.
        assertThat(rows(csv("a,b\n1, \"x, y\"\n2,z\n"))).containsExactly(row(1L, "x, y"), row(2L, "z"));
    }

    @Test
    void aQuoteThatIsNotClosedIsNamed() throws IOException {
        assertRefused(csv("a,b\n1,\"x\n2,y\n3,z\n"), "rows.csv", "line 2", "quote that is not closed", "Close it");
        assertRefused(csv("a,b\n1,x\n2,\"x\"y\n3,z\n"), "line 3", "quote");
        StringBuilder open = new StringBuilder("a,b\n1,x\n2,\"open\n");
        open.append("3,yyyyyyyyyyyyyyyyyyyyyyyy\n".repeat(200_000));
        assertRefused(csv(open.toString()), "line 3", "quote that is not closed");
        assertRefused(csv("a,b, \"c\n1,2,3\n"), "opens a quote in its first line");
    }

    @Test
    void linesMayEndInDifferentWays() throws IOException {
        assertThat(rows(csv("a,b\r\n1,x\n2,y\r\n3,z"))).containsExactly(row(1L, "x"), row(2L, "y"), row(3L, "z"));
        assertThat(rows(csv("a,b\n1,x\r\n2,y\n"))).containsExactly(row(1L, "x"), row(2L, "y"));
        assertThat(rows(csv("a,b\r1,x\r2,\"y\rz\"\r"))).containsExactly(row(1L, "x"), row(2L, "y\rz"));
        StringBuilder late = new StringBuilder("a,b\r\n");
        late.append("1,some text to make the line longer\r\n".repeat(60_000)).append("2,y\n3,z\r\n");
        assertRefused(csv(late.toString()), "rows.csv", "line 60002 ends otherwise", "dos2unix");
    }

    @Test
    void raggedRowsAreNamed() throws IOException {
        assertRefused(csv("a,b\n1,x\n2\n3,z\n"), "line 3", "'2'", "1 fields where the first line names 2");
        assertRefused(csv("a,b\n1,x\n2,y,z\n"), "line 3", "3 fields where the first line names 2");
        assertRefused(csv("a,b\r\n1,x\n2,y,z\n"), "line 3", "3 fields where the first line names 2");
        // A delimiter at the end of every line is a column without a name, which is left out.
        assertThat(rows(csv("a,b,\n1,x,\n2,y,\n"))).containsExactly(row(1L, "x"), row(2L, "y"));
        assertThat(types(csv(",a\n0,1\n"))).isEqualTo("a long");
    }

    @Test
    void aFileWithoutRowsHasItsColumnsAndOneWithoutColumnsIsRefused() throws IOException {
        assertThat(types(csv("a,b\n"))).isEqualTo("a string, b string");
        assertThat(rows(csv("a,b"))).isEmpty();
        assertThat(rows(csv("a,b\r\n\r\n"))).isEmpty();
        assertRefused(csv(""), "is empty", "name the columns");
        assertRefused(csv("\uFEFF"), "is empty");
        assertRefused(csv("\n\na,b\n"), "first line", "is empty");
        assertRefused(csv(",,\n1,2,3\n"), "names no columns");
        assertRefused(csv("a,b,a\n1,2,3\n"), "'a' twice", "Rename one");
        assertRefused(csv("sep=;\na;b\n1;2\n"), "'sep=;'", "Delete it");
    }

    @Test
    void delimitersAreToldByTheNames() throws IOException {
        for (String delimiter : new String[] {",", ";", "\t", "|"}) {
            assertThat(rows(csv("a_b_c\n1_x_2.5\n2_\"p_q\"_\n".replace("_", delimiter))))
                    .as(delimiter)
                    .containsExactly(row(1L, "x", 2.5), row(2L, "p" + delimiter + "q", null));
        }
        assertThat(rows(csv("only\n1\n\n3\n"))).containsExactly(row(1L), row((Object) null), row(3L));
    }

    @Test
    void decimalCommasAreTextAndNeverANumberOfAnotherSize() throws IOException {
        FileSource source = csv("a;b\n1,5;1.234,5\n2,25;7\n");
        assertThat(types(source)).isEqualTo("a string, b string");
        assertThat(rows(source)).containsExactly(row("1,5", "1.234,5"), row("2,25", "7"));
        assertRefused(
                source.withSchema(Schema.of(new Field("a", DataType.DOUBLE))),
                "2 of 2 rows",
                "line 2: the column 'a' is double, not '1,5' (write numbers with a point: 1.5)");
    }

    @Test
    void numbersOfEveryKindAreTakenAsTheyAre() throws IOException {
        assertThat(rows(csv("x\nNaN\ninf\n-Infinity\n-0.0\n1e-320\n.5\n5.\n+3\n")))
                .containsExactly(
                        row(Double.NaN),
                        row(Double.POSITIVE_INFINITY),
                        row(Double.NEGATIVE_INFINITY),
                        row(-0.0),
                        row(1e-320),
                        row(0.5),
                        row(5.0),
                        row(3.0));
        for (String text : new String[] {"1_000", "0x1F", "1e400", "1.2.3", "--1", "1 000", "12%", "$5", "١٢"}) {
            assertThat(types(csv("x\n1\n" + text + "\n"))).as(text).isEqualTo("x string");
        }
    }

    @Test
    void aLongLineIsReadAndOneBeyondTheGreatestLengthIsNamed() throws IOException {
        String mega = "x".repeat(1_900_000);
        assertThat(rows(csv("a,b\n1," + mega + "\n2,y\n"))).containsExactly(row(1L, mega), row(2L, "y"));
        assertRefused(csv("a,b\n1,x\n2," + mega + mega + "\n"), "line 3", "is too long", "2000000 bytes");
        assertRefused(csv("a, b\n1, x\n2, " + mega + mega + "\n"), "rows.csv", "too long");
        assertRefused(csv(mega + mega + "\n1\n"), "first line", "longer than");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        byte[] junk = new byte[100_000];
        new Random(7).nextBytes(junk);
        assertRefused(FileSource.of(file("junk.csv", junk)), "junk.csv", "line 1", "not UTF-8");
        byte[] zip = "PK\u0003\u0004\u0014\u0000\u0006\u0000".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(
                FileSource.of(file("book.csv", zip)), "book.csv", "line 1, character 3", "control character U+0003");
        assertRefused(csv("a,b\n1,x\n\u001a"), "line 3");
        // Within a text any character is one.
        assertThat(rows(csv("a,b\n1,x\n2,y\u0000\u0007z\n"))).containsExactly(row(1L, "x"), row(2L, "y\u0000\u0007z"));
    }

    @Test
    void emptyTextsAndNullsAreTwoThings() throws IOException {
        assertThat(rows(csv("a,b,c\n\"\",\"\",1\n,,2\nx,7,3\n")))
                .containsExactly(row("", null, 1L), row(null, null, 2L), row("x", 7L, 3L));
    }
}
