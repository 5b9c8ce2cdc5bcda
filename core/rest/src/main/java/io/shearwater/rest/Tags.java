package io.shearwater.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.gate.Action;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tags of groups and views. */
final class Tags {
    private Tags() {}

    /** What has tags. */
    record Tagged(Map<String, String> tags, BiConsumer<String, String> put, Consumer<String> remove) {}

    static void add(ObjectNode node, Map<String, String> tags) {
        ObjectNode written = node.putObject("tags");
        tags.forEach(written::put);
    }

    /**
     * The operations on the tags of a thing.
     *
     * @param path where the thing is
     * @param edit the right that changing them needs
     * @param find the thing of a call
     */
    static List<Operation> operations(String path, Action edit, Function<Call, Tagged> find) {
        return List.of(
                Operation.of(
                                Verb.PUT,
                                path + "/tags/{tag}",
                                edit,
                                "Put a tag on it, or change one",
                                call -> put(call, find.apply(call)))
                        .takes("TagValue"),
                Operation.of(Verb.DELETE, path + "/tags/{tag}", edit, "Take a tag off it", call -> {
                    find.apply(call).remove().accept(call.place("tag"));
                    return Answer.done();
                }));
    }

    private static Answer put(Call call, Tagged thing) {
        var body = call.json();
        String value = body.text("value");
        body.requireAllTaken();
        thing.put().accept(call.place("tag"), value);
        return Answer.done();
    }
}
