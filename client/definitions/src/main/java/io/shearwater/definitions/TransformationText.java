package io.shearwater.definitions;

import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunctions;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Calls of transformations as YAML, which {@link TransformationYaml} reads. */
final class TransformationText {
    private static final int ONE_LINE = 100;
    private static final int SHORT_LIST = 20;

    private TransformationText() {}

    static Node of(List<TransformationCall> calls) {
        return Yaml.block(calls.stream()
                .map(call -> new Yaml.Block()
                        .put(call.function().name(), settings(call))
                        .node())
                .toList());
    }

    private static Node settings(TransformationCall call) {
        FunctionRef function = call.function();
        TransformationCall plain = function.isBuiltIn()
                ? BuiltInFunctions.call(function, call.inputs())
                : new TransformationCall(function, call.inputs(), List.of(function.name()), List.of());
        boolean named = call.outputs().equals(plain.outputs()) && call.drops().equals(plain.drops());
        if (named && function.isBuiltIn() && function.parameters().isEmpty()) {
            return Yaml.names(call.inputs());
        }
        Yaml.Block block = new Yaml.Block();
        if (!function.isBuiltIn()) {
            block.put("code", function.code())
                    .put("version", function.version())
                    .putText("digest", function.digest());
        }
        if (call.inputs().size() == 1) {
            block.put("column", call.inputs().getFirst());
        } else {
            block.put("columns", Yaml.list(call.inputs()));
        }
        if (function.isBuiltIn()) {
            function.parameters().forEach((name, value) -> block.put(name, value(value)));
        } else if (!function.parameters().isEmpty()) {
            Yaml.Block parameters = new Yaml.Block();
            function.parameters().forEach((name, value) -> parameters.put(name, value(value)));
            block.put("parameters", isShort(call) ? parameters.flow() : parameters.node());
        }
        if (!call.outputs().equals(plain.outputs())) {
            block.put("as", Yaml.names(call.outputs()));
        }
        if (!call.drops().equals(plain.drops())) {
            block.put("drops", Yaml.list(call.drops()));
        }
        return isShort(call) ? block.flow() : block.node();
    }

    private static boolean isShort(TransformationCall call) {
        String parameters = call.function().parameters().toString();
        int length = call.function().name().length()
                + call.function().code().length()
                + call.function().digest().length()
                + String.join(", ", call.inputs()).length()
                + String.join(", ", call.outputs()).length()
                + parameters.length();
        return length < ONE_LINE && !parameters.contains("\n");
    }

    private static Node value(Object value) {
        if (!(value instanceof List<?> list)) {
            return DefaultValues.write(value);
        }
        List<Node> elements = list.stream().map(DefaultValues::write).toList();
        return list.size() > SHORT_LIST ? Yaml.block(elements) : Yaml.flow(elements);
    }
}
