package io.shearwater.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run computes: parts of the pipeline for stretches of time, each after those that it reads. A part that is read for
 * two stretches is computed for each, so that what it gives depends on nothing else that reads it.
 */
final class RunPlan {
    /**
     * How a key is computed.
     *
     * @param inputs in the order of the graph's
     * @param uses how often it is read or written
     */
    record Step(Part key, List<Part> inputs, int uses) {}

    private final Graph graph;
    private final Map<Part, Step> steps = new LinkedHashMap<>();
    private final List<Part> outputs = new ArrayList<>();

    RunPlan(Graph graph, List<String> written, Span run) {
        this.graph = graph;
        for (String name : written) {
            Part key = new Part(name, graph.given(name, run));
            outputs.add(key);
            use(key);
        }
    }

    private void use(Part key) {
        Step known = steps.get(key);
        if (known != null) {
            steps.put(key, new Step(key, known.inputs(), known.uses() + 1));
            return;
        }
        List<Part> inputs = new ArrayList<>();
        for (String input : graph.inputs(key.name())) {
            Part read = new Part(input, graph.read(key.name(), input, key.span()));
            inputs.add(read);
            use(read);
        }
        steps.put(key, new Step(key, inputs, 1));
    }

    /** Every step after those that it reads. */
    Map<Part, Step> steps() {
        return steps;
    }

    /** In the order of the pipeline's outputs. */
    List<Part> outputs() {
        return outputs;
    }
}
