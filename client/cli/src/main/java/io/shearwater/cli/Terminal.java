package io.shearwater.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}. A terminal gets colour and progress
 * bars, a file or a pipe gets neither.
 *
 * @param out the standard output stream
 * @param err the standard error stream
 * @param errStream the same stream as {@code err}, for what redraws a line and for last words
 * @param width columns of the screen
 * @param screen whether {@code out} is a screen, which is only so wide
 * @param colour whether {@code out} may carry colour
 * @param progress whether {@code err} is a screen on which a line can be redrawn
 */
record Terminal(
        PrintWriter out,
        PrintWriter err,
        ErrorStream errStream,
        int width,
        boolean screen,
        boolean colour,
        boolean progress) {
    private static final int DEFAULT_WIDTH = 80;
    private static final int LEAST_WIDTH = 60;

    /**
     * The streams of this process. The launcher says which of them are terminals ({@code shearwater.terminal}, a list of
     * {@code out} and {@code err}) and how wide they are, since Java cannot tell the streams apart. No colour where
     * NO_COLOR is set or the terminal is dumb.
     */
    static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        String terminals = System.getProperty("shearwater.terminal", "");
        Charset charset = Charset.forName(System.getProperty("stdout.encoding", StandardCharsets.UTF_8.name()));
        return of(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                charset,
                terminals,
                environment);
    }

    static Terminal of(
            OutputStream out, OutputStream err, Charset charset, String terminals, Map<String, String> environment) {
        boolean capable = !"dumb".equals(environment.get("TERM"));
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        ErrorStream errStream = ErrorStream.over(err, charset);
        return new Terminal(
                new PrintWriter(out, true, charset),
                new PrintWriter(errStream, true, charset),
                errStream,
                width(environment.getOrDefault("COLUMNS", "")),
                terminals.contains("out"),
                capable && !plain && terminals.contains("out"),
                capable && terminals.contains("err"));
    }

    /** What is said to people on the error stream: on a screen broken between words. */
    String said(String text) {
        return progress ? Paragraph.of(text, width, 0) : text;
    }

    /** The same with everything on the error stream: for what is not the result where that is for a program. */
    Terminal aside() {
        return new Terminal(err, err, errStream, width, progress, false, progress);
    }

    private static int width(String columns) {
        return columns.matches("[1-9][0-9]{0,3}") ? Math.max(LEAST_WIDTH, Integer.parseInt(columns)) : DEFAULT_WIDTH;
    }
}
