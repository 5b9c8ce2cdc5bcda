package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.TrainingData;
import io.shearwater.model.Commit;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.store.Shearwater;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a program of {@code shearwater run} and the snippets of {@code shearwater shell} have at hand without an import: the store
 * that the command line names, tables and progress. Thread-safe.
 */
@SuppressWarnings("SystemOut") // where programs and the shell print, in order with what they print themselves
public final class Session {
    /** The system property that names the store's directory; the environment's SHEARWATER_STORE otherwise. */
    static final String STORE = "shearwater.store";

    private static final int SHOWN_ROWS = 20;
    private static final AtomicReference<@Nullable FeatureStore> OPEN = new AtomicReference<>();

    private Session() {}

    /**
     * The store that {@code --store} or the environment's SHEARWATER_STORE names, made if it is not there; opened when it is first
     * asked for and closed when the process ends.
     *
     * @throws IllegalStateException when none is named
     */
    public static FeatureStore store() {
        synchronized (OPEN) {
            FeatureStore known = OPEN.get();
            if (known != null) {
                return known;
            }
            FeatureStore opened = Shearwater.open(directory());
            OPEN.set(opened);
            Runtime.getRuntime().addShutdownHook(new Thread(Session::close, "close-store"));
            return opened;
        }
    }

    private static Path directory() {
        return Optional.ofNullable(System.getProperty(STORE))
                .or(() -> Optional.ofNullable(System.getenv("SHEARWATER_STORE")))
                .map(Path::of)
                .orElseThrow(() -> new IllegalStateException(
                        "Which store? Name its directory with --store DIR before the program, or in SHEARWATER_STORE"));
    }

    /** Closes the store, if it was opened; the next {@link #store()} opens it again. */
    public static void close() {
        synchronized (OPEN) {
            FeatureStore known = OPEN.getAndSet(null);
            if (known != null) {
                known.close();
            }
        }
    }

    /** Prints a value: frames, vectors and training data as tables, of which the first rows are shown; all else as its text. */
    public static void show(@Nullable Object value) {
        switch (value) {
            case Frame frame -> show(FrameTable.of(frame.slice(0, Math.min(SHOWN_ROWS, frame.rows()))), frame.rows());
            case FrameReader reader -> show(reader);
            case FeatureVector vector -> print(VectorTable.of(vector));
            case TrainingData data -> show(data);
            case null, default -> System.out.println(value);
        }
    }

    private static void show(FrameReader reader) {
        ResultTable first = FrameTable.first(reader, SHOWN_ROWS);
        boolean more = first.rows().size() > SHOWN_ROWS;
        print(more ? new ResultTable(first.columns(), first.rows().subList(0, SHOWN_ROWS)) : first);
        if (more) {
            System.out.println("(the first " + SHOWN_ROWS + " rows)");
        }
    }

    private static void show(TrainingData data) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        data.parts()
                .forEach((name, part) -> rows.add(Arrays.asList(
                        name,
                        part.features().rows(),
                        part.features().schema().names(),
                        part.labels().schema().names())));
        System.out.println("training data, version " + data.dataset().version());
        print(new ResultTable(List.of("part", "rows", "features", "labels"), rows));
    }

    private static void show(ResultTable rows, int all) {
        print(rows);
        if (all > rows.rows().size()) {
            System.out.println("(" + rows.rows().size() + " of " + all + " rows)");
        }
    }

    /** Inserts the rows of a file into a group, with a progress bar where there is a screen. */
    public static Commit load(FeatureGroup group, Path file) {
        FileSource source = FileSource.of(file);
        FrameReader rows = store().reader(
                        group.spec().schemaIsOpen()
                                ? source
                                : source.withSchema(group.spec().schema()));
        try (ProgressBars.Bar bar = new ProgressBars(terminal()).start("insert", -1)) {
            return bar.insert(group, rows);
        }
    }

    private static void print(ResultTable table) {
        new TablePrinter(terminal()).print(table);
    }

    private static Terminal terminal() {
        return Terminal.of(
                System.out,
                System.err,
                Charset.defaultCharset(),
                System.getProperty("shearwater.terminal", ""),
                System.getenv());
    }
}
