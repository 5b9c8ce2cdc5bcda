package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress bars on the standard error stream of a {@link Terminal}; where that is no screen, nothing is shown. */
final class ProgressBars {
    private static final int UPDATE_MILLIS = 100;

    private final Terminal terminal;

    ProgressBars(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Shows a bar until it is closed; then it leaves no trace.
     *
     * @param task what is being done, in a word or two
     * @param total steps in all, negative if unknown
     */
    Bar start(String task, long total) {
        if (!terminal.progress()) {
            return new Bar(null, null);
        }
        Line line = new Line(terminal.errStream(), terminal.width() - 1);
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(line)
                .build();
        return new Bar(bar, line);
    }

    /** One bar. Steps may come from any thread. */
    static final class Bar implements AutoCloseable {
        private final @Nullable ProgressBar bar;
        private final @Nullable Line line;

        private Bar(@Nullable ProgressBar bar, @Nullable Line line) {
            this.bar = bar;
            this.line = line;
        }

        /** {@code steps} more are done. */
        void advance(long steps) {
            if (bar != null) {
                bar.stepBy(steps);
            }
        }

        /** Inserts rows, and shows how many were read; after the last of them, that they are being written. */
        Commit insert(FeatureGroup into, FrameReader rows) {
            long[] before = {0};
            return into.insert(
                    new Followed(rows, read -> {}, () -> say("all read, writing")),
                    WriteOptions.plain().withProgress(done -> {
                        advance(done - before[0]);
                        before[0] = done;
                    }));
        }

        /** Rows whose reading moves the bar. */
        FrameReader reading(FrameReader rows) {
            return new Followed(rows, this::advance, () -> {});
        }

        private void say(String what) {
            if (bar != null) {
                bar.setExtraMessage(" " + what);
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
            if (line != null) {
                line.clear();
            }
        }
    }

    /**
     * Rows whose reading is followed.
     *
     * @param read is told how many each frame has
     */
    private record Followed(FrameReader rows, LongConsumer read, Runnable end) implements FrameReader {
        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public Optional<Frame> next() {
            Optional<Frame> next = rows.next();
            next.ifPresentOrElse(frame -> read.accept(frame.rows()), end);
            return next;
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** The line on the screen. Erased by {@link Bar}: a bar closed before its first redraw never says that it is done. */
    private record Line(PrintStream stream, int getMaxRenderedLength) implements ProgressBarConsumer {
        @Override
        public void accept(String text) {
            stream.print("\r" + text);
            stream.flush();
        }

        @Override
        public void clear() {
            stream.print("\r\u001b[K");
            stream.flush();
        }

        @Override
        public void close() {
            stream.flush();
        }
    }
}
