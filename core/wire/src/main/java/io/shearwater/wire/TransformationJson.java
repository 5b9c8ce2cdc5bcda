package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Functions, and calls of them, as JSON. */
public final class TransformationJson {
    public static final WireCodec<FunctionRef> FUNCTIONS =
            WireCodec.ofObject(TransformationJson::node, TransformationJson::function);
    public static final WireCodec<TransformationCall> CALLS =
            WireCodec.ofObject(TransformationJson::node, TransformationJson::call);

    private TransformationJson() {}

    static ObjectNode node(FunctionRef function) {
        ObjectNode node = WireJson.object().put("name", function.name()).put("version", function.version());
        if (!function.isBuiltIn()) {
            node.put("code", function.code()).put("digest", function.digest());
        }
        ObjectNode parameters = node.putObject("parameters");
        function.parameters().forEach((name, value) -> parameters.set(name, parameter(value)));
        return node;
    }

    static ObjectNode node(TransformationCall call) {
        ObjectNode node = WireJson.object();
        node.set("function", node(call.function()));
        node.set("inputs", WireJson.texts(call.inputs()));
        node.set("outputs", WireJson.texts(call.outputs()));
        node.set("drops", WireJson.texts(call.drops()));
        return node;
    }

    static ArrayNode nodes(Collection<TransformationCall> calls) {
        ArrayNode array = WireJson.array();
        calls.forEach(call -> array.add(node(call)));
        return array;
    }

    /** As JSON tells values apart: 5 is an integer and 5.0 is not. What it has no form for carries its type. */
    private static JsonNode parameter(Object value) {
        return switch (value) {
            case Double number when !Double.isFinite(number) -> AnyValueJson.node(number);
            case List<?> list -> {
                ArrayNode array = WireJson.array();
                list.forEach(element -> array.add(parameter(element)));
                yield array;
            }
            default -> ValueParser.write(value);
        };
    }

    private static Object readParameter(JsonValue value) {
        if (value.isObject()) {
            return AnyValueJson.required(value);
        }
        if (value.isList()) {
            return value.list(TransformationJson::readParameter);
        }
        if (value.isText()) {
            return value.text();
        }
        if (value.node().isBoolean()) {
            return value.bool();
        }
        return value.node().isIntegralNumber() ? (Object) value.whole() : (Object) value.number();
    }

    static FunctionRef function(JsonObject function) {
        Map<String, Object> parameters = function.find("parameters")
                .map(all -> all.map(TransformationJson::readParameter))
                .orElse(Map.of());
        return new FunctionRef(
                function.text("name"),
                function.find("version").map(JsonValue::integer).orElse(1),
                function.findText("code"),
                function.findText("digest"),
                parameters);
    }

    static TransformationCall call(JsonObject call) {
        return new TransformationCall(
                call.member("function").object(TransformationJson::function),
                call.member("inputs").texts(),
                call.member("outputs").texts(),
                call.findList("drops", JsonValue::text));
    }

    static List<TransformationCall> calls(JsonObject owner, String name) {
        return owner.findList(name, call -> call.object(TransformationJson::call));
    }
}
