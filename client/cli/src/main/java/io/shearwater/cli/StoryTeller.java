package io.shearwater.cli;

import io.shearwater.story.Story;
import java.util.Locale;

/** Tells a story on a terminal: a line for each step, with the seconds it took, and a progress bar while it runs. */
final class StoryTeller implements Story {
    private static final double NANOS = 1e9;

    private final Terminal terminal;
    private final ProgressBars bars;

    StoryTeller(Terminal terminal) {
        this.terminal = terminal;
        this.bars = new ProgressBars(terminal);
    }

    @Override
    public void say(String line) {
        terminal.out().println(line);
        terminal.out().flush();
    }

    @Override
    public <T> T step(String name, Work<T> work) {
        long start = System.nanoTime();
        T result;
        String outcome;
        try (Told told = new Told(name)) {
            result = work.run(told);
            outcome = told.outcome;
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        String told = String.format(Locale.ROOT, "  %-24s %5.1f s  ", name, seconds);
        String line = (told + outcome).stripTrailing();
        say(terminal.screen() ? Paragraph.of(line, terminal.width(), told.length()) : line);
        return result;
    }

    /** A step while it runs. */
    private final class Told implements Step, AutoCloseable {
        private final String name;
        private String outcome = "";
        private ProgressBars.Bar bar;
        private long shown;

        Told(String name) {
            this.name = name;
            this.bar = bars.start(name, -1);
        }

        @Override
        public void outcome(String text) {
            outcome = text;
        }

        @Override
        public void outOf(long total) {
            bar.close();
            bar = bars.start(name, total);
            shown = 0;
        }

        @Override
        public void reached(long done) {
            bar.advance(done - shown);
            shown = done;
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
