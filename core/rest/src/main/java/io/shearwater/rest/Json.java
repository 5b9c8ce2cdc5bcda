package io.shearwater.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Makes documents. */
final class Json {
    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    /**
     * A page of a list.
     *
     * @param all all of it, in a fixed order
     */
    static <T> ObjectNode page(Call call, List<T> all, Function<T, JsonNode> write) {
        Page page = Page.of(call);
        List<T> shown = page.of(all);
        ObjectNode node = object();
        ArrayNode items = node.putArray("items");
        shown.forEach(item -> items.add(write.apply(item)));
        node.put("total", all.size());
        page.next(all.size()).ifPresent(next -> node.put("next_offset", next));
        return node;
    }
}
