package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParagraphTest {
    @Test
    void linesAreBrokenBetweenWords() {
        assertThat(Paragraph.of("one two three four", 9, 0)).isEqualTo("one two\nthree\nfour");
        assertThat(Paragraph.of("one two three four", 18, 0)).isEqualTo("one two three four");
        assertThat(Paragraph.of("one two three four", 17, 2)).isEqualTo("one two three\n  four");
    }

    @Test
    void whatIsThereIsKept() {
        assertThat(Paragraph.of("  a:  b\n\n  c", 80, 4)).isEqualTo("  a:  b\n\n  c");
        assertThat(Paragraph.of("", 80, 4)).isEmpty();
        assertThat(Paragraph.of("a 0123456789 b", 5, 1)).isEqualTo("a\n 0123456789\n b");
    }

    @Test
    void aMessageToAScreenIsBrokenAndOneToAPipeIsNot() {
        Screen screen = Screen.interactive(Map.of("COLUMNS", "60", "TERM", "xterm"));
        assertThat(screen.run("groups", "--store", "/nowhere/at/all/" + "y".repeat(20)))
                .isEqualTo(1);
        assertThat(screen.err().lines()).hasSizeGreaterThan(1);
        assertThat(screen.err().lines().filter(line -> line.length() > 60)).isEmpty();
        Screen pipe = Screen.pipe();
        assertThat(pipe.run("groups", "--store", "/nowhere/at/all/" + "y".repeat(20)))
                .isEqualTo(1);
        assertThat(pipe.err().lines()).hasSize(1);
    }
}
