package io.shearwater.cli;

import io.shearwater.story.Story;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps a story for programs: its steps with their outcomes and seconds, and what came of it all, as one document. */
final class StoryRecorder implements Story {
    private static final double NANOS = 1e9;

    private final List<Map<String, Object>> steps = new ArrayList<>();

    @Override
    public void say(String line) {}

    @Override
    public <T> T step(String name, Work<T> work) {
        long start = System.nanoTime();
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", name);
        T result = work.run(outcome -> step.put("outcome", outcome));
        step.put("seconds", (System.nanoTime() - start) / NANOS);
        steps.add(step);
        return result;
    }

    /** The steps, then the report's components; {@code camelCase} becomes {@code snake_case}. */
    Map<String, @Nullable Object> document(Record report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("steps", steps);
        document.putAll(map(report));
        return document;
    }

    private static Map<String, @Nullable Object> map(Record values) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (RecordComponent component : values.getClass().getRecordComponents()) {
            String name = component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2");
            Object value = value(component, values);
            map.put(name.toLowerCase(Locale.ROOT), value instanceof Record nested ? map(nested) : value);
        }
        return map;
    }

    private static @Nullable Object value(RecordComponent component, Record values) {
        try {
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The component " + component + " of a report is not public", e);
        }
    }
}
