package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** An object in JSON that came over the wire: its members are taken by name, and what nobody took means nothing and is refused. */
public final class JsonObject {
    private final JsonNode node;
    private final String path;
    private final Set<String> taken = new TreeSet<>();

    JsonObject(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * The object of a whole body.
     *
     * @throws ShearwaterException BAD_REQUEST for what is no JSON, or no object
     */
    public static JsonObject read(String text) {
        JsonNode node = WireJson.parse(text, WireJson.LONGEST_DOCUMENT);
        if (!node.isObject()) {
            throw WireError.BAD_REQUEST.because("The body is " + WireJson.shown(node) + ", not an object.");
        }
        return new JsonObject(node, "$");
    }

    public String path() {
        return path;
    }

    /** The name of the only member. */
    public String onlyName() {
        if (node.size() != 1) {
            throw refused("has " + node.size() + " members; exactly one says what it is.");
        }
        return node.fieldNames().next();
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** The member of this name, which has to be there. */
    public JsonValue member(String name) {
        return find(name).orElseThrow(() -> lacks(name));
    }

    private ShearwaterException lacks(String name) {
        List<String> there = new ArrayList<>();
        node.fieldNames().forEachRemaining(there::add);
        there.removeAll(taken);
        return WireError.BAD_REQUEST.because(path + " has no '" + name + "'."
                + Names.nearest(name, there)
                        .map(near -> " Is '" + WireJson.shown(near) + "' meant to be it?")
                        .orElse(""));
    }

    /** The member of this name, if it is there and not null. */
    public Optional<JsonValue> find(String name) {
        taken.add(name);
        JsonNode member = node.get(name);
        return member == null || member.isNull()
                ? Optional.empty()
                : Optional.of(new JsonValue(member, WireJson.path(path, name)));
    }

    /** The member of this name, which has to be there but may be null. */
    public JsonValue nullable(String name) {
        taken.add(name);
        JsonNode member = node.get(name);
        if (member == null) {
            throw lacks(name);
        }
        return new JsonValue(member, WireJson.path(path, name));
    }

    public <T> List<T> list(String name, Function<JsonValue, T> read) {
        return member(name).list(read);
    }

    /** The elements of a list; none where it is not there. */
    public <T> List<T> findList(String name, Function<JsonValue, T> read) {
        return find(name).map(list -> list.list(read)).orElse(List.of());
    }

    public String text(String name) {
        return member(name).text();
    }

    /** A text; empty where it is not there. */
    public String findText(String name) {
        return find(name).map(JsonValue::text).orElse("");
    }

    public ShearwaterException refused(String why) {
        return WireError.BAD_REQUEST.because(path + " " + why);
    }

    /** The members that nobody took, as a document of its own: what an answer says beside what was taken. */
    public JsonNode remaining() {
        ObjectNode rest = WireJson.object();
        node.properties().forEach(member -> {
            if (!taken.contains(member.getKey())) {
                rest.set(member.getKey(), member.getValue());
            }
        });
        taken.addAll(fieldNames());
        return rest;
    }

    private List<String> fieldNames() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public void requireAllTaken() {
        node.fieldNames().forEachRemaining(name -> {
            if (!taken.contains(name)) {
                throw WireError.BAD_REQUEST.because(path + " has '" + WireJson.shown(name)
                        + "', which means nothing; there are " + taken + "." + Names.didYouMean(name, taken));
            }
        });
    }
}
