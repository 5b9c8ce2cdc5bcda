package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {
    @Test
    void aPipeSeesNothing() {
        Screen screen = Screen.pipe();
        advance(screen);
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void aTerminalSeesABarThatLeavesAnEmptyLine() {
        Screen screen = Screen.interactive(Map.of("TERM", "xterm"));
        advance(screen);
        assertThat(screen.err())
                .contains("insert", "100%")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void aDumbTerminalSeesNothing() {
        Screen screen = Screen.interactive(Map.of("TERM", "dumb"));
        advance(screen);
        assertThat(screen.err()).isEmpty();
    }

    private static void advance(Screen screen) {
        try (ProgressBars.Bar bar = new ProgressBars(screen.terminal()).start("insert", 10)) {
            bar.advance(4);
            bar.advance(6);
        }
    }
}
