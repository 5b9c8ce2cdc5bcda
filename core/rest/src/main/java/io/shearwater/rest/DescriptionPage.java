package io.shearwater.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The description as a page: one document without scripts, so that it can be read anywhere. */
final class DescriptionPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8884;--dim:#777;--get:#0a7d4f;--post:#1f5fbf;--put:#8a5a00;--delete:#b3261e}
            @media(prefers-color-scheme:dark){:root{--dim:#999;--get:#4cc38a;--post:#7aa7f0;--put:#d9a441;--delete:#f2837b}}
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
            h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .4rem;border-bottom:1px solid var(--line)}
            h3{font-size:1rem;margin:1.4rem 0 0}h4{font-size:.9rem;margin:.6rem 0 0}section p{margin:0}
            nav{margin:1rem 0;display:flex;flex-wrap:wrap;gap:.3rem 1rem}a{color:inherit}
            details{border-bottom:1px solid var(--line);padding:.35rem 0}summary{cursor:pointer;display:flex;gap:.7rem;flex-wrap:wrap}
            .verb{font:600 .8rem/1.9 ui-monospace,monospace;width:4rem}
            .GET{color:var(--get)}.POST{color:var(--post)}.PUT,.PATCH{color:var(--put)}.DELETE{color:var(--delete)}
            .what,.type{color:var(--dim)}.type{font-size:.9em}pre{background:#8881;padding:.7rem;overflow-x:auto;border-radius:.3rem}
            ul.members{list-style:none;margin:.2rem 0 .4rem;padding:0 0 0 .8rem;border-left:2px solid var(--line)}
            ul.members b{font-size:.75em;font-weight:600}ul.members .what::before{content:"– "}section:target h3{background:#8883}
            table{border-collapse:collapse}td{padding:.1rem 1rem .1rem 0;vertical-align:top}td code{overflow-wrap:normal}
            """;
    private static final String SCHEMAS = "schemas";

    private final Map<String, List<Operation>> byTag = new LinkedHashMap<>();

    DescriptionPage(List<Operation> operations) {
        operations.forEach(operation -> byTag.computeIfAbsent(OpenApi.tag(operation), tag -> new ArrayList<>())
                .add(operation));
    }

    String html() {
        StringBuilder page = new StringBuilder(1 << 18)
                .append(
                        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Shearwater REST API</title>")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Shearwater REST API</h1>")
                .append(
                        "<p>Send an API key with each request: <code>Authorization: Bearer sw_…</code>. Errors are problem")
                .append(" details (RFC 9457) with a code: ")
                .append(SchemaHtml.link("Problem"))
                .append(
                        ". A member of a request that is not required may be left out, or be null. For programs: <a href=\"openapi.json\">openapi.json</a>.</p><nav>");
        byTag.keySet().forEach(tag -> contents(page, tag));
        contents(page, SCHEMAS);
        page.append("</nav>");
        byTag.forEach((tag, operations) -> {
            heading(page, tag);
            operations.forEach(operation -> describe(page, operation));
        });
        heading(page, SCHEMAS);
        Schemas.closure(schemas()).forEach((name, schema) -> describe(page, name, schema));
        return page.append("</body></html>").toString();
    }

    private static void contents(StringBuilder page, String heading) {
        page.append("<a href=\"#")
                .append(Html.escaped(heading))
                .append("\">")
                .append(Html.escaped(heading))
                .append("</a>");
    }

    private static void heading(StringBuilder page, String heading) {
        page.append("<h2 id=\"")
                .append(Html.escaped(heading))
                .append("\">")
                .append(Html.escaped(heading))
                .append("</h2>");
    }

    /** The schemas of all bodies. */
    private Set<String> schemas() {
        Set<String> schemas = new TreeSet<>(Set.of("Problem"));
        byTag.values().stream().flatMap(List::stream).map(Operation::text).forEach(text -> {
            if (!text.request().isEmpty()) {
                schemas.addAll(Schemas.mediaTypes(text.request()).values());
            }
            if (!text.answered().schema().isEmpty()) {
                schemas.addAll(Schemas.mediaTypes(text.answered().schema()).values());
            }
        });
        return schemas;
    }

    private static void describe(StringBuilder page, Operation operation) {
        page.append("<details><summary><span class=\"verb ")
                .append(operation.verb())
                .append("\">")
                .append(operation.verb())
                .append("</span><code>")
                .append(Html.escaped(operation.path().toString()))
                .append("</code><span class=\"what\">")
                .append(Html.escaped(operation.text().summary()))
                .append("</span></summary><p>")
                .append(Html.escaped(OpenApi.needs(operation.action())))
                .append("</p>");
        if (!operation.text().parameters().isEmpty()) {
            page.append("<table>");
            operation
                    .text()
                    .parameters()
                    .forEach(one -> page.append("<tr><td><code>")
                            .append(Html.escaped(one.name()))
                            .append("</code></td><td>")
                            .append(Html.escaped(one.text()))
                            .append("</td></tr>"));
            page.append("</table>");
        }
        body(page, "Body", operation.text().request());
        body(page, "Answer", operation.text().answered().schema());
        page.append("<pre>").append(Html.escaped(CurlExample.of(operation))).append("</pre></details>");
    }

    private static void body(StringBuilder page, String what, String schema) {
        if (schema.isEmpty()) {
            return;
        }
        page.append("<h4>").append(what).append("</h4><div>");
        Schemas.mediaTypes(schema)
                .forEach((type, form) -> page.append(Html.escaped(type))
                        .append(": ")
                        .append(SchemaHtml.link(form))
                        .append("<br>"));
        page.append("</div>");
        SchemaHtml.members(page, Schemas.shown(schema));
    }

    private static void describe(StringBuilder page, String name, ObjectNode schema) {
        page.append("<section id=\"")
                .append(SchemaHtml.anchor(name))
                .append("\"><h3><code>")
                .append(Html.escaped(name))
                .append("</code> <span class=\"type\">")
                .append(SchemaHtml.type(schema))
                .append("</span></h3><p>")
                .append(Html.escaped(schema.path("description").asText()))
                .append("</p>");
        SchemaHtml.members(page, schema);
        page.append("</section>");
    }
}
