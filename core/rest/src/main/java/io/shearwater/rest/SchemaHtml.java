package io.shearwater.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Schemas for people: what a thing is in a few words, and its members as a list. */
final class SchemaHtml {
    private SchemaHtml() {}

    /** Where on the page a schema is. */
    static String anchor(String schema) {
        return "schema-" + schema;
    }

    static String link(String schema) {
        return "<a href=\"#" + anchor(schema) + "\">" + Html.escaped(schema) + "</a>";
    }

    /** The members of an object, and of objects in it that have no name of their own; nothing of what is no object. */
    static void members(StringBuilder page, JsonNode schema) {
        JsonNode members = inner(schema).path("properties");
        if (members.isEmpty()) {
            return;
        }
        Set<String> required = new HashSet<>();
        inner(schema).path("required").forEach(name -> required.add(name.textValue()));
        page.append("<ul class=\"members\">");
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            page.append("<li><code>")
                    .append(Html.escaped(member.getKey()))
                    .append("</code> <span class=\"type\">")
                    .append(type(member.getValue()))
                    .append(required.contains(member.getKey()) ? "</span> <b>required</b>" : "</span>");
            String description = member.getValue().path("description").asText();
            if (!description.isEmpty()) {
                page.append(" <span class=\"what\">")
                        .append(Html.escaped(description))
                        .append("</span>");
            }
            members(page, member.getValue());
            page.append("</li>");
        }
        page.append("</ul>");
    }

    /** The object that a schema is of: of a list or a map, that of its values. */
    private static JsonNode inner(JsonNode schema) {
        if (schema.has("items")) {
            return inner(schema.get("items"));
        }
        JsonNode values = schema.path("additionalProperties");
        return values.isObject() && !schema.has("properties") ? inner(values) : schema;
    }

    /** What a thing is, in HTML. */
    static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            return link(Schemas.referred(schema.get("$ref").textValue()));
        }
        if (schema.has("anyOf")) {
            List<String> kinds = new ArrayList<>();
            schema.get("anyOf").forEach(kind -> kinds.add(type(kind)));
            return String.join(" or ", kinds);
        }
        if (schema.has("enum")) {
            return Html.escaped(joined(schema.get("enum")));
        }
        if (schema.path("type").isArray()) {
            return joined(schema.get("type"));
        }
        return switch (schema.path("type").asText()) {
            case "array" -> "list of " + type(schema.get("items"));
            case "object" -> object(schema);
            case "string" -> schema.has("format") ? schema.get("format").textValue() : "text";
            default ->
                schema.has("format")
                        ? schema.get("format").textValue()
                        : schema.path("type").asText("anything");
        };
    }

    private static String object(JsonNode schema) {
        if (schema.has("properties")) {
            return schema.has("maxProperties") ? "object with one of" : "object";
        }
        return "object of names and " + type(schema.path("additionalProperties"));
    }

    private static String joined(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.textValue()));
        return String.join(" | ", all);
    }
}
