package io.shearwater.snippets;

import io.shearwater.manual.CodeBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The commands of a page and what they print. */
final class Console {
    private static final String END_OF_COMMAND = "\u001e";
    private static final String PROMPT = "$ ";

    private Console() {}

    /**
     * A command as a page has it.
     *
     * @param shown the lines that the page shows of what it prints
     * @param compared whether the page shows what it prints
     */
    record Step(CodeBlock block, String command, List<String> shown, boolean compared) {}

    /** What a command did: its exit code and what it printed, both streams in their order. */
    record Result(int code, List<String> printed) {}

    /** The commands of a block: of {@code console} the lines with a prompt, of {@code sh} all lines. */
    static List<Step> steps(CodeBlock block) {
        boolean console = block.language().equals("console");
        List<Step> steps = new ArrayList<>();
        boolean open = false;
        for (String line : block.text().lines().toList()) {
            if (open) {
                Step begun = steps.removeLast();
                steps.add(new Step(block, begun.command() + "\n" + line, begun.shown(), console));
                open = line.endsWith("\\");
            } else if (!console && !line.isBlank()) {
                steps.add(new Step(block, line, List.of(), false));
                open = line.endsWith("\\");
            } else if (line.startsWith(PROMPT)) {
                steps.add(new Step(block, line.substring(PROMPT.length()), new ArrayList<>(), true));
                open = line.endsWith("\\");
            } else if (!steps.isEmpty()) {
                steps.getLast().shown().add(line);
            } else if (console) {
                throw new IllegalStateException("A console begins with a command, not with '" + line + "'");
            }
        }
        return steps;
    }

    /** A block with the commands as they are and what they printed. */
    static String text(List<Step> steps, List<Result> results) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append(PROMPT).append(steps.get(i).command()).append('\n');
            results.get(i).printed().forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    /** Runs commands one after another in one shell. */
    static List<Result> run(Path directory, List<Step> steps) {
        StringBuilder script = new StringBuilder("exec 2>&1 </dev/null\n");
        for (Step step : steps) {
            script.append(step.command()).append('\n').append("printf '" + END_OF_COMMAND + "%d\\n' $?\n");
        }
        try {
            Path file = Files.createTempFile("console", ".sh");
            Path output = Files.createTempFile("console", ".out");
            Files.writeString(file, script);
            ProcessBuilder builder = new ProcessBuilder("sh", file.toString())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("COLUMNS", "100");
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().remove("SHEARWATER_STORE");
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("The commands did not end: " + Files.readString(output));
            }
            List<Result> results = results(Files.readString(output, StandardCharsets.UTF_8), directory);
            Files.delete(file);
            Files.delete(output);
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Result> results(String output, Path directory) {
        List<Result> results = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        for (String line : output.lines().toList()) {
            int end = line.indexOf(END_OF_COMMAND);
            if (end < 0) {
                printed.add(line.stripTrailing()
                        .replace(directory.toString(), "/home/you/first")
                        .replace(System.getProperty("java.home"), "/opt/jdk-25"));
            } else {
                if (end > 0) {
                    printed.add(line.substring(0, end));
                }
                results.add(new Result(Integer.parseInt(line.substring(end + 1)), List.copyOf(printed)));
                printed.clear();
            }
        }
        return results;
    }
}
