package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls of transformations as JSON (docs/format/registry.md). */
final class TransformationJson {
    private TransformationJson() {}

    static ArrayNode write(List<TransformationCall> calls) {
        return Json.array(calls.stream().map(TransformationJson::write).toList());
    }

    private static ObjectNode write(TransformationCall call) {
        FunctionRef function = call.function();
        ObjectNode node = Json.object().put("name", function.name()).put("version", function.version());
        if (!function.isBuiltIn()) {
            node.put("code", function.code()).put("digest", function.digest());
        }
        ObjectNode parameters = Json.object();
        function.parameters().forEach((name, value) -> parameters.set(name, parameter(value)));
        node.set("parameters", parameters);
        node.set("inputs", Json.texts(call.inputs()));
        node.set("outputs", Json.texts(call.outputs()));
        node.set("drops", Json.texts(call.drops()));
        return node;
    }

    private static JsonNode parameter(Object value) {
        if (value instanceof List<?> list) {
            ObjectNode node = Json.object();
            node.set("list", Json.array(list.stream().map(ValueJson::write).toList()));
            return node;
        }
        return ValueJson.write(value);
    }

    static List<TransformationCall> read(JsonNode owner, String name) {
        return Json.find(owner, name) == null ? List.of() : Json.list(owner, name, TransformationJson::read);
    }

    private static TransformationCall read(JsonNode node) {
        JsonNode code = Json.find(node, "code");
        return new TransformationCall(
                new FunctionRef(
                        Json.text(node, "name"),
                        Json.integer(node, "version"),
                        code == null ? "" : code.asText(),
                        code == null ? "" : Json.text(node, "digest"),
                        parameters(Json.member(node, "parameters"))),
                Json.texts(node, "inputs"),
                Json.texts(node, "outputs"),
                Json.texts(node, "drops"));
    }

    private static Map<String, Object> parameters(JsonNode node) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> parameters.put(name, readParameter(Json.member(node, name))));
        return parameters;
    }

    private static Object readParameter(JsonNode node) {
        JsonNode list = node.get("list");
        if (list == null) {
            return ValueJson.read(node);
        }
        List<Object> values = new ArrayList<>();
        list.forEach(element -> values.add(ValueJson.read(element)));
        return values;
    }
}
