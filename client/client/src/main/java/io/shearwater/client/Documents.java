package io.shearwater.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Small documents of texts, numbers, lists and objects. */
final class Documents {
    private Documents() {}

    static String of(Map<String, ?> members) {
        return object(members).toString();
    }

    private static ObjectNode object(Map<?, ?> members) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        members.forEach((name, value) -> {
            switch (value) {
                case Integer number -> node.put(name.toString(), number);
                case Long number -> node.put(name.toString(), number);
                case Double number -> node.put(name.toString(), number);
                case Boolean bool -> node.put(name.toString(), bool);
                case Map<?, ?> map -> node.set(name.toString(), object(map));
                case List<?> list -> {
                    ArrayNode array = node.putArray(name.toString());
                    list.forEach(element -> array.add(element.toString()));
                }
                default -> node.put(name.toString(), value.toString());
            }
        });
        return node;
    }
}
