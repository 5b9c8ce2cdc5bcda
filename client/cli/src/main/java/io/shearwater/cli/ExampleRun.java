package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs an example on a store and shows its story, or, as JSON, one document. */
final class ExampleRun {
    private static final Path USUAL_PLACE = Path.of("shearwater-quickstart");

    private final GlobalOptions options;
    private final Terminal terminal;
    private final Path directory;

    /** @param keep where the store is to be; else it is where {@code --store} says, else in the usual place */
    ExampleRun(GlobalOptions options, Terminal terminal, @Nullable Path keep) {
        this.options = options;
        this.terminal = terminal;
        this.directory = keep == null ? options.store().orElse(USUAL_PLACE) : keep;
    }

    /**
     * Runs it.
     *
     * @param title what it is, for the first line
     * @param next commands to try afterwards, without the option that names the store
     */
    <R extends Record> void run(
            String title, BiFunction<FeatureStore, Story, R> example, Function<R, List<String>> next) {
        switch (options.output()) {
            case table -> {
                StoryTeller story = new StoryTeller(terminal);
                story.say(title + ", in " + directory);
                story.say("");
                R report = run(example, story);
                story.say("");
                story.say("Try:");
                next.apply(report).forEach(command -> story.say("  ./shearwater " + command + " --store " + directory));
            }
            case json -> new JsonPrinter(terminal).print(recorded(example));
            case csv -> {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                recorded(example).forEach((name, value) -> rows.add(Arrays.asList(name, value)));
                new CsvPrinter(terminal).print(new ResultTable(List.of("name", "value"), rows));
            }
        }
    }

    private <R extends Record> Map<String, @Nullable Object> recorded(BiFunction<FeatureStore, Story, R> example) {
        StoryRecorder story = new StoryRecorder();
        return story.document(run(example, story));
    }

    private <R extends Record> R run(BiFunction<FeatureStore, Story, R> example, Story story) {
        try (FeatureStore store = Shearwater.open(directory)) {
            return example.apply(store, story);
        }
    }
}
