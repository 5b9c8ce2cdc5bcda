package io.shearwater.pipeline;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.TransformationCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Tells two forms of a pipeline apart: by its names, settings, SQL, the groups that these stand for, and the code of its
 * functions. What a function captured, such as a number of the program's arguments, is not seen.
 */
record PipelineForm(FeaturePipeline pipeline, FeatureStore store, Graph graph) {
    /** The same for the same form; never the same where the code of a function cannot be read. */
    String digest(List<?> groups) {
        StringBuilder text = new StringBuilder().append(pipeline.calendar()).append(groups);
        pipeline.sources()
                .forEach((name, source) -> text.append('\n')
                        .append(name)
                        .append(
                                switch (source) {
                                    case Source.OfGroup group ->
                                        group + " " + graph.groupOf(name).ref();
                                    case Source.OfFiles files -> files.toString();
                                    case Source.OfProgram program ->
                                        program.schema() + " " + program.timeColumn() + program.since()
                                                + code(program.reader().getClass());
                                }));
        pipeline.nodes()
                .forEach((name, node) -> text.append('\n')
                        .append(name)
                        .append(graph.inputs(name))
                        .append(work(name, node.work()))
                        .append(node.window())
                        .append(node.time()));
        pipeline.outputs()
                .forEach(output -> text.append('\n').append(output.node()).append(output));
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private String work(String name, Work work) {
        return switch (work) {
            case Work.Sql sql -> sql.text() + new TreeMap<>(graph.lookups(name));
            case Work.Whole whole -> code(whole.code());
            case Work.Pieces pieces -> code(pieces.function().getClass());
            case Work.Stream stream -> code(stream.code());
            case Work.Sorted sorted -> sorted.by() + " " + sorted.direction() + sorted.settings();
            case Work.Transformed transformed -> {
                StringBuilder calls = new StringBuilder(transformed.calls().toString());
                transformed.calls().forEach(call -> calls.append(code(call)));
                yield calls.toString();
            }
            case Work.OfModel model -> model.toString();
        };
    }

    private String code(TransformationCall call) {
        if (call.function().isBuiltIn() || !call.function().digest().isEmpty()) {
            return "";
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return code(Class.forName(call.function().code().split("#", 2)[0], false, loader));
        } catch (ClassNotFoundException | LinkageError notThere) {
            return unknown();
        }
    }

    private String code(Class<?> function) {
        return store.codeDigest(function).orElseGet(PipelineForm::unknown);
    }

    private static String unknown() {
        return UUID.randomUUID().toString();
    }
}
